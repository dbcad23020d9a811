using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CommsBot.Staff.SignIn;

/// <summary>
/// Refuses disabled people wherever somebody would be signed in or stay signed in, and writes what became of each attempt into the audit log of the
/// person's clinics. A name nobody here has is in no log: it has no clinic, and what was typed may be a password.
/// </summary>
internal sealed class StaffSignInManager(
    StaffAccounts accounts, OidcSettings provider, UserManager<StaffUser> users, IHttpContextAccessor context, IUserClaimsPrincipalFactory<StaffUser> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<StaffUser>> log, IAuthenticationSchemeProvider schemes, IUserConfirmation<StaffUser> confirmation)
    : SignInManager<StaffUser>(users, context, claims, options, log, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(StaffUser user) => !user.Disabled && await base.CanSignInAsync(user);

    /// <summary>With a provider, passwords and passkeys are the glass that an administrator breaks while it is down.</summary>
    public static bool MayUsePassword(OidcSettings provider, StaffUser user) => !provider.IsOn || user.Role == "administrator";

    protected override async Task<SignInResult?> PreSignInCheck(StaffUser user) =>
        MayUsePassword(provider, user) ? await base.PreSignInCheck(user) : SignInResult.NotAllowed;

    /// <summary>Every way in ends here: provider, password, code, passkey, one-time link.</summary>
    public override async Task SignInWithClaimsAsync(StaffUser user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var claims = additionalClaims.ToList();
        await base.SignInWithClaimsAsync(user, authenticationProperties, claims);
        await accounts.NoteAsync(user.UserName!, !provider.IsOn || claims.Exists(IsOfProvider) ? "staff.sign-in" : "staff.sign-in-local");
    }

    /// <summary>The session of this call goes on under the person's new stamp; nobody signed in, so the log says nothing.</summary>
    public async Task KeepAsync(StaffUser user)
    {
        var now = await Context.AuthenticateAsync(AuthenticationScheme);
        var how = now.Principal?.FindAll(claim => claim.Type is ClaimTypes.AuthenticationMethod or "amr") ?? [];
        await base.SignInWithClaimsAsync(user, now.Properties, how);
    }

    private static bool IsOfProvider(Claim claim) => claim is { Type: ClaimTypes.AuthenticationMethod, Value: ProviderSetup.Scheme };

    public override Task<SignInResult> CheckPasswordSignInAsync(StaffUser user, string password, bool lockoutOnFailure) =>
        RecordedAsync(user, () => base.CheckPasswordSignInAsync(user, password, lockoutOnFailure));

    public override async Task<SignInResult> TwoFactorAuthenticatorSignInAsync(string code, bool isPersistent, bool rememberClient) =>
        await GetTwoFactorAuthenticationUserAsync() is { } user
            ? await RecordedAsync(user, () => base.TwoFactorAuthenticatorSignInAsync(code, isPersistent, rememberClient))
            : SignInResult.Failed;

    /// <summary>The first code of a new second factor.</summary>
    public async Task<bool> ConfirmSecondFactorAsync(StaffUser user, string code) => (await RecordedAsync(user, async () =>
    {
        if (await UserManager.IsLockedOutAsync(user)) return SignInResult.LockedOut;
        if (await UserManager.VerifyTwoFactorTokenAsync(user, UserManager.Options.Tokens.AuthenticatorTokenProvider, code)) return SignInResult.Success;
        await UserManager.AccessFailedAsync(user);
        return SignInResult.Failed;
    })).Succeeded;

    public override async Task<StaffUser?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { Disabled: false } user ? user : null;

    /// <summary>Refuses who is disabled or locked out before anybody is signed in: Identity looks at the passkey alone.</summary>
    public override async Task<SignInResult> PasskeySignInAsync(string credentialJson)
    {
        var said = await PerformPasskeyAssertionAsync(credentialJson);
        if (!said.Succeeded) return SignInResult.Failed;
        if (await RecordedAsync(said.User, async () => await PreSignInCheck(said.User) ?? SignInResult.Success) is { Succeeded: false } refusal) return refusal;
        if (!(await UserManager.AddOrUpdatePasskeyAsync(said.User, said.Passkey)).Succeeded) return SignInResult.Failed;
        return await SignInOrTwoFactorAsync(said.User, isPersistent: false, bypassTwoFactor: true);
    }

    // Tries against a locked account are not written down: five before it and the lock say all, and anybody could fill the log.
    private async Task<SignInResult> RecordedAsync(StaffUser user, Func<Task<SignInResult>> attempt)
    {
        if (await UserManager.IsLockedOutAsync(user)) return await attempt();
        var result = await attempt();
        if (result.Succeeded || result.RequiresTwoFactor) return result;
        // Identity does not count the tries of a disabled person.
        if (result.IsNotAllowed) await UserManager.AccessFailedAsync(user);
        await accounts.NoteAsync(user.UserName!, "staff.sign-in-failed", StaffAccounts.Stranger);
        if (await UserManager.IsLockedOutAsync(user)) await accounts.NoteAsync(user.UserName!, "staff.lock-out", StaffAccounts.Stranger);
        return result;
    }

    /// <summary>Remembers, for the next few minutes, who has given the right password and still owes the code.</summary>
    public Task RememberWhoOwesCodeAsync(StaffUser user) =>
        Context.SignInAsync(IdentityConstants.TwoFactorUserIdScheme,
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Id)], IdentityConstants.TwoFactorUserIdScheme)));
}
