using System.Net;
using System.Text.RegularExpressions;
using CommsBot.Staff;
using CommsBot.Staff.SignIn;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Staff;

public sealed partial class SignInTests(DeskService service) : IClassFixture<DeskService>
{
    [Fact]
    public async Task The_console_sends_a_stranger_to_the_sign_in()
    {
        var answer = await service.Client().GetAsync("/staff");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/staff/sign-in", answer.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task A_one_time_link_signs_in_the_demonstration_person_once()
    {
        var link = await service.Get<StaffSignIn>().CreateOneTimeLinkAsync();
        var (first, second) = (service.Client(), service.Client());

        var answer = await first.GetAsync(link.PathAndQuery);
        Assert.Equal("/staff", answer.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/staff")).StatusCode);

        Assert.Contains("This sign-in link was used already, or is too old.", await (await second.GetAsync(link.PathAndQuery)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await second.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task The_database_holds_only_the_hash_of_a_one_time_link()
    {
        var link = await service.Get<StaffSignIn>().CreateOneTimeLinkAsync();
        var token = link.Query.Split('=')[1];
        await using var db = service.Store.Read();
        Assert.DoesNotContain(await db.Values.ToListAsync(), v => v.Key.Contains(token) || v.Value.Contains(token));
    }

    [Fact]
    public async Task Name_and_password_open_the_console()
    {
        var password = await service.Get<StaffAccounts>().AddAsync("Ana Ruiz", "staff", [DeskService.Clinic]);
        var client = service.Client();
        Assert.Equal("/staff", (await SignIn(client, "ana ruiz", password!)).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/staff")).StatusCode);
    }

    [Theory]
    [InlineData("Ben Ito", "wrong password")]
    [InlineData("Nobody Here", "wrong password")]
    [InlineData("", "")]
    public async Task A_wrong_name_or_password_is_refused_in_the_same_words(string name, string password)
    {
        await service.Get<StaffAccounts>().AddAsync("Ben Ito", "staff", [DeskService.Clinic]);
        var answer = await SignIn(service.Client(), name, password);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Name and password do not belong together, or this account is locked for now.", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account()
    {
        var password = await service.Get<StaffAccounts>().AddAsync("Cy Lund", "staff", [DeskService.Clinic]);
        for (var i = 0; i < 5; i++) await SignIn(service.Client(), "Cy Lund", "wrong password");
        Assert.Equal(HttpStatusCode.BadRequest, (await SignIn(service.Client(), "Cy Lund", password!)).StatusCode);
    }

    [Fact]
    public async Task What_became_of_each_attempt_stands_in_the_audit_log_until_the_account_is_locked()
    {
        var password = await service.Get<StaffAccounts>().AddAsync("Gil Orr", "staff", [DeskService.Clinic]);
        await SignIn(service.Client(), "Gil Orr", "wrong password");
        await SignIn(service.Client(), "gil orr", password!);
        Assert.Equal([("sign-in", "staff.sign-in-failed"), ("Gil Orr", "staff.sign-in")], await AttemptsAsync("Gil Orr"));

        for (var i = 0; i < 7; i++) await SignIn(service.Client(), "Gil Orr", "wrong password");
        await SignIn(service.Client(), "Gil Orr", password!);
        var locked = (await AttemptsAsync("Gil Orr")).Skip(2).Select(attempt => attempt.Action);
        Assert.Equal([.. Enumerable.Repeat("staff.sign-in-failed", 5), "staff.lock-out"], locked);
    }

    [Fact]
    public async Task Who_was_disabled_and_tries_again_stands_in_the_audit_log_and_cannot_fill_it()
    {
        var accounts = service.Get<StaffAccounts>();
        var password = await accounts.AddAsync("Uma Wren", "staff", [DeskService.Clinic]);
        await accounts.DisableAsync("Uma Wren");
        for (var i = 0; i < 8; i++) await SignIn(service.Client(), "Uma Wren", password!);
        Assert.Equal([.. Enumerable.Repeat("staff.sign-in-failed", 5), "staff.lock-out"], (await AttemptsAsync("Uma Wren")).Select(attempt => attempt.Action));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        var answer = await service.Client().PostAsync("/staff/sign-in", new FormUrlEncodedContent([new("name", "Ana Ruiz"), new("password", "x")]));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_disabled_person_cannot_sign_in_and_what_they_held_returns_to_the_queue_not_to_the_bot()
    {
        var accounts = service.Get<StaffAccounts>();
        await accounts.ResetAsync("Lee Park");
        var ticket = await service.WebTicket();
        await service.Post(DeskService.ColleagueKey, $"/api/handoffs/{ticket}/claim", new { });
        var password = await accounts.ResetAsync("Lee Park");

        Assert.True(await accounts.DisableAsync("Lee Park"));

        Assert.Equal(HttpStatusCode.BadRequest, (await SignIn(service.Client(), "Lee Park", password!)).StatusCode);
        Assert.Equal((null, CommsBot.Handoff.HandoffState.Waiting), ((await service.Ticket(ticket)).ClaimedBy, (await service.Ticket(ticket)).State));
        Assert.False((await service.ConversationOf(ticket)).BotOwns);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Post(DeskService.ColleagueKey, $"/api/handoffs/{ticket}/claim", new { })).StatusCode);

        await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/close", new { outcome = "Answered" });
        Assert.True((await service.ConversationOf(ticket)).BotOwns);
    }

    [Fact]
    public async Task Who_signs_out_leaves_their_conversations_to_the_queue_not_to_the_bot()
    {
        var client = service.Client();
        var password = await service.Get<StaffAccounts>().AddAsync("Mia Holt", "staff", [DeskService.Clinic]);
        await SignIn(client, "Mia Holt", password!);
        var ticket = await service.WebTicket();
        await service.Get<CommsBot.Handoff.HandoffDesk>().ClaimAsync(new("Mia Holt", [DeskService.Clinic]), ticket);
        var token = Token().Match(await client.GetStringAsync("/staff/sign-out")).Groups[1].Value;
        await client.PostAsync("/staff/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));

        Assert.Equal(CommsBot.Handoff.HandoffState.Waiting, (await service.Ticket(ticket)).State);
        Assert.Equal(CommsBot.Handoff.Ownership.Team, (await service.ConversationOf(ticket)).Owner);
    }

    [Fact]
    public async Task Console_pages_load_nothing_from_elsewhere()
    {
        var policy = (await service.Client().GetAsync("/staff/sign-in")).Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
    }

    [Theory]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css")]
    [InlineData("/staff/console.css")]
    [InlineData("/staff/console.js")]
    public async Task What_the_console_needs_is_served(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await service.Client().GetAsync(path)).StatusCode);

    [Fact]
    public async Task Circuits_take_no_long_polling() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await service.Client().PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).StatusCode);

    private async Task<IReadOnlyList<(string Actor, string Action)>> AttemptsAsync(string name)
    {
        await using var db = service.Store.Read();
        var events = await db.Audit.Where(e => e.Subject == name && (e.Action.StartsWith("staff.sign-in") || e.Action == "staff.lock-out")).OrderBy(e => e.Number).ToListAsync();
        return [.. events.Select(e => (e.Actor, e.Action))];
    }

    private static async Task<HttpResponseMessage> SignIn(HttpClient client, string name, string password)
    {
        var token = Token().Match(await client.GetStringAsync("/staff/sign-in")).Groups[1].Value;
        return await client.PostAsync("/staff/sign-in", new FormUrlEncodedContent([new("name", name), new("password", password), new("__RequestVerificationToken", token)]));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
