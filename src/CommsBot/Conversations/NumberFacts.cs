using CommsBot.Appointments;
using CommsBot.Consent;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations;

/// <summary>What is on file about a number that texted us, before its message is decided on.</summary>
/// <param name="OptedOutBefore">An opt-out stood already when the message came.</param>
/// <param name="VisitsSoon">Booked visits within 72 hours of whoever is texted at it.</param>
internal sealed record NumberFacts(bool OptedOut, bool OptedOutBefore, bool OptedBackIn, IReadOnlyList<string> VisitsSoon)
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(72);

    public static async Task<NumberFacts> ReadAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset receivedAt, DateTimeOffset now, CancellationToken ct)
    {
        var newest = await db.Consents.Where(c => c.ClinicId == clinicId && c.PhoneHash == phoneHash && c.Purpose == ConsentPurpose.All)
            .OrderByDescending(c => c.Id).Select(c => new { c.Granted, c.At }).FirstOrDefaultAsync(ct);
        var until = now + Soon;
        var patients = (await Caregivers.TextedAtAsync(db, clinicId, phoneHash, now)).ConvertAll(p => p.Id);
        var visitsSoon = await db.Appointments.Where(a => a.ClinicId == clinicId && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.StartsAt <= until
            && patients.Contains(a.PatientId)).Select(a => a.Id).ToListAsync(ct);
        return new NumberFacts(
            OptedOut: newest is { Granted: false },
            OptedOutBefore: newest is { Granted: false } && newest.At < receivedAt,
            OptedBackIn: newest is { Granted: true } && newest.At >= receivedAt,
            visitsSoon);
    }
}
