using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff.Search;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

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

    [Theory]
    [InlineData("7135550163")]
    [InlineData("713-555-0163")]
    [InlineData("+1 713 555 0163")]
    public async Task A_number_typed_in_any_way_finds_its_tickets_its_talk_and_whom_its_caregiver_acts_for(string asked)
    {
        service.At(The.OpenHour);
        var phone = service.Phone("+17135550163");
        await phone.Say("I want to talk to a person");
        await service.Appointments.Put("/api/appointments/search-2", new
        {
            patient = new { firstName = "Yara", lastName = "Moss", phone = "+17135550164", language = "en" }, startsAt = "2027-03-18T15:00:00-06:00", protocol = "infusion", status = "booked",
        });
        var patient = await service.Store.Write(async db =>
        {
            var of = await db.Appointments.Where(a => a.Id == "search-2").Select(a => a.PatientId).SingleAsync();
            if (!await db.Caregivers.AnyAsync(c => c.PatientId == of)) db.Caregivers.Add(new Caregiver
            {
                Id = Ids.New("carer"), ClinicId = The.Clinic, PatientId = of, Name = "Rosa", Phone = "+17135550163", PhoneHash = db.Cipher.LookUpHash("+17135550163"), Relation = "mother", IsGuardian = false,
                GetsTexts = true, HearsFacts = true, Proof = "a letter", ConfirmedAt = DateTimeOffset.UnixEpoch, By = "Dana Desk", At = DateTimeOffset.UnixEpoch,
            });
            return of;
        });

        var found = await FindAsync(asked);
        Assert.Contains(found, hit => hit.Where == "Ticket");
        Assert.Contains(found, hit => hit.Link == $"/staff/patients/{patient}" && hit.Text.Contains("Rosa", StringComparison.Ordinal));
        var talk = await phone.ConversationId();
        Assert.Contains(found, hit => hit.Where == "Conversation" && hit.Link == $"/staff/conversations/{talk}");
        Assert.DoesNotContain(await service.Get<SearchReader>().FindAsync(Dana with { Clinics = ["elsewhere"] }, asked, default), hit => hit.Subject is not null);
    }

    private Task<IReadOnlyList<Found>> FindAsync(string asked) => service.Get<SearchReader>().FindAsync(Dana, asked, default);
}
