using CommsBot.Storage;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace CommsBot.Staff.SignIn;

/// <summary>Identity's own store, except that the key of the authenticator app is sealed like every other secret of the database.</summary>
internal sealed class StaffUserStore(ClinicDb db) : UserOnlyStore<StaffUser, ClinicDb>(db)
{
    public override Task SetAuthenticatorKeyAsync(StaffUser user, string key, CancellationToken ct) =>
        base.SetAuthenticatorKeyAsync(user, Convert.ToBase64String(Context.Cipher.Protect(key)), ct);

    public override async Task<string?> GetAuthenticatorKeyAsync(StaffUser user, CancellationToken ct) =>
        await base.GetAuthenticatorKeyAsync(user, ct) is { } stored ? Context.Cipher.Reveal(Convert.FromBase64String(stored)) : null;
}
