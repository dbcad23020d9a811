using System.Globalization;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff;

/// <summary>
/// Chains the audit log: each event carries a keyed hash over itself and the one before, so that a changed, removed or inserted row shows. The newest
/// rows could be cut off unseen; whoever keeps the last number and hash elsewhere (an anchor) sees that too.
/// </summary>
internal static class AuditChain
{
    private const int AtOnce = 1000;

    /// <summary>The log is only ever added to: nothing of the service has a reason to change or remove an event, retention neither.</summary>
    /// <exception cref="InvalidOperationException">This write would.</exception>
    public static void KeepWhole(ClinicDb db)
    {
        if (db.ChangeTracker.Entries<AuditEvent>().FirstOrDefault(e => e.State is EntityState.Modified or EntityState.Deleted) is { } touched)
            throw new InvalidOperationException($"Audit event {touched.Entity.Number} must not be {touched.State.ToString().ToLowerInvariant()}.");
    }

    /// <summary>Numbers and seals the events of this write, before they are saved.</summary>
    public static async Task SealAsync(ClinicDb db, CancellationToken ct)
    {
        var added = db.ChangeTracker.Entries<AuditEvent>().Where(e => e.State == EntityState.Added && e.Entity.Number == 0).Select(e => e.Entity).ToList();
        if (added.Count == 0) return;
        var last = await db.Audit.OrderByDescending(e => e.Number).Select(e => new { e.Number, e.Hash }).FirstOrDefaultAsync(ct);
        var (number, hash) = (last?.Number ?? 0, last?.Hash ?? "");
        foreach (var entry in added)
        {
            entry.Number = ++number;
            entry.Hash = hash = HashOf(db.Cipher, entry, hash);
        }
    }

    /// <param name="anchor">A number and hash that were noted before; null when none was kept.</param>
    public static async Task<AuditVerdict> VerifyAsync(ClinicDb db, (long Number, string Hash)? anchor, CancellationToken ct = default)
    {
        var (number, hash) = (0L, "");
        var anchored = anchor is null;
        while (true)
        {
            var page = await db.Audit.AsNoTracking().Where(e => e.Number > number).OrderBy(e => e.Number).Take(AtOnce).ToListAsync(ct);
            if (page.Count == 0) break;
            foreach (var entry in page)
            {
                if (entry.Number != number + 1) return new AuditVerdict(number, hash, $"Event {number + 1} is missing.");
                if (entry.Hash != HashOf(db.Cipher, entry, hash)) return new AuditVerdict(number, hash, $"Event {entry.Number} was changed, or one before it was.");
                (number, hash) = (entry.Number, entry.Hash);
                if (anchor is { } known && known.Number == number) anchored = known.Hash == hash;
            }
        }

        if (await db.Audit.AnyAsync(e => e.Number <= 0, ct)) return new AuditVerdict(number, hash, "An event was put in without a number.");
        return new AuditVerdict(number, hash, anchored ? null : $"The log does not hold the anchored event {anchor!.Value.Number}: its end was cut off or written anew.");
    }

    private static string HashOf(ColumnCipher cipher, AuditEvent e, string before) =>
        cipher.LookUpHash(string.Join('\n', before, e.Number.ToString(CultureInfo.InvariantCulture), e.ClinicId, e.Actor, e.Action, e.Subject, Microseconds(e.At)));

    // As precise as the column that stores it.
    private static string Microseconds(DateTimeOffset at) => (at.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);
}

/// <param name="Number">The newest event that is sound.</param>
/// <param name="Fault">What is wrong after it; null when the whole log is sound.</param>
internal sealed record AuditVerdict(long Number, string Hash, string? Fault);
