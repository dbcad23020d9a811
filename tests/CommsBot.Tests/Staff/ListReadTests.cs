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

    [Fact]
    public async Task Who_is_shown_whom_a_closure_would_tell_is_on_record_with_whom()
    {
        service.At(The.OpenHour);
        await service.Get<CommsBot.Staff.SignIn.StaffAccounts>().AddAsync("Cleo Closing", "staff", [The.Clinic]);
        await new VisitDesk(service).BookAsync("seen-1", null, "2027-04-06T09:00:00-05:00");
        var from = DateTimeOffset.Parse("2027-04-06T00:00:00-05:00");

        var shown = await service.Get<CommsBot.Appointments.Closing.ClinicClosing>().PreviewAsync(new DeskPerson("Cleo Closing", [The.Clinic]), The.Clinic, from, from.AddDays(1));

        Assert.Contains(shown.Visits, visit => visit.AppointmentId == "seen-1");
        Assert.Equal(shown.Visits.Select(visit => visit.AppointmentId), Assert.Single(await SubjectsAsync("closure.previewed", "Cleo Closing")).Split(' '));
    }

    [Fact]
    public async Task What_was_agreed_to_is_on_record_under_its_own_line()
    {
        var phone = service.Phone().Phone;
        foreach (var granted in new[] { true, false })
            await service.Appointments.Post("/api/consents", new { phone, purpose = "preparation", granted, text = "Said so.", method = "form" });
        await using var db = service.Store.Read();
        var hash = db.Cipher.LookUpHash(phone);
        var lines = await db.Consents.Where(c => c.PhoneHash == hash).OrderBy(c => c.Id).Select(c => $"consent-{c.Id}").ToListAsync();
        var audited = await db.Audit.Where(e => lines.Contains(e.Subject)).OrderBy(e => e.Number).Select(e => $"{e.Action} {e.Subject}").ToListAsync();
        Assert.Equal([$"consent.grant {lines[0]}", $"consent.withdraw {lines[1]}"], audited);
    }

    private async Task<IReadOnlyList<string>> SubjectsAsync(string action, string actor)
    {
        await using var db = service.Store.Read();
        return await db.Audit.Where(e => e.Action == action && e.Actor == actor).OrderBy(e => e.Number).Select(e => e.Subject).ToListAsync();
    }
}
