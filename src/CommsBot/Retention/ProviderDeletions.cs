using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Retention;

/// <summary>Deletes at the provider what was deleted here, until it is done; an administrator is told when it does not work for two days.</summary>
internal sealed class ProviderDeletions(ClinicStore store, ProviderRecords records, ClinicClock clock, TimeProvider machine)
{
    private const int AtATime = 20;
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);
    private static readonly TimeSpan TellAfter = TimeSpan.FromDays(2);

    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var owed in await DueAsync(ct))
        {
            var done = await records.DeleteAsync(owed.Sid);
            await store.Write(db => NoteAsync(db, owed, done), ct);
        }
    }

    private async Task<List<OwedDeletion>> DueAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        var now = machine.GetUtcNow();
        return await db.OwedDeletions.Where(d => d.NotBefore <= now).OrderBy(d => d.NotBefore).Take(AtATime).ToListAsync(ct);
    }

    private async Task NoteAsync(ClinicDb db, OwedDeletion owed, bool done)
    {
        if (await db.OwedDeletions.FindAsync(owed.Sid) is not { } row) return;
        var now = machine.GetUtcNow();
        if (done) db.OwedDeletions.Remove(row);
        else row.NotBefore = now + Again;
        if (!done && row.Since + TellAfter < now) await CallTasks.OpenTechnicalAsync(db, row.ClinicId, "not-deleted-at-provider", clock.UtcNow);
    }
}
