using System.Net;
using System.Text.RegularExpressions;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Staff.Audit;
using CommsBot.Staff.Figures;
using CommsBot.Staff.Glass;
using CommsBot.Staff.Queue;
using CommsBot.Staff.Rights;
using CommsBot.Staff.SignIn;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.Staff;

public sealed partial class RightsTests(DeskService service) : IClassFixture<DeskService>
{
    private static readonly DeskPerson Stranger = new("Sam Far", ["elsewhere"]) { Role = "clinician" };

    [Fact]
    public async Task An_invitation_sets_a_password_once()
    {
        var link = await service.Get<Invitations>().InviteAsync("Alex Rivera", "Iris Fox", "staff", [DeskService.Clinic]);
        var client = service.Client();
        Assert.Contains("at least 12 characters", await (await Accept(client, link!, null)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await Accept(client, link!, "short")).StatusCode);
        Assert.Contains("Your password is kept.", await (await Accept(client, link!, "a password of iris")).Content.ReadAsStringAsync());
        Assert.Contains("used already, or is too old", await (await Accept(client, link!, "another password of iris")).Content.ReadAsStringAsync());
        await using var db = service.Store.Read();
        Assert.DoesNotContain(await db.Values.ToListAsync(), v => v.Key.Contains(link!.Query.Split('=')[1]));
    }

