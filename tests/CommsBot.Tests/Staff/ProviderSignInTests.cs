using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CommsBot.Handoff;
using CommsBot.Staff.Rights;
using CommsBot.Staff.SignIn;
using CommsBot.Tests.Drivers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace CommsBot.Tests.Staff;

/// <summary>Sign-in by OpenID Connect: the provider proves who somebody is, the house decides whether they enter.</summary>
public sealed partial class ProviderSignInTests(ProviderHouse service) : IClassFixture<ProviderHouse>
{
    private const string NotCompleted = "The sign-in at Mind Balance was not completed. Try again, or ask your administrator.";

    [Fact]
    public async Task An_invited_person_enters_as_what_the_house_made_them()
    {
        await Invite("Ida Berg", "ida@clinic.example", "auditor");
        var client = Browser();
        var asked = await Asked(client);
        var query = QueryHelpers.ParseQuery(asked.Query);
        Assert.Equal(("code", "S256", "login"), (Said("response_type"), Said("code_challenge_method"), Said("prompt")));
        Assert.Equal(("300", $"{service.Origin}/staff/sign-in/provider/back"), (Said("max_age"), Said("redirect_uri")));

        var before = service.Provider.Redeemed;
        var back = await client.GetAsync(service.Provider.Agree(asked, Person("ida-1", "Ida@Clinic.example")));
        Assert.Equal((HttpStatusCode.Redirect, "/staff"), (back.StatusCode, back.Headers.Location?.ToString()));
        Assert.Equal(before + 1, service.Provider.Redeemed);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/staff/audit/file")).StatusCode);
        Assert.Equal(["staff.sign-in"], await Attempts("Ida Berg"));

        string Said(string name) => query[name].ToString();
    }

    [Theory]
    [InlineData("another nonce")]
    [InlineData("no nonce")]
    [InlineData("another audience")]
    [InlineData("another issuer")]
    [InlineData("expired")]
    [InlineData("another key")]
    [InlineData("unsigned")]
    public async Task A_token_that_is_not_the_providers_answer_to_this_question_opens_nothing(string lie)
    {
        await Invite("Lars Vik", "lars@clinic.example");
        var client = Browser();
        var answer = await client.GetAsync(service.Provider.Agree(await Asked(client), Person("lars-1", "lars@clinic.example"), token => Bend(token, lie)));
        await RefusedAsync(client, answer, NotCompleted);
        Assert.Empty(await Attempts("Lars Vik"));
    }

