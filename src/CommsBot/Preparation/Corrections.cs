using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Content;
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
    public const string Closed = "closed";

    private static readonly TimeSpan Useful = TimeSpan.FromHours(6);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Pressing = TimeSpan.FromHours(12);
    private static readonly TimeOnly Earliest = new(5, 0);

    /// <param name="key">Which wording of <c>dialogs/preparation/replies.yaml</c>; it is filled with the visit as it stands now.</param>
    /// <param name="wrong">The start that earlier texts named.</param>
    public static void Queue(ClinicDb db, PreparationReplies replies, Clinic clinic, Appointment visit, Recipient to, PlanPatient person, string key, DateTimeOffset wrong, DateTimeOffset now)
    {
        if (!person.MayBeTold || wrong <= now) return;
        var due = DueAt(clinic, person.Zone ?? clinic.Zone, wrong, now);
        db.Outbound.Add(New(visit, to, person.Language, key, Body(replies, clinic, visit, person, key), Words(replies, person.Language), due, due + Useful));
    }

    /// <summary>
    /// The clinic is closed at the time of the visit: told from five in the morning on and, about a visit that can wait, not in the evening any more. A
    /// person phones when it is not delivered in a quarter of an hour.
    /// </summary>
    public static void QueueClosed(ClinicDb db, PreparationReplies replies, Clinic clinic, Appointment visit, Recipient to, PlanPatient person, string body, DateTimeOffset now)
    {
        var due = ClosedDueAt(clinic, person.Zone ?? clinic.Zone, visit.StartsAt, now);
        db.Outbound.Add(New(visit, to, person.Language, Closed, body, Words(replies, person.Language), due, due + Quarter));
    }

    public static string Body(PreparationReplies replies, Clinic clinic, Appointment visit, PlanPatient person, string key) =>
        $"{clinic.SmsName}: {replies.Say(key, clinic, person, VisitRows.VisitOf(visit))}";

    /// <summary>What it is signed as: unsigned, lapsed or recalled, the gate makes a call of it.</summary>
    private static string Words(PreparationReplies replies, Language language) => PreparationApprovals.KeyOf(replies, language).Hash;

    private static OutboundMessage New(Appointment visit, Recipient to, Language language, string key, string body, string words, DateTimeOffset due, DateTimeOffset notAfter) => new()
    {
        Id = Ids.New("out"),
        ClinicId = visit.ClinicId,
        Class = MessageClass.Notice,
        State = MessageState.Planned,
        To = to.Phone,
        ToHash = to.PhoneHash,
        Body = body,
        Language = language,
        AppointmentId = visit.Id,
        Step = key,
        PlanVersion = visit.PlanVersion,
        WordsHash = words,
        UniqueKey = $"{key}:{visit.ClinicId}:{visit.Id}:{visit.PlanVersion}",
        DueAt = due,
        NotAfter = notAfter,
    };

    private static DateTimeOffset ClosedDueAt(Clinic clinic, Zone zone, DateTimeOffset startsAt, DateTimeOffset now)
    {
        if (zone.TimeOf(now) >= clinic.TextingHours.Until) return DueAt(clinic, zone, startsAt, now);
        var early = zone.At(zone.DateOf(now), Earliest);
        return now < early && early < startsAt ? early : now;
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
