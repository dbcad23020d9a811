using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments.Fhir;

/// <summary>
/// Visits of the practice system that could not be taken over. Nobody reads what came of a question to it, so staff are asked: by a call where the visit
/// is known here, else by one ticket that names what is new. Each fault of a visit is asked about once.
/// </summary>
internal static class RefusedVisits
{
    public const string Reason = "not-taken-over";

    private const string Unknown = "visits-not-taken-over";
    private const string Named = "Visits";
    private const int MostNamed = 20;

    public static async Task AskAsync(ClinicDb db, Clinic clinic, IReadOnlyList<ImportRow> refused, DateTimeOffset now)
    {
        var ids = refused.Select(row => row.Id).OfType<string>().ToList();
        var known = await db.Appointments.Where(a => a.ClinicId == clinic.Id && ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id);
        var unknown = new List<string>();
        foreach (var row in refused)
            if (row.Id is { } id && known.TryGetValue(id, out var visit)) await AskAsync(db, clinic, visit, row, now);
            else unknown.Add($"{row.Id}: {string.Join("; ", row.Problems)}");
        if (unknown.Count > 0) await AskAsync(db, clinic, unknown, now);
    }

    private static async Task AskAsync(ClinicDb db, Clinic clinic, Appointment visit, ImportRow row, DateTimeOffset now)
    {
        if (visit.Status != AppointmentStatus.Booked || visit.StartsAt <= now) return;
        var ask = $"The practice system's entry of this visit could not be taken over ({string.Join("; ", row.Problems)}). See there whether the visit or the phone changed, and correct the entry; until then it stays as it is here.";
        var asked = await db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.AppointmentId == visit.Id).Select(h => h.Summary).ToListAsync();
        if (asked.Any(summary => Packet.ValueOf(Packet.Read(summary), "Ask")?.Contains(ask, StringComparison.Ordinal) == true)) return;
        var patient = await db.Patients.SingleAsync(p => p.Id == visit.PatientId);
        await CallTasks.OpenAsync(db, new CallTask(clinic.Id, Reason, patient.Phone, patient.PhoneHash, now)
        {
            AppointmentId = visit.Id,
            Language = patient.Language ?? Language.English,
            Deadline = visit.StartsAt,
            Ask = ask,
        });
    }

    private static async Task AskAsync(ClinicDb db, Clinic clinic, List<string> unknown, DateTimeOffset now)
    {
        var before = await db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.Reason!.StartsWith(Unknown)).Select(h => h.Summary).ToListAsync();
        var named = before.SelectMany(summary => Packet.ValueOf(Packet.Read(summary), Named)?.Split('\n') ?? []).ToHashSet();
        var lines = unknown.Where(line => !named.Contains(line)).Take(MostNamed).ToList();
        if (lines.Count == 0) return;
        await CallTasks.OpenTechnicalAsync(
            db, clinic.Id, $"{Unknown}-{ContentHash.Of(lines)[..8]}", now,
            new("Ask", "The practice system names visits that could not be taken over. Their patients get no texts and stand on no list here. Correct the entries there, or prepare these patients by phone."),
            new(Named, string.Join('\n', lines)));
    }
}
