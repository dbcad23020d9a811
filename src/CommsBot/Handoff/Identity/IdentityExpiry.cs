using CommsBot.Clinics;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff.Identity;

/// <summary>Ends codes that nobody typed in time, so that no text with a living code lies about.</summary>
internal sealed class IdentityExpiry(ClinicStore store, ClinicClock clock)
{
    public async Task LookAsync(CancellationToken ct)
    {
        var now = clock.UtcNow;
        await using (var db = store.Read())
            if (!await db.IdentityCodes.AnyAsync(c => c.State == CodeState.Open && c.ExpiresAt <= now, ct)) return;
        await store.Write(async db =>
        {
            foreach (var code in await db.IdentityCodes.AsTracking().Where(c => c.State == CodeState.Open && c.ExpiresAt <= now).Take(100).ToListAsync(ct))
                await IdentityCodes.EndAsync(db, code, CodeState.Expired, now);
        }, ct);
    }
}