    [Fact]
    public async Task An_answer_counts_once_and_only_in_the_browser_that_asked()
    {
        await Invite("Mona Dahl", "mona@clinic.example");
        var client = Browser();
        var answer = service.Provider.Agree(await Asked(client), Person("mona-1", "mona@clinic.example"));
        var stranger = Browser();
        await RefusedAsync(stranger, await stranger.GetAsync(answer), NotCompleted);
        Assert.Equal("/staff", (await client.GetAsync(answer)).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync(answer)).StatusCode);
    }

    [Theory]
    [InlineData("/staff/sign-in/provider/back?error=access_denied&state=made-up")]
    [InlineData("/staff/sign-in/provider/back?code=made-up&state=made-up")]
    [InlineData("/staff/sign-in/provider/back")]
    public async Task An_answer_nobody_asked_for_is_refused(string address)
    {
        var client = Browser();
        await RefusedAsync(client, await client.GetAsync(address), NotCompleted);
    }

    [Fact]
    public async Task Whom_nobody_invited_is_refused_and_the_audit_log_says_who_it_was()
    {
        await RefusedAsync(Person("odd-1", "odd@clinic.example"), "Your name at Mind Balance is odd@clinic.example, and nobody here has invited it. Ask your administrator.");
        await using var db = service.Store.Read();
        Assert.Single(await db.Audit.Where(e => e.Action == "staff.sign-in-unknown" && e.Subject == "odd@clinic.example" && e.ClinicId == The.Clinic).ToListAsync());
    }

    [Fact]
    public async Task Who_is_disabled_is_put_out_refused_and_let_in_again_by_an_administrator_only()
    {
        await Invite("Per Lund", "per@clinic.example");
        var client = await Enter("per-1", "per@clinic.example");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/staff")).StatusCode);
        var ticket = (string)(await service.Staff.Tickets(await Asking()))[0]["id"]!;
        Assert.True((await service.Get<HandoffDesk>().ClaimAsync(new DeskPerson("Per Lund", [The.Clinic]), ticket)).IsDone);

        await service.Get<StaffAccounts>().DisableAsync("Per Lund");

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/staff")).StatusCode);
        await RefusedAsync(Person("per-1", "per@clinic.example"), "Your account here is disabled. Ask your administrator.");
        Assert.Equal(["staff.sign-in", "staff.sign-in-failed"], await Attempts("Per Lund"));
        await using var db = service.Store.Read();
        Assert.Equal((null, HandoffState.Waiting), await db.Handoffs.Where(h => h.Id == ticket).Select(h => ValueTuple.Create(h.ClaimedBy, h.State)).SingleAsync());

        await service.Get<StaffAccounts>().ResetAsync("Per Lund");
        await Enter("per-1", "per@clinic.example");
    }

    [Theory]
    [InlineData(null, null, "email", "false")]
    [InlineData(null, null, "email", "")]
    [InlineData("preferred_username", "eve@clinic.example", "email", "false")]
    public async Task An_address_that_the_provider_has_not_verified_opens_nothing(string? claim, string? name, string other, string verified)
    {
        await Invite($"Eve {claim}{verified}", $"eve{claim}{verified}@clinic.example");
        var person = new Dictionary<string, object> { ["sub"] = $"eve-{claim}{verified}", [other] = $"eve{claim}{verified}@clinic.example" };
        if (claim is not null) person[claim] = name!;
        if (verified.Length > 0) person["email_verified"] = bool.Parse(verified);
        await RefusedAsync(person, "Your e-mail address is not verified at Mind Balance, so it opens nothing here.");
    }

    [Fact]
    public async Task A_verified_address_is_a_name_where_the_provider_gives_no_other()
    {
        await Invite("Finn Ost", "finn@clinic.example");
        await Enter(new Dictionary<string, object> { ["sub"] = "finn-1", ["email"] = "finn@clinic.example", ["email_verified"] = true });
    }

    [Fact]
    public async Task Who_gets_the_sign_in_name_of_a_person_that_left_does_not_become_them_and_a_new_name_keeps_its_person()
    {
        await Invite("Gro Hald", "gro@clinic.example");
        await Enter("gro-1", "gro@clinic.example");
        await RefusedAsync(Person("gro-2", "gro@clinic.example"), "This sign-in name was somebody else's at Mind Balance before. Ask your administrator for a new link.");
        await Enter("gro-1", "gro.hald-moe@clinic.example");

        Assert.True(await service.Get<StaffAccounts>().KnownAsAsync("Gro Hald", "gro.second@clinic.example"));
        await RefusedAsync(Person("gro-1", "gro@clinic.example"), "Your name at Mind Balance is gro@clinic.example, and nobody here has invited it. Ask your administrator.");
        await Enter("gro-2", "gro.second@clinic.example");
    }

    [Fact]
    public async Task Whoever_passes_a_locked_screen_does_not_enter_by_a_session_that_is_still_open_at_the_provider()
    {
        await Invite("Hans Bro", "hans@clinic.example");
        var person = Person("hans-1", "hans@clinic.example");
        person["auth_time"] = TimeProvider.System.GetUtcNow().AddMinutes(-6).ToUnixTimeSeconds();
        await RefusedAsync(person, "You were not asked anew at Mind Balance. Sign in again.");
    }

    [Fact]
    public async Task Passwords_are_for_administrators_only_and_that_one_was_used_stands_in_the_audit_log()
    {
        var accounts = service.Get<StaffAccounts>();
        var (desk, admin) = (await accounts.AddAsync("Jon Ek", "staff", [The.Clinic]), await accounts.AddAsync("Kari Ek", "administrator", [The.Clinic]));
        var page = await Browser().GetStringAsync("/staff/sign-in");
        Assert.Contains("Sign in with Mind Balance", page);
        Assert.Contains("Administrators: sign in with a password", page);

        var refused = await ByPassword(Browser(), "Jon Ek", desk!);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Name and password do not belong together, or this account is locked for now.", await refused.Content.ReadAsStringAsync());
        Assert.Equal(["staff.sign-in-failed"], await Attempts("Jon Ek"));

        Assert.Equal("/staff", (await ByPassword(Browser(), "Kari Ek", admin!)).Headers.Location?.ToString());
        Assert.Equal(["staff.sign-in-local"], await Attempts("Kari Ek"));
    }

    [Fact]
    public async Task An_administrator_invites_by_the_sign_in_name_and_hands_out_no_password()
    {
        await service.Get<StaffAccounts>().AddAsync("Liv Boss", "administrator", [The.Clinic]);
        var (desk, boss) = (service.Get<PeopleDesk>(), new DeskPerson("Liv Boss", [The.Clinic]) { Role = "administrator" });
        Assert.Equal("Type the name they sign in with at Mind Balance.", (await desk.InviteAsync(boss, "Nils Aas", "clinician", [The.Clinic])).Refusal);
        Assert.Equal((null, null), await desk.InviteAsync(boss, "Nils Aas", "clinician", [The.Clinic], "nils@clinic.example"));
        await Enter("nils-1", "nils@clinic.example");
        Assert.Equal("Ole Aas is invited, but cannot sign in yet. This sign-in name is empty, too long, or somebody else's.",
            (await desk.InviteAsync(boss, "Ole Aas", "staff", [The.Clinic], "NILS@clinic.example")).Refusal);
        Assert.NotNull((await desk.InviteAsync(boss, "Pia Aas", "administrator", [The.Clinic])).Link);
    }

    [Fact]
    public async Task While_the_provider_cannot_be_reached_the_page_says_who_can_still_enter()
    {
        await using var away = await TestService.StartAsync(new TestSetup { Args = ProviderStandIn.Settings });
        away.Outside.Register(ProviderStandIn.Address, new ProviderStandIn { IsThere = false }.AnswerAsync);
        var page = await away.Http.GetAsync("/staff/sign-in/provider");
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Contains("The sign-in of Mind Balance cannot be reached now. Try again soon. An administrator can sign in with a password.", await page.Content.ReadAsStringAsync());
    }

    private static void Bend(SecurityTokenDescriptor token, string lie)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        switch (lie)
        {
            case "another nonce": token.Claims["nonce"] = "of another question"; break;
            case "no nonce": token.Claims.Remove("nonce"); break;
            case "another audience": token.Audience = "another-program"; break;
            case "another issuer": token.Issuer = "https://login.elsewhere.example"; break;
            case "expired": (token.NotBefore, token.IssuedAt, token.Expires) = (now.AddHours(-1), now.AddHours(-1), now.AddMinutes(-2)); break;
            case "another key": token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(RSA.Create(2048)), SecurityAlgorithms.RsaSha256); break;
            default: token.SigningCredentials = null; break;
        }
    }

    private static Dictionary<string, object> Person(string subject, string name) => new() { ["sub"] = subject, ["preferred_username"] = name };

    private async Task Invite(string name, string signInName, string role = "staff")
    {
        await service.Get<StaffAccounts>().AddAsync(name, role, [The.Clinic]);
        Assert.True(await service.Get<StaffAccounts>().KnownAsAsync(name, signInName));
    }

    private HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(service.App.Urls.First()) };

    private static async Task<Uri> Asked(HttpClient client)
    {
        var sent = await client.GetAsync("/staff/sign-in/provider");
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        return sent.Headers.Location!;
    }

    private Task<HttpClient> Enter(string subject, string name) => Enter(Person(subject, name));

    private async Task<HttpClient> Enter(Dictionary<string, object> person)
    {
        var client = Browser();
        var answer = await client.GetAsync(service.Provider.Agree(await Asked(client), person));
        Assert.True(answer.Headers.Location?.ToString() == "/staff", await answer.Content.ReadAsStringAsync());
        return client;
    }

    private async Task RefusedAsync(Dictionary<string, object> person, string words)
    {
        var client = Browser();
        await RefusedAsync(client, await client.GetAsync(service.Provider.Agree(await Asked(client), person)), words);
    }

    private static async Task RefusedAsync(HttpClient client, HttpResponseMessage answer, string words)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
        Assert.Contains("form-action 'self'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/staff")).StatusCode);
    }

    private async Task<string> Asking()
    {
        var patient = await service.Web();
        await patient.Say("I want to talk to a person");
        return patient.ConversationId;
    }

    private async Task<IReadOnlyList<string>> Attempts(string name)
    {
        await using var db = service.Store.Read();
        return await db.Audit.Where(e => e.Subject == name && e.ClinicId == The.Clinic && e.Action.StartsWith("staff.sign-in") && e.Action != "staff.sign-in-name").OrderBy(e => e.Number).Select(e => e.Action).ToListAsync();
    }

    private static async Task<HttpResponseMessage> ByPassword(HttpClient client, string name, string password)
    {
        var token = AntiForgery().Match(await client.GetStringAsync("/staff/sign-in")).Groups[1].Value;
        return await client.PostAsync("/staff/sign-in", new FormUrlEncodedContent([new("name", name), new("password", password), new("__RequestVerificationToken", token)]));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiForgery();
}
