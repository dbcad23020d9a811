using System.Security.Claims;
using CommsBot.Storage;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommsBot.Staff.SignIn;

/// <summary>An open console asks every few seconds whether its person may still be there, and becomes a stranger's when not.</summary>
internal sealed class StaffCircuitGuard(ILoggerFactory logs, ClinicStore store, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    public static readonly TimeSpan HowOften = TimeSpan.FromSeconds(10);

    protected override TimeSpan RevalidationInterval => HowOften;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState state, CancellationToken ct)
    {
        var claims = options.Value.ClaimsIdentity;
        var id = state.User.FindFirstValue(claims.UserIdClaimType);
        var stamp = state.User.FindFirstValue(claims.SecurityStampClaimType);
        await using var db = store.Read();
        return await db.Users.AnyAsync(u => u.Id == id && !u.Disabled && u.SecurityStamp == stamp, ct);
    }
}