    [Fact]
    public async Task A_new_invitation_ends_every_older_one_and_so_does_a_reset()
    {
        var invitations = service.Get<Invitations>();
        var lost = await invitations.InviteAsync("Alex Rivera", "Jon Bay", "staff", [DeskService.Clinic]);
        var found = await invitations.AgainAsync("Alex Rivera", "Jon Bay");
        Assert.Contains("used already, or is too old", await (await Accept(service.Client(), lost!, "whoever found the old link")).Content.ReadAsStringAsync());
        Assert.Contains("Your password is kept.", await (await Accept(service.Client(), found!, "a password of jon bay")).Content.ReadAsStringAsync());

        var another = await invitations.AgainAsync("Alex Rivera", "Jon Bay");
        await service.Get<StaffAccounts>().ResetAsync("Jon Bay");
        Assert.Contains("used already, or is too old", await (await Accept(service.Client(), another!, "whoever found the old link")).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("staff")]
    [InlineData("auditor")]
    [InlineData("reset")]
    public async Task Who_loses_rights_leaves_what_they_held_to_the_queue_at_once(string what)
    {
        var (admin, name) = (new DeskPerson($"Admin of {what}", [DeskService.Clinic, "elsewhere"]) { Role = "administrator" }, $"Tess {what}");
        await service.Get<StaffAccounts>().AddAsync(admin.Name, "administrator", [DeskService.Clinic, "elsewhere"]);
        await service.Get<StaffAccounts>().AddAsync(name, "clinician", [DeskService.Clinic]);
        var crisis = await service.WebTicket(HandoffKind.Crisis);
        Assert.True((await service.Get<HandoffDesk>().ClaimAsync(new DeskPerson(name, [DeskService.Clinic]) { Role = "clinician" }, crisis)).IsDone);

        var before = service.Get<ClinicClock>().UtcNow;
        var people = service.Get<PeopleDesk>();
        Assert.Null(what switch
        {
            "reset" => (await people.AgainAsync(admin, name)).Refusal,
            _ => await people.ChangeAsync(admin, name, what, spanish: false),
        });

        var ticket = await service.Ticket(crisis);
        Assert.Equal((HandoffState.Waiting, null), (ticket.State, ticket.ClaimedBy));
        // The claim's own moment no longer stands for a page. The pager of this house runs beside the test: it may have paged before the claim or since.
        Assert.True(ticket.PagedAt is null || ticket.PagedAt >= before || ticket.Pages > 0, $"Paged at {ticket.PagedAt:O}, {ticket.Pages} pages.");
        Assert.Equal(Ownership.Team, (await service.ConversationOf(crisis)).Owner);
    }

    [Fact]
    public async Task Nothing_is_passed_to_an_auditor_and_a_note_names_whom_it_names()
    {
        foreach (var (name, role) in ((string, string)[])[("Uma Giver", "clinician"), ("Vic Eye", "auditor"), ("Lee Parks", "staff"), ("Lee Parkson", "staff")])
            await service.Get<StaffAccounts>().AddAsync(name, role, [DeskService.Clinic]);
        var (uma, ticket) = (new DeskPerson("Uma Giver", [DeskService.Clinic]) { Role = "clinician" }, await service.WebTicket());
        Assert.False((await service.Get<HandoffMoves>().PassAsync(uma, ticket, "Vic Eye")).IsDone);

        Assert.True((await service.Get<HandoffDesk>().NoteAsync(uma, ticket, "Please look, @Lee Parkson, thanks", onColleagues: true)).IsDone);
        await using var db = service.Store.Read();
        Assert.Equal(["Lee Parkson"], await db.NoteMentions.Where(m => m.TicketId == ticket).Select(m => m.Person).ToListAsync());
    }

    [Theory]
    [InlineData("staff")]
    [InlineData("clinician")]
    [InlineData("auditor")]
    public async Task Only_an_administrator_invites(string role)
    {
        await service.Get<StaffAccounts>().AddAsync($"Not Admin {role}", role, [DeskService.Clinic]);
        var (link, refusal) = await service.Get<PeopleDesk>().InviteAsync(new DeskPerson($"Not Admin {role}", [DeskService.Clinic]) { Role = "administrator" }, "Some One", "staff", [DeskService.Clinic]);
        Assert.Null(link);
        Assert.Equal(PeopleDesk.NotYours, refusal);
    }

    [Fact]
    public async Task An_auditor_may_read_the_log_but_act_on_nothing()
    {
        await service.Get<StaffAccounts>().AddAsync("Ora Bell", "auditor", [DeskService.Clinic]);
        var ticket = await service.WebTicket();
        var result = await service.Get<HandoffDesk>().ClaimAsync(new DeskPerson("Ora Bell", [DeskService.Clinic]), ticket);
        Assert.Equal(DeskOutcome.NotAllowed, result.Outcome);
    }

    [Fact]
    public async Task A_record_of_another_clinic_opens_with_a_reason_to_read_and_alarms_its_auditor()
    {
        await service.Get<StaffAccounts>().AddAsync("Sam Far", "clinician", ["elsewhere"]);
        var ticket = await service.WebTicket();
        var (reader, glass) = (service.Get<TicketReader>(), service.Get<BrokenGlass>());
        Assert.Null(await reader.ReadAsync(Stranger, ticket, 10, default));
        Assert.False(await glass.BreakAsync(Stranger, ticket, "because"));
        Assert.False(await glass.BreakAsync(Stranger with { Name = "Nobody Here" }, ticket, "The patient is in my room now"));

        Assert.True(await glass.BreakAsync(Stranger, ticket, "The patient is in my room now"));
        var sheet = await reader.ReadAsync(Stranger, ticket, 10, default);
        Assert.NotNull(sheet!.GlassUntil);
        Assert.False(sheet.CanAct);
        Assert.Equal(DeskOutcome.NotFound, (await service.Get<HandoffDesk>().ClaimAsync(Stranger, ticket)).Outcome);
        Assert.True(await glass.AlarmsAsync(new DeskPerson("Ora Bell", [DeskService.Clinic]), default) > 0);
        await using var db = service.Store.Read();
        Assert.Contains(await db.Audit.ToListAsync(), e => e is { Action: "glass.break", Actor: "Sam Far" } && e.Subject == ticket);
    }

    [Fact]
    public async Task The_auditor_reads_the_next_day_who_opened_a_record_which_and_why()
    {
        await service.Get<StaffAccounts>().AddAsync("Ned Oak", "clinician", ["elsewhere"]);
        var ticket = await service.WebTicket();
        var yesterday = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-1));
        Assert.True(await new BrokenGlass(service.Store, yesterday).BreakAsync(new DeskPerson("Ned Oak", ["elsewhere"]) { Role = "clinician" }, ticket, "He asked me about it at the door"));

