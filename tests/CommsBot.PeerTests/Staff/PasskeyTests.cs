using CommsBot.PeerTests.Chat;
using CommsBot.Staff.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>Passkeys in Chromium, with the browser's own virtual authenticator.</summary>
[Collection(InTheRooms.Name)]
public sealed class PasskeyTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    [SkippableFact]
    public async Task A_passkey_is_added_signs_in_alone_and_is_refused_once_removed_or_its_person_disabled()
    {
        var accounts = desk.Service.App.Services.GetRequiredService<StaffAccounts>();
        var password = await accounts.AddAsync("Nia Long", "staff", [Visitor.Clinic]);
        await using var visitor = await browser.VisitAsync(390, 844, desk.Service);
        var page = visitor.Page;
        await VerifyingAsync(page, verified: true);

        // A passkey needs a name; an address of numbers has none.
        string At(string path) => new UriBuilder(desk.Service.Address) { Host = "localhost", Path = path }.Uri.ToString();
        await page.GotoAsync(At("/staff/sign-in"));
        await Find(page, "passkey").ClickAsync();
        await Expect(Find(page, "passkey-said")).ToHaveTextAsync("No passkey was used. Try again, or sign in with your password.");

        await Find(page, "name").FillAsync("Nia Long");
        await Find(page, "password").FillAsync(password!);
        await Find(page, "sign-in").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Queue");
        await page.GotoAsync(At("/staff/passkeys"));
        await visitor.IsAccessibleAsync("passkeys-empty");
        await Find(page, "passkey-name").FillAsync("Front desk phone");
        await Find(page, "passkey-add").ClickAsync();
        await Expect(Find(page, "passkey-row")).ToContainTextAsync("Front desk phone");
        await visitor.IsAccessibleAsync("passkeys");

        await SignOutAsync(page, At);
        await visitor.IsAccessibleAsync("sign-in-passkey");
        await Find(page, "passkey").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Queue");

        await accounts.DisableAsync("Nia Long");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(At("/staff/sign-in"));
        await Find(page, "passkey").ClickAsync();
        await Expect(Find(page, "refusal")).ToHaveTextAsync("This passkey was not accepted. Sign in with your password, or ask an administrator.");

        // A reset gives the name back and takes every key.
        await accounts.ResetAsync("Nia Long");
        await Find(page, "passkey").ClickAsync();
        await Expect(Find(page, "refusal")).ToBeVisibleAsync();
    }

    private static async Task SignOutAsync(IPage page, Func<string, string> at)
    {
        await page.GotoAsync(at("/staff/sign-out"));
        await Find(page, "sign-out").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Staff sign-in");
    }

    private static async Task VerifyingAsync(IPage page, bool verified)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = verified, ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static ILocator Find(IPage page, string test) => page.Locator($"[data-test={test}]");
}
