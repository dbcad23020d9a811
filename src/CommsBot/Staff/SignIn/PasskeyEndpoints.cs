using System.Buffers.Text;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CommsBot.Staff.SignIn;

/// <summary>
/// Passkeys: a person who is signed in adds one, and from then on signs in with it alone, since the device asked for finger, face or PIN. The words of
/// WebAuthn are checked by ASP.NET Core Identity; its question is remembered in a sealed cookie for a few minutes.
/// </summary>
internal static class PasskeyEndpoints
{
    public const string Refused = "This passkey was not accepted. Sign in with your password, or ask an administrator.";

    private const string List = "/staff/passkeys";
    private const string NotAdded = "This passkey could not be added. Try again.";
    private const string NotRemoved = "This passkey could not be removed. Try again.";
    private const int Most = 10;
    private const int LongestName = 60;
    private const int LongestCredential = 20_000;

    public static void MapPasskeys(this WebApplication app)
    {
        app.MapPost("/staff/sign-in/passkey/options", async ([FromForm] string? _, StaffSignInManager signIn) => Json(await signIn.MakePasskeyRequestOptionsAsync(null)));
        app.MapPost("/staff/sign-in/passkey", SignInAsync);
        app.MapGet(List, ListAsync).RequireAuthorization();
        app.MapPost($"{List}/options", OptionsAsync).RequireAuthorization();
        app.MapPost(List, AddAsync).RequireAuthorization();
        app.MapPost($"{List}/remove", RemoveAsync).RequireAuthorization();
    }

    private static async Task<IResult> SignInAsync([FromForm] string? credential, HttpContext http, StaffSignInManager signIn)
    {
        if (credential is not { Length: > 0 and <= LongestCredential }) return Refuse(http);
        try
        {
            var result = await signIn.PasskeySignInAsync(credential);
            return result.Succeeded ? Results.LocalRedirect(LockEndpoints.BackOf(http)) : Refuse(http);
        }
        catch (InvalidOperationException)
        {
            // Nobody asked for a passkey here, or the question is too old.
            return Refuse(http);
        }
    }

    private static Task<IResult> ListAsync(HttpContext http, StaffSignInManager signIn) => ShowAsync(http, signIn, null);

    private static async Task<IResult> ShowAsync(HttpContext http, StaffSignInManager signIn, string? refusal)
    {
        if (await signIn.UserManager.GetUserAsync(http.User) is not { } person) return Results.LocalRedirect("/staff/sign-in");
        var known = (await signIn.UserManager.GetPasskeysAsync(person)).OrderBy(key => key.CreatedAt).Select(key =>
            new KnownPasskey(Base64Url.EncodeToString(key.CredentialId), key.Name ?? "Passkey", key.CreatedAt.UtcDateTime.ToString("MMM d, yyyy", CultureInfo.InvariantCulture)));
        return SignInEndpoints.Page(http, new SignInForm(SignInStep.Passkeys, refusal) { Passkeys = [.. known] });
    }

    private static async Task<IResult> OptionsAsync([FromForm] string? _, HttpContext http, StaffSignInManager signIn)
    {
        if (await signIn.UserManager.GetUserAsync(http.User) is not { } person) return Results.Unauthorized();
        return Json(await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = person.Id, Name = person.UserName!, DisplayName = person.UserName! }));
    }

    private static async Task<IResult> AddAsync([FromForm] string? credential, [FromForm] string? name, HttpContext http, StaffSignInManager signIn, StaffAccounts accounts)
    {
        if (await signIn.UserManager.GetUserAsync(http.User) is not { } person) return Results.LocalRedirect("/staff/sign-in");
        var known = await signIn.UserManager.GetPasskeysAsync(person);
        if (known.Count >= Most) return await ShowAsync(http, signIn, $"At most {Most} passkeys. Remove one first.");
        if (credential is not { Length: > 0 and <= LongestCredential } || await AttestAsync(signIn, credential) is not { Succeeded: true } attested || attested.UserEntity.Id != person.Id)
            return await ShowAsync(http, signIn, NotAdded);
        var called = (name ?? "").Trim();
        attested.Passkey.Name = called.Length is 0 or > LongestName ? $"Passkey {known.Count + 1}" : called;
        if (!(await signIn.UserManager.AddOrUpdatePasskeyAsync(person, attested.Passkey)).Succeeded) return await ShowAsync(http, signIn, NotAdded);
        await accounts.NoteAsync(person.UserName!, "staff.passkey-add");
        return Results.LocalRedirect(List);
    }

    private static async Task<IResult> RemoveAsync([FromForm] string? id, HttpContext http, StaffSignInManager signIn, StaffAccounts accounts)
    {
        if (await signIn.UserManager.GetUserAsync(http.User) is not { } person) return Results.LocalRedirect("/staff/sign-in");
        var found = (await signIn.UserManager.GetPasskeysAsync(person)).FirstOrDefault(key => Base64Url.EncodeToString(key.CredentialId) == id);
        if (found is null) return await ShowAsync(http, signIn, "There is no such passkey of yours.");
        // Mostly its device was lost, and a session opened there may still be open: every other one ends. The removal stores both at once.
        person.SecurityStamp = Guid.NewGuid().ToString("N");
        if (!(await signIn.UserManager.RemovePasskeyAsync(person, found.CredentialId)).Succeeded) return await ShowAsync(http, signIn, NotRemoved);
        await accounts.NoteAsync(person.UserName!, "staff.passkey-remove");
        await signIn.KeepAsync(person);
        return Results.LocalRedirect(List);
    }

    private static async Task<PasskeyAttestationResult?> AttestAsync(StaffSignInManager signIn, string credential)
    {
        try
        {
            return await signIn.PerformPasskeyAttestationAsync(credential);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Refuse(HttpContext http) => SignInEndpoints.Page(http, new SignInForm(SignInStep.Password, Refused));

    private static IResult Json(string options) => Results.Content(options, "application/json");
}
