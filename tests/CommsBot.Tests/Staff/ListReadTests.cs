using CommsBot.Handoff;
using CommsBot.Staff.Console;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Staff;

/// <summary>Whoever reads a list or searches is in the audit log with whom it named.</summary>
public sealed class ListReadTests(TestService service) : IClassFixture<TestService>
{
    [Fact]
    public async Task The_board_names_the_visits_and_calls_it_showed()
    {
        service.At(The.OpenHour);
        var desk = new VisitDesk(service);
        await desk.BookAsync("board-1", new { state = "held", setBy = "Dana Example RN" }, "2027-03-11T09:00:00-06:00");
        var call = (string)(await desk.OpenCallAsync("board-1"))["id"]!;
        Assert.Contains("Ana", await ConsolePages.ShowAsync<BoardPage>(service.App.Services, new DeskPerson("Bea Board", [The.Clinic])));
        Assert.Superset(new HashSet<string> { call, "board-1" }, Assert.Single(await SubjectsAsync("board.read", "Bea Board")).Split(' ').ToHashSet());
    }

    [Fact]
    public async Task A_search_by_a_number_names_what_it_found()
    {
        var (patient, stranger) = (service.Phone(), service.Phone());
        await service.Appointments.Put("/api/appointments/search-1", new { patient = new { firstName = "Ana", phone = patient.Phone }, startsAt = "2027-03-18T09:00:00-05:00", status = "booked" });
        await patient.Say("What is CRPS?");
        await stranger.Say("What is CRPS?");
        var (known, thread) = (await patient.ConversationId(), await stranger.ConversationId());
        Assert.Equal([known, thread], await SubjectsAsync("conversation.search", "key:key-2"));

        await service.Appointments.Post("/api/consents", new { phone = stranger.Phone, purpose = "preparation", granted = true, text = "I agree to texts.", method = "form" });
        await service.Appointments.Consents(patient.Phone);
        await service.Appointments.Consents(stranger.Phone);
        await service.Appointments.Consents("+17135550199");
        await using var db = service.Store.Read();
        var hash = db.Cipher.LookUpHash(patient.Phone);
        var file = await db.Patients.Where(p => p.PhoneHash == hash).Select(p => p.Id).SingleAsync();
        var strange = db.Cipher.LookUpHash(stranger.Phone);
        var line = await db.Consents.Where(c => c.PhoneHash == strange).Select(c => c.Id).SingleAsync();
        Assert.Equal([file, $"consent-{line}", The.Clinic], await SubjectsAsync("consent.search", "key:key-3"));
    }

    private async Task<IReadOnlyList<string>> SubjectsAsync(string action, string actor)
    {
        await using var db = service.Store.Read();
        return await db.Audit.Where(e => e.Action == action && e.Actor == actor).OrderBy(e => e.Number).Select(e => e.Subject).ToListAsync();
    }
}
