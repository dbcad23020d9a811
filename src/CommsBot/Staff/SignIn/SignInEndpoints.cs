using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CommsBot.Staff.SignIn;

/// <summary>Sign-in as plain forms: they work without JavaScript, and every post carries the anti-forgery token.</summary>
internal static class SignInEndpoints
{
    private const string Start = "/staff/sign-in";
    private const string Refused = "Name and password do not belong together, or this account is locked for now.";
    private const string BadCode = "This code is not the current one. Wait for the next and try again.";
    private const string Issuer = "CommsBot";

    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet(Start, StartAsync);
        app.MapPost(Start, PasswordAsync);
        app.MapGet($"{Start}/code", CodeFormAsync);
        app.MapPost($"{Start}/code", CodeAsync);
        app.MapGet($"{Start}/set-up", SetUpFormAsync);
        app.MapPost($"{Start}/set-up", SetUpAsync);
        app.MapLock();
        app.MapInvitations();
        app.MapPasskeys();
        ProviderDoor.Map(app);
        app.MapGet("/staff/sign-out", (HttpContext http) => Page(http, new SignInForm(SignInStep.SignOut)));
        app.MapPost("/staff/sign-out", async ([FromForm] string? _, HttpContext http, StaffSignInManager signIn, StaffAccounts accounts) =>
        {
            if (http.User.Identity is { IsAuthenticated: true, Name: { } name }) await accounts.LeaveAsync(name);
            await signIn.SignOutAsync();
            return Results.LocalRedirect(Start);
        });
    }

    private static async Task<IResult> StartAsync(string? once, HttpContext http, StaffSignIn links, StaffSignInManager signIn, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(once)) return Page(http, new SignInForm(SignInStep.Password));
        var person = await links.RedeemAsync(once, ct) is { } id ? await signIn.UserManager.FindByIdAsync(id) : null;
        if (person is null || !await signIn.CanSignInAsync(person)) return Page(http, new SignInForm(SignInStep.Password, "This sign-in link was used already, or is too old."));
        await signIn.SignInAsync(person, isPersistent: false, authenticationMethod: "once");
        return Results.LocalRedirect(LockEndpoints.BackOf(http));
    }

    private static async Task<IResult> PasswordAsync(
        [FromForm] string? name, [FromForm] string? password, HttpContext http, StaffSignInManager signIn, IHostEnvironment environment)
    {
        if (await FindAsync(signIn, name, password) is not { } person) return Page(http, new SignInForm(SignInStep.Password, Refused));
        if (!environment.IsDevelopment() && !person.TwoFactorEnabled)
        {
            if (!(await signIn.CheckPasswordSignInAsync(person, password ?? "", lockoutOnFailure: true)).Succeeded) return Page(http, new SignInForm(SignInStep.Password, Refused));
            await signIn.RememberWhoOwesCodeAsync(person);
            return Results.LocalRedirect($"{Start}/set-up");
        }

        var result = await signIn.PasswordSignInAsync(person, password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return Results.LocalRedirect($"{Start}/code");
        return result.Succeeded ? Results.LocalRedirect(LockEndpoints.BackOf(http)) : Page(http, new SignInForm(SignInStep.Password, Refused));
    }

    private static async Task<IResult> CodeFormAsync(HttpContext http, StaffSignInManager signIn) =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? Results.LocalRedirect(Start) : Page(http, new SignInForm(SignInStep.Code));

    private static async Task<IResult> CodeAsync([FromForm] string? code, HttpContext http, StaffSignInManager signIn)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is null) return Results.LocalRedirect(Start);
        var result = await signIn.TwoFactorAuthenticatorSignInAsync(Digits(code), isPersistent: false, rememberClient: false);
        if (result.Succeeded) return Results.LocalRedirect(LockEndpoints.BackOf(http));
        return result.IsLockedOut ? Page(http, new SignInForm(SignInStep.Password, Refused)) : Page(http, new SignInForm(SignInStep.Code, BadCode));
    }

    private static async Task<IResult> SetUpFormAsync(HttpContext http, StaffSignInManager signIn)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { TwoFactorEnabled: false } person) return Results.LocalRedirect(Start);
        return Page(http, await KeyFormAsync(signIn, person));
    }

    private static async Task<IResult> SetUpAsync([FromForm] string? code, HttpContext http, StaffSignInManager signIn)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { TwoFactorEnabled: false } person) return Results.LocalRedirect(Start);
        var users = signIn.UserManager;
        if (await users.IsLockedOutAsync(person)) return Page(http, new SignInForm(SignInStep.Password, Refused));
        if (!await signIn.ConfirmSecondFactorAsync(person, Digits(code))) return Page(http, await KeyFormAsync(signIn, person) with { Refusal = BadCode });

        await users.SetTwoFactorEnabledAsync(person, true);
        await signIn.SignOutAsync();
        await signIn.SignInAsync(person, isPersistent: false);
        return Results.LocalRedirect(LockEndpoints.BackOf(http));
    }

    private static async Task<SignInForm> KeyFormAsync(StaffSignInManager signIn, StaffUser person)
    {
        if (await signIn.UserManager.GetAuthenticatorKeyAsync(person) is null) await signIn.UserManager.ResetAuthenticatorKeyAsync(person);
        var key = (await signIn.UserManager.GetAuthenticatorKeyAsync(person))!;
        var uri = $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(person.UserName!)}?secret={key}&issuer={Issuer}&digits=6";
        return new SignInForm(SignInStep.SetUp, Key: string.Join(' ', key.ToLowerInvariant().Chunk(4).Select(part => new string(part))), KeyUri: uri);
    }

    // A wrong name costs as much time as a wrong password, so that the clock does not tell who works here.
    private static async Task<StaffUser?> FindAsync(StaffSignInManager signIn, string? name, string? password)
    {
        if (!string.IsNullOrWhiteSpace(name) && name.Length <= 200 && await signIn.UserManager.FindByNameAsync(name.Trim()) is { } person) return person;
        signIn.UserManager.PasswordHasher.HashPassword(new StaffUser(), password ?? "");
        return null;
    }

    private static string Digits(string? code) => new([.. (code ?? "").Where(char.IsAsciiDigit).Take(12)]);

    internal static IResult Page(HttpContext http, SignInForm form)
    {
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SignInPage>(new { Form = form, Token = tokens.RequestToken }) { StatusCode = form.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };
    }
}
