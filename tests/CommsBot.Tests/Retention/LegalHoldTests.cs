using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Retention;
using CommsBot.Staff.People;
using CommsBot.Tests.Appointments;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Retention;

/// <summary>What a person does on the patient's page so that nothing of the patient is deleted.</summary>
public sealed class LegalHoldTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task A_clinician_holds_what_is_kept_of_a_patient_with_a_reason_and_lets_it_go_again()
    {
        var (id, nora) = (await PatientAsync("hold-1", "(713) 555-0171"), await service.Nora());
        await using var page = await OpenAsync(nora, id);
        await page.ClickAsync("hold-place");
        Assert.Contains("Say why", await page.HtmlAsync());
        await page.SetAsync("hold-reason", "A lawyer asked for it.");
        await page.ClickAsync("hold-place");
        Assert.Matches(@"A lawyer asked for it\.[^<]*</strong>[^<]*Nora Clinician", await page.HtmlAsync());

        await RunAsync();
        Assert.True(await IsKeptAsync("(713) 555-0171"));
        await page.ClickAsync("hold-lift");
        Assert.Contains("Lifted by Nora Clinician", await page.HtmlAsync());
        await RunAsync();
        Assert.False(await IsKeptAsync("(713) 555-0171"));
        await using var db = service.Store.Read();
        var hash = db.Cipher.LookUpHash(PhoneNumber.Parse("(713) 555-0171").E164);
        var hold = await db.LegalHolds.Where(h => h.PhoneHash == hash).Select(h => h.Id).SingleAsync();
        Assert.Equal(["hold.lift", "hold.place"], await db.Audit.Where(e => e.Actor == "Nora Clinician" && e.Subject == hold).Select(e => e.Action).Order().ToListAsync());
    }

    [Fact]
    public async Task The_front_desk_sees_a_hold_and_places_none()
    {
        var (id, dana) = (await PatientAsync("hold-2", "(713) 555-0172"), await service.Dana());
        Assert.NotNull((await service.Get<LegalHolds>().PlaceAsync(dana, AppointmentService.Clinic, null, PhoneNumber.Parse("(713) 555-0172"), "I want it")).Refusal);
        await service.Get<LegalHolds>().PlaceAsync(await service.Nora(), AppointmentService.Clinic, null, PhoneNumber.Parse("(713) 555-0172"), "A lawyer asked for it.");

        await using var page = await OpenAsync(dana, id);
        Assert.Contains("A lawyer asked for it.", await page.HtmlAsync());
        Assert.Equal((0, 0), (await page.CountAsync("hold-place"), await page.CountAsync("hold-lift")));
    }

    [Fact]
    public async Task A_hold_follows_a_changed_number_keeps_what_was_written_from_both_and_is_lifted_from_both_at_once()
    {
        const string Old = "(713) 555-0173", New = "(713) 555-0174", Newest = "(713) 555-0175";
        var (id, nora) = (await PatientAsync("hold-3", Old), await service.Nora());
        Assert.Null((await service.Get<LegalHolds>().PlaceAsync(nora, AppointmentService.Clinic, null, PhoneNumber.Parse(Old), "A lawyer asked for it.")).Refusal);
        foreach (var number in (string[])[New, Old, Newest, New]) Assert.Equal(id, await PatientAsync("hold-3", number));

        await RunAsync();
        foreach (var number in (string[])[Old, New, Newest]) Assert.True(await IsKeptAsync(number), $"{number} was not kept.");
        await using var page = await OpenAsync(nora, id);
        Assert.Equal(1, await page.CountAsync("hold"));
        await page.ClickAsync("hold-lift");
        await RunAsync();
        foreach (var number in (string[])[Old, New, Newest]) Assert.False(await IsKeptAsync(number), $"{number} was still held.");

        // What was lifted does not come back with the next number.
        await PatientAsync("hold-3", "(713) 555-0176");
        await RunAsync();
        Assert.False(await IsKeptAsync("(713) 555-0176"));
    }

    [Theory]
    [InlineData("hold-4", true)]
    [InlineData("hold-5", false)]
    public async Task A_hold_placed_after_a_number_changed_reaches_back_to_every_former_number(string visit, bool toldOfVisits)
    {
        string[] numbers = [.. Enumerable.Range(1, 3).Select(n => $"(713) 555-02{(toldOfVisits ? 1 : 2)}{n}")];
        var nora = await service.Nora();
        foreach (var number in numbers) await PatientAsync(visit, number);
        await PatientAsync($"{visit}-other", "(713) 555-0199");
        // What told of visits is deleted sooner than what the patient goes on writing from the former phone.
        if (!toldOfVisits) await service.Store.Write(db => db.Outbound.Where(m => m.AppointmentId == visit).ExecuteDeleteAsync());

        var (hold, refusal) = await service.Get<LegalHolds>().PlaceAsync(nora, AppointmentService.Clinic, null, PhoneNumber.Parse(numbers[^1]), "A lawyer asked for it.");
        Assert.Null(refusal);
        await RunAsync();
        foreach (var number in numbers) Assert.True(await IsKeptAsync(number), $"{number} was not kept.");
        Assert.False(await IsKeptAsync("(713) 555-0199"));

        Assert.Null(await service.Get<LegalHolds>().LiftAsync(nora, AppointmentService.Clinic, hold!));
        await RunAsync();
        foreach (var number in numbers) Assert.False(await IsKeptAsync(number), $"{number} was still held.");
    }

    private Task<ConsoleScreen> OpenAsync(DeskPerson person, string id) => ConsoleScreen.OpenAsync<PatientPage>(service.App.Services, person, null, ("Id", id));

    private Task<RetentionCounts> RunAsync() => service.Get<RetentionJob>().RunAsync(service.Get<ClinicDirectory>().Find(AppointmentService.Clinic)!, default);

    /// <summary>A patient on file whose words are older than the clinic keeps them.</summary>
    private async Task<string> PatientAsync(string visit, string phone)
    {
        var body = AppointmentService.Ana(phone: phone);
        body["patient"]!["id"] = visit;
        await service.Put(visit, body);
        await service.Store.Write(async db =>
        {
            var thread = await Transcript.SmsThread(db, AppointmentService.Clinic, PhoneNumber.Parse(phone), Language.English, service.Now.AddDays(-2600));
            Transcript.Append(db, thread, Speaker.Patient, "hello", service.Now.AddDays(-2600));
        });
        await using var db = service.Store.Read();
        return await db.Appointments.Where(a => a.Id == visit).Select(a => a.PatientId).SingleAsync();
    }

    private async Task<bool> IsKeptAsync(string phone)
    {
        await using var db = service.Store.Read();
        var hash = db.Cipher.LookUpHash(PhoneNumber.Parse(phone).E164);
        return await db.Transcript.AnyAsync(t => db.Conversations.Any(c => c.Id == t.ConversationId && c.PhoneHash == hash));
    }
}
