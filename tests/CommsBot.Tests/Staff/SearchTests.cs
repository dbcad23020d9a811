using CommsBot.Handoff;
using CommsBot.Staff.Search;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

/// <summary>The console's search looks through all that was said, done and may be said.</summary>
public sealed class SearchTests(TestService service) : IClassFixture<TestService>
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };

    [Fact]
    public async Task It_finds_what_the_bot_said_visits_closed_tickets_protocols_and_fixed_wording()
    {
        service.At(The.OpenHour);
        await service.Appointments.Put("/api/appointments/search-1", new
        {
            patient = new { firstName = "Xenia", lastName = "Quell", phone = "+17135550162", language = "en" }, startsAt = "2027-03-18T15:00:00-06:00", protocol = "infusion", status = "booked",
        });
        var patient = await service.Web();
        await patient.Say("I want to talk to a person about the zebra");
        await service.Staff.Close(await service.Staff.Ticket(patient.ConversationId));

        Assert.Contains(await FindAsync("Xenia Quell"), hit => (hit.Where, hit.Title, hit.Subject) == ("Visit", "Xenia Quell", "search-1"));
        Assert.Contains(await FindAsync("search-1"), hit => hit.Where == "Visit" && hit.Text.EndsWith("booked", StringComparison.Ordinal));
        Assert.Contains(await FindAsync("zebra"), hit => (hit.Where, hit.Text) == ("Ticket", "closed"));
        Assert.Contains(await FindAsync("automated assistant of"), hit => hit.Where == "Message" && hit.Title.StartsWith("Assistant, ", StringComparison.Ordinal) && hit.Subject == patient.ConversationId);
        Assert.Contains(await FindAsync("Infusion visit"), hit => hit is { Where: "Protocol", Subject: null });
        Assert.Contains(await FindAsync("outside our usual hours"), hit => hit is { Where: "Fixed wording", Link: "/staff/content/en/handoff/closed-now" });
        Assert.DoesNotContain(await service.Get<SearchReader>().FindAsync(Dana with { Clinics = ["elsewhere"] }, "zebra", default), hit => hit.Subject is not null);
    }

    private Task<IReadOnlyList<Found>> FindAsync(string asked) => service.Get<SearchReader>().FindAsync(Dana, asked, default);
}