        foreach (var role in (string[])["auditor", "administrator"])
        {
            var page = await ConsolePages.ShowAsync<AuditPage>(service.App.Services, new DeskPerson($"Eye {role}", [DeskService.Clinic]) { Role = role });
            Assert.Matches($@"Ned Oak</td>\s*<td[^>]*>Mind Balance Infusions</td>\s*<td[^>]*>He asked me about it at the door</td>\s*<td[^>]*>{ticket}</td>", page);
            await using var db = service.Store.Read();
            Assert.Contains(await db.Audit.Where(e => e.Action == "glass.read" && e.Actor == $"Eye {role}").Select(e => e.Subject).ToListAsync(), subject => subject.Contains(ticket, StringComparison.Ordinal));
        }

        var glass = service.Get<BrokenGlass>();
        Assert.Empty(await glass.ListAsync(new DeskPerson("Ora Bell", ["elsewhere"]) { Role = "auditor" }, default));
        Assert.Empty(await glass.ListAsync(new DeskPerson("Kim Cole", [DeskService.Clinic]) { Role = "clinician" }, default));
    }

    [Fact]
    public async Task The_front_desk_breaks_no_glass()
    {
        await service.Get<StaffAccounts>().AddAsync("Front Desk", "staff", ["elsewhere"]);
        var person = new DeskPerson("Front Desk", ["elsewhere"]) { Role = "clinician" };
        Assert.False(await service.Get<BrokenGlass>().BreakAsync(person, await service.WebTicket(), "The patient is in my room now"));
    }

    [Fact]
    public async Task A_link_from_elsewhere_locks_nobody_out()
    {
        var password = await service.Get<StaffAccounts>().AddAsync("Lou Key", "staff", [DeskService.Clinic]);
        var client = service.Client();
        var page = await (await client.GetAsync("/staff/sign-in")).Content.ReadAsStringAsync();
        await client.PostAsync("/staff/sign-in", Form(("__RequestVerificationToken", TokenOf(page)), ("name", "Lou Key"), ("password", password!)));
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/staff/lock")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/staff")).StatusCode);

        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        Assert.Contains("What you typed is kept.", await (await client.GetAsync("/staff/lock?back=/staff/calls")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/staff")).StatusCode);
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"\r\n")]
    [InlineData("+1", "\"'+1\"\r\n")]
    [InlineData("-1", "\"'-1\"\r\n")]
    [InlineData("@a", "\"'@a\"\r\n")]
    [InlineData("\ta", "\"'\ta\"\r\n")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"\r\n")]
    public void A_spreadsheet_runs_nothing_of_a_file(string cell, string line) => Assert.Equal(line, CsvLine.Of(cell));

    [Fact]
    public void Things_that_share_a_key_over_others_are_one_patient()
    {
        string[][] things = [["a"], ["b"], ["c"], ["a", "b"], ["d", "c"]];
        Assert.Equal([3, 2], SamePatient.Groups(things, thing => thing).Select(group => group.Count));
    }

    private static async Task<HttpResponseMessage> Accept(HttpClient client, Uri link, string? password)
    {
        var answer = await client.GetAsync(link.PathAndQuery);
        if (password is null) return answer;
        var token = TokenOf(await answer.Content.ReadAsStringAsync());
        return await client.PostAsync("/staff/invitation", Form(("__RequestVerificationToken", token), ("once", link.Query.Split('=')[1]), ("password", password)));
    }

    private static FormUrlEncodedContent Form(params (string, string)[] fields) => new(fields.Select(f => new KeyValuePair<string, string>(f.Item1, f.Item2)));

    private static string TokenOf(string page) => AntiForgery().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiForgery();
}
