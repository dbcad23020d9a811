using CommsBot.Appointments;
using CommsBot.Consent;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations;

/// <summary>What is on file about a number that texted us, before its message is decided on.</summary>
internal sealed record NumberFacts(bool OptedOut, bool OptedBackIn, bool VisitSoon)
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(72);

    public static async Task<NumberFacts> ReadAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset receivedAt, DateTimeOffset now, CancellationToken ct)
    {
        var newest = await db.Consents.Where(c => c.ClinicId == clinicId && c.PhoneHash == phoneHash && c.Purpose == ConsentPurpose.All)
            .OrderByDescending(c => c.Id).Select(c => new { c.Granted, c.At }).FirstOrDefaultAsync(ct);
        var until = now + Soon;
        var visitSoon = await db.Appointments.AnyAsync(a => a.ClinicId == clinicId && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.StartsAt <= until
            && db.Patients.Any(p => p.Id == a.PatientId && p.PhoneHash == phoneHash), ct);
        return new NumberFacts(
            OptedOut: newest is { Granted: false },
            OptedBackIn: newest is { Granted: true } && newest.At >= receivedAt,
            visitSoon);
    }
}
