using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff.Audit;
using CommsBot.Staff.Glass;
using CommsBot.Staff.People;
using CommsBot.Staff.SignIn;
using CommsBot.Staff.Talk;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.Staff;

/// <summary>A record of another clinic: the patient in one's own room, or a talk somebody asks about.</summary>
public sealed class GlassTests(DeskService service) : IClassFixture<DeskService>
{
    private static readonly DeskPerson Stranger = new("Sam Far", ["elsewhere"]) { Role = "clinician" };
    private static readonly DeskPerson Auditor = new("Ora Bell", [DeskService.Clinic]) { Role = "auditor" };

    [Fact]
    public async Task A_patient_of_another_clinic_opens_with_a_reason_to_read_and_to_do_nothing()
    {
        await service.Get<StaffAccounts>().AddAsync("Sam Far", "clinician", ["elsewhere"]);
        var id = await PatientAsync("Tess", "+17135550181");
        await using var page = await ConsoleScreen.OpenAsync<PatientPage>(service.App.Services, Stranger, null, ("Id", id));
        Assert.DoesNotContain("Tess", await page.HtmlAsync());
        await BreakAsync(page);
        var html = await page.HtmlAsync();
        Assert.Contains("Tess Gomez", html);
        Assert.Contains("You are reading another clinic", html);
        Assert.Matches(@"<fieldset[^>]* disabled[\s\S]*data-test=""visit-new""[\s\S]*</fieldset>", html);
        await page.ClickAsync("visit-new");
        Assert.Contains("your account may not change it", await page.HtmlAsync());
        await page.SetAsync("hold-reason", "I would like to");
        await page.ClickAsync("hold-place");
        Assert.Contains("Only a clinician or an administrator of this clinic", await page.HtmlAsync());
        await using var db = service.Store.Read();
        Assert.Contains(await db.Audit.ToListAsync(), e => e is { Action: "glass.break", Actor: "Sam Far", ClinicId: DeskService.Clinic } && e.Subject == id);
        Assert.Contains(await db.Audit.ToListAsync(), e => e is { Action: "patient.read", Actor: "Sam Far" } && e.Subject == id);
    }

    [Fact]
    public async Task A_conversation_of_another_clinic_opens_with_a_reason_to_read_and_is_not_taken()
    {
        await service.Get<StaffAccounts>().AddAsync("Sam Far", "clinician", ["elsewhere"]);
        var talk = (await service.ConversationOf(await service.WebTicket())).Id;
        await using var page = await ConsoleScreen.OpenAsync<ConversationPage>(service.App.Services, Stranger, null, ("Id", talk));
        Assert.DoesNotContain("Hello", await page.HtmlAsync());
        await BreakAsync(page);
        Assert.Contains("Hello", await page.HtmlAsync());
        Assert.Equal(0, await page.CountAsync("step-in"));
        await using var front = await ConsoleScreen.OpenAsync<ConversationPage>(service.App.Services, Stranger with { Role = "staff" }, null, ("Id", talk));
        Assert.Equal(0, await front.CountAsync("glass-break"));
    }

    [Fact]
    public async Task The_alarm_stands_until_an_auditor_has_seen_the_record_and_why_it_was_opened()
    {
        await service.Get<StaffAccounts>().AddAsync("Sam Far", "clinician", ["elsewhere"]);
        var yesterday = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-1));
        Assert.True(await new BrokenGlass(service.Store, yesterday).BreakAsync(Stranger, await service.WebTicket(), "He asked me about it at the door"));
        Assert.Contains("opened by reason", await LinkAsync(Auditor));
        await using (await ConsoleScreen.OpenAsync<AuditPage>(service.App.Services, Auditor)) { }
        Assert.DoesNotContain("opened by reason", await LinkAsync(Auditor));
        Assert.True(await service.Get<BrokenGlass>().BreakAsync(Stranger, await service.WebTicket(), "He asked me about it again"));
        Assert.Contains("(1", await LinkAsync(Auditor));
    }

    private Task<string> LinkAsync(DeskPerson person) => ConsolePages.ShowAsync<AuditLink>(service.App.Services, person);

    private static async Task BreakAsync(ConsoleScreen page)
    {
        await page.SetAsync("glass-why", "The patient is in my room now");
        await page.ClickAsync("glass-break");
    }

    private Task<string> PatientAsync(string name, string number) => service.Store.Write(db =>
    {
        var patient = new Patient { Id = Ids.New("patient"), ClinicId = DeskService.Clinic, FirstName = name, LastName = "Gomez", Phone = number, PhoneHash = db.Cipher.LookUpHash(number) };
        db.Patients.Add(patient);
        return Task.FromResult(patient.Id);
    });
}
