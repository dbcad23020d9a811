using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;

namespace CommsBot.Preparation;

/// <summary>
/// The one text that takes back what earlier texts said, after a visit was moved or cancelled. A notice: it is not asked for by the patient's caps,
/// but it waits for the morning unless what it takes back happens before.
/// </summary>
internal static class Corrections
{
    public const string Moved = "moved";
    public const string Cancelled = "cancelled";

    private static readonly TimeSpan Useful = TimeSpan.FromHours(6);
    private static readonly TimeSpan Pressing = TimeSpan.FromHours(12);
    private static readonly TimeOnly Earliest = new(5, 0);

    /// <param name="key">Which wording of <c>dialogs/preparation/replies.yaml</c>; it is filled with the visit as it stands now.</param>
    /// <param name="wrong">The start that earlier texts named.</param>
    public static void Queue(ClinicDb db, PreparationReplies replies, Clinic clinic, Appointment visit, Patient patient, PlanPatient to, string key, DateTimeOffset wrong, DateTimeOffset now)
    {
        if (!to.MayText || wrong <= now) return;
        var due = DueAt(clinic, to.Zone ?? clinic.Zone, wrong, now);
        db.Outbound.Add(new OutboundMessage
        {
            Id = Ids.New("out"),
            ClinicId = visit.ClinicId,
            Class = MessageClass.Notice,
            State = MessageState.Planned,
            To = patient.Phone,
            ToHash = patient.PhoneHash,
            Body = $"{clinic.SmsName}: {replies.Say(key, clinic, to, VisitRows.VisitOf(visit))}",
            Language = to.Language,
            AppointmentId = visit.Id,
            Step = key,
            PlanVersion = visit.PlanVersion,
            UniqueKey = $"{key}:{visit.ClinicId}:{visit.Id}:{visit.PlanVersion}",
            DueAt = due,
            NotAfter = due + Useful,
        });
    }

    private static DateTimeOffset DueAt(Clinic clinic, Zone zone, DateTimeOffset wrong, DateTimeOffset now)
    {
        if (clinic.TextingHours.Allow(zone, now)) return now;
        var today = zone.DateOf(now);
        var day = zone.TimeOf(now) < clinic.TextingHours.FromOn(today) ? today : today.AddDays(1);
        var lawful = zone.At(day, clinic.TextingHours.FromOn(day));
        if (lawful <= wrong - Pressing) return lawful;
        // The night before or the morning of a visit: nobody should fast or drive for nothing, so early, but not in the night.
        if (zone.TimeOf(now) >= Earliest) return now;
        var early = zone.At(today, Earliest);
        return early < wrong ? early : now;
    }
}
