using System.Security.Claims;
using CommsBot.Handoff;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CommsBot.Staff.SignIn;

/// <summary>What a signed-in person's cookie says beside the name: clinics and role. Renewed from the database every few seconds.</summary>
internal sealed class StaffClaims(UserManager<StaffUser> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<StaffUser>(users, options)
{
    private const string Clinic = "clinic";
    private const string SpeaksSpanish = "spanish";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaims(user.ClinicIds.Select(id => new Claim(Clinic, id)));
        identity.AddClaim(new Claim(ClaimTypes.Role, user.Role));
        if (user.Spanish) identity.AddClaim(new Claim(SpeaksSpanish, "yes"));
        return identity;
    }

    public static DeskPerson? PersonOf(ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true, Name: { } name }
            ? new DeskPerson(name, [.. principal.FindAll(Clinic).Select(c => c.Value)])
            {
                Role = principal.FindFirstValue(ClaimTypes.Role) ?? "staff",
                Spanish = principal.HasClaim(claim => claim.Type == SpeaksSpanish),
            }
            : null;
}
