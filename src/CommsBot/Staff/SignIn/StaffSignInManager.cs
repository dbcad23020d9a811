using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CommsBot.Staff.SignIn;

/// <summary>Refuses disabled people wherever somebody would be signed in or stay signed in.</summary>
internal sealed class StaffSignInManager(
    UserManager<StaffUser> users, IHttpContextAccessor context, IUserClaimsPrincipalFactory<StaffUser> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<StaffUser>> log, IAuthenticationSchemeProvider schemes, IUserConfirmation<StaffUser> confirmation)
    : SignInManager<StaffUser>(users, context, claims, options, log, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(StaffUser user) => !user.Disabled && await base.CanSignInAsync(user);

    public override async Task<StaffUser?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { Disabled: false } user ? user : null;

    /// <summary>Refuses who is disabled or locked out before anybody is signed in: Identity looks at the passkey alone.</summary>
    public override async Task<SignInResult> PasskeySignInAsync(string credentialJson)
    {
        var said = await PerformPasskeyAssertionAsync(credentialJson);
        if (!said.Succeeded) return SignInResult.Failed;
        if (await PreSignInCheck(said.User) is { } refusal) return refusal;
        if (!(await UserManager.AddOrUpdatePasskeyAsync(said.User, said.Passkey)).Succeeded) return SignInResult.Failed;
        return await SignInOrTwoFactorAsync(said.User, isPersistent: false, bypassTwoFactor: true);
    }

    /// <summary>Remembers, for the next few minutes, who has given the right password and still owes the code.</summary>
    public Task RememberWhoOwesCodeAsync(StaffUser user) =>
        Context.SignInAsync(IdentityConstants.TwoFactorUserIdScheme,
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user.Id)], IdentityConstants.TwoFactorUserIdScheme)));
}
