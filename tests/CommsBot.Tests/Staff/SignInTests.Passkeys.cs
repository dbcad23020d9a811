using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CommsBot.Staff.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommsBot.Tests.Staff;

/// <summary>Passkeys: what a device may say, and what nobody may.</summary>
public sealed partial class SignInTests
{
    private const string NotAccepted = "This passkey was not accepted. Sign in with your password, or ask an administrator.";

    [Fact]
    public async Task A_passkey_signs_in_alone_and_its_answer_counts_once()
    {
        var (passkey, _) = await AddPasskeyAsync("Ida Berg");
        var client = service.Client();
        var credential = passkey.Get(await OptionsAsync(client));
        Assert.Equal("/staff", (await Send(client, "/staff/sign-in/passkey", ("credential", credential))).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/staff")).StatusCode);

        var stranger = service.Client();
        await RefusedAsync(stranger, credential);
        await OptionsAsync(stranger);
        await RefusedAsync(stranger, credential);
        await using var db = service.Store.Read();
        Assert.Single(await db.Audit.Where(a => a.Actor == "Ida Berg" && a.Action == "staff.passkey-add").ToListAsync());
    }

    [Theory]
    [InlineData("a signature of another key")]
    [InlineData("another site")]
    [InlineData("a holder the device did not check")]
    [InlineData("another person's name on it")]
    [InlineData("an answer to another question")]
    [InlineData("an answer of another kind")]
    [InlineData("a counter that went back")]
    public async Task A_forged_passkey_is_refused(string lie)
    {
        var (passkey, _) = await AddPasskeyAsync($"Liar {lie.Length}");
        var (other, _) = await AddPasskeyAsync($"Other {lie.Length}");
        var client = service.Client();
        var options = await OptionsAsync(client);
        switch (lie)
        {
            case "a signature of another key": passkey.Forged = ECDsa.Create(ECCurve.NamedCurves.nistP256); break;
            case "another site": passkey.Origin = "https://elsewhere.test"; break;
            case "a holder the device did not check": passkey.Verifies = false; break;
            case "another person's name on it": passkey.Handle = other.Handle; break;
            case "an answer to another question": options = await OptionsAsync(service.Client()); break;
            case "a counter that went back": passkey.Counter = 0; break;
        }

        await RefusedAsync(client, passkey.Get(options, lie == "an answer of another kind" ? "webauthn.create" : "webauthn.get"));
    }

    [Fact]
    public async Task Who_is_disabled_or_reset_or_removed_the_passkey_is_refused_with_it()
    {
        var accounts = service.Get<StaffAccounts>();
        var (disabled, _) = await AddPasskeyAsync("Nia Long");
        await accounts.DisableAsync("Nia Long");
        await RefusedAsync(disabled);
        await accounts.ResetAsync("Nia Long");
        await RefusedAsync(disabled);

        var (removed, person) = await AddPasskeyAsync("Oda Kern");
        Assert.Equal("/staff/passkeys", (await Send(person, "/staff/passkeys/remove", "/staff/passkeys", ("id", removed.Id))).Headers.Location?.ToString());
        await RefusedAsync(removed);
    }

    [Fact]
    public async Task Removing_a_passkey_ends_the_persons_other_sessions_and_keeps_the_one_that_removed_it()
    {
        service.Get<IOptions<SecurityStampValidatorOptions>>().Value.ValidationInterval = TimeSpan.Zero;
        var (passkey, here) = await AddPasskeyAsync("Rut Lund");
        var lost = service.Client();
        await Send(lost, "/staff/sign-in/passkey", ("credential", passkey.Get(await OptionsAsync(lost))));
        Assert.Equal(HttpStatusCode.OK, (await lost.GetAsync("/staff")).StatusCode);

        await Send(here, "/staff/passkeys/remove", "/staff/passkeys", ("id", passkey.Id));

        Assert.Equal(HttpStatusCode.Redirect, (await lost.GetAsync("/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/staff")).StatusCode);
        await using var db = service.Store.Read();
        var acts = await db.Audit.Where(a => a.Actor == "Rut Lund").Select(a => a.Action).ToListAsync();
        Assert.Single(acts, "staff.passkey-remove");
        Assert.Equal(2, acts.Count(act => act == "staff.sign-in"));
    }

    [Fact]
    public async Task A_passkey_of_a_locked_account_waits_with_it()
    {
        var (passkey, _) = await AddPasskeyAsync("Uma Lind");
        for (var i = 0; i < 5; i++) await SignIn(service.Client(), "Uma Lind", "wrong password");
        await RefusedAsync(passkey);
    }

    [Fact]
    public async Task A_device_that_does_not_check_its_holder_or_answers_another_adds_no_passkey()
    {
        var (passkey, client) = await AddPasskeyAsync("Vera Holm");
        var unverified = new SoftwarePasskey(Origin(client)) { Verifies = false };
        foreach (var credential in (string[])[unverified.Create(await CreationAsync(client)), new SoftwarePasskey("https://elsewhere.test").Create(await CreationAsync(client))])
            Assert.Contains("This passkey could not be added. Try again.", await (await Send(client, "/staff/passkeys", "/staff/passkeys", ("credential", credential))).Content.ReadAsStringAsync());

        // What was asked for one person is not added to another.
        var (_, other) = await AddPasskeyAsync("Wim Aas");
        var theirs = new SoftwarePasskey(Origin(client)).Create(await CreationAsync(other));
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(client, "/staff/passkeys", "/staff/passkeys", ("credential", theirs))).StatusCode);
        await using var db = service.Store.Read();
        Assert.Equal(2, await db.UserPasskeys.CountAsync(p => db.Users.Any(u => u.Id == p.UserId && (u.UserName == "Vera Holm" || u.UserName == "Wim Aas"))));
        Assert.NotEmpty(passkey.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a credential")]
    [InlineData("{\"id\":\"AAAA\",\"rawId\":\"AAAA\",\"type\":\"public-key\",\"response\":{}}")]
    public async Task What_is_no_passkey_is_refused_whether_or_not_one_was_asked_for(string credential)
    {
        var client = service.Client();
        foreach (var asked in (bool[])[false, true])
        {
            if (asked) Assert.Equal(HttpStatusCode.OK, (await Send(client, "/staff/sign-in/passkey/options")).StatusCode);
            var answer = await Send(client, "/staff/sign-in/passkey", ("credential", credential));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(NotAccepted, await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/staff")).StatusCode);
    }

    [Theory]
    [InlineData("/staff/sign-in/passkey/options")]
    [InlineData("/staff/sign-in/passkey")]
    [InlineData("/staff/passkeys")]
    [InlineData("/staff/passkeys/options")]
    [InlineData("/staff/passkeys/remove")]
    public async Task A_post_about_passkeys_without_its_token_does_nothing(string path)
    {
        var answer = await service.Client().PostAsync(path, new FormUrlEncodedContent([new("credential", "{}")]));
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest || answer.Headers.Location?.AbsolutePath == "/staff/sign-in", $"{answer.StatusCode}");
    }

    [Theory]
    [InlineData("/staff/passkeys")]
    [InlineData("/staff/passkeys/options")]
    [InlineData("/staff/passkeys/remove")]
    public async Task Only_who_is_signed_in_has_passkeys_to_add_or_remove(string path)
    {
        var answer = await Send(service.Client(), path, ("credential", "{}"), ("id", "AAAA"));
        Assert.Equal("/staff/sign-in", answer.Headers.Location?.AbsolutePath);
    }

    [Fact]
    public async Task Who_is_signed_in_adds_no_forged_passkey_and_removes_none_of_a_stranger()
    {
        var client = service.Client();
        var password = await service.Get<StaffAccounts>().AddAsync("Pia Novak", "staff", [DeskService.Clinic]);
        await SignIn(client, "Pia Novak", password!);
        Assert.Contains("\"userVerification\":\"required\"", await (await Send(client, "/staff/passkeys/options", "/staff/passkeys")).Content.ReadAsStringAsync());
        Assert.Contains("This passkey could not be added. Try again.", await (await Send(client, "/staff/passkeys", "/staff/passkeys", ("credential", "{}"))).Content.ReadAsStringAsync());
        Assert.Contains("There is no such passkey of yours.", await (await Send(client, "/staff/passkeys/remove", "/staff/passkeys", ("id", "AAAA"))).Content.ReadAsStringAsync());
        await using var db = service.Store.Read();
        Assert.Empty(await db.UserPasskeys.Where(p => db.Users.Any(u => u.Id == p.UserId && u.UserName == "Pia Novak")).ToListAsync());
    }

    /// <returns>The passkey, and the client of the person it was added for.</returns>
    private async Task<(SoftwarePasskey Passkey, HttpClient Client)> AddPasskeyAsync(string name)
    {
        var client = service.Client();
        var password = await service.Get<StaffAccounts>().AddAsync(name, "staff", [DeskService.Clinic]);
        await SignIn(client, name, password!);
        var passkey = new SoftwarePasskey(Origin(client));
        var answer = await Send(client, "/staff/passkeys", "/staff/passkeys", ("credential", passkey.Create(await CreationAsync(client))), ("name", "Desk"));
        Assert.Equal("/staff/passkeys", answer.Headers.Location?.ToString());
        return (passkey, client);
    }

    private async Task RefusedAsync(SoftwarePasskey passkey)
    {
        var client = service.Client();
        await RefusedAsync(client, passkey.Get(await OptionsAsync(client)));
    }

    private static async Task RefusedAsync(HttpClient client, string credential)
    {
        var answer = await Send(client, "/staff/sign-in/passkey", ("credential", credential));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(NotAccepted, await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/staff")).StatusCode);
    }

    private static Task<JsonNode> OptionsAsync(HttpClient client) => AskAsync(client, "/staff/sign-in/passkey/options", "/staff/sign-in");

    private static Task<JsonNode> CreationAsync(HttpClient client) => AskAsync(client, "/staff/passkeys/options", "/staff/passkeys");

    private static async Task<JsonNode> AskAsync(HttpClient client, string path, string page) => JsonNode.Parse(await (await Send(client, path, page)).Content.ReadAsStringAsync())!;

    private static string Origin(HttpClient client) => client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private static Task<HttpResponseMessage> Send(HttpClient client, string path, params (string Name, string Value)[] fields) => Send(client, path, "/staff/sign-in", fields);

    /// <summary>Posts with the token of that page's form.</summary>
    private static async Task<HttpResponseMessage> Send(HttpClient client, string path, string page, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await client.GetStringAsync(page)).Groups[1].Value;
        var form = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Append(new("__RequestVerificationToken", token))) };
        // As a browser does from a page that sends no referrer.
        form.Headers.Add("Origin", "null");
        return await client.SendAsync(form);
    }
}
