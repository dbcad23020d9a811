using CommsBot.Clinics;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments.Closing;

/// <summary>Lets every clinic's hours follow the closures that stand, on this node; read again twice a second, so that a closure holds everywhere at once.</summary>
internal sealed class ClosedTimes(ClinicStore store, ClinicDirectory clinics, ClinicClock clock)
{
    public async Task LookAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        var now = clock.UtcNow;
        var standing = await db.Closures.Where(c => c.LiftedAt == null && c.Until > now).ToListAsync(ct);
        foreach (var clinic in clinics.All) Follow(clinic, standing.Where(c => c.ClinicId == clinic.Id));
    }

    private static void Follow(Clinic clinic, IEnumerable<Closure> standing)
    {
        ClosedTime[] times = [.. standing.OrderBy(c => c.From).Select(c => new ClosedTime(c.From, c.Until))];
        if (!clinic.Hours.Closed.SequenceEqual(times)) clinic.Hours.Closed = times;
    }
}
