using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using static CommsBot.Clinics.Moments;

namespace CommsBot.Preparation;

/// <summary>
/// The one text that takes back what earlier texts said, after a visit was moved or cancelled. A notice: it is not asked for by the patient's caps,
/// but it waits for the morning on every clock that may be the patient's, unless what it takes back happens before.
/// </summary>
internal static class Corrections
{
    public const string Moved = "moved";
    public const string Cancelled = "cancelled";
    public const string Closed = "closed";

    private static readonly TimeSpan Useful = TimeSpan.FromHours(6);
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Pressing = TimeSpan.FromHours(12);
    private static readonly TimeOnly Earliest = new(5, 0);

    /// <summary>Read later than this before the visit it finds the patient on the way.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromHours(2);

    /// <param name="key">Which wording of <c>dialogs/preparation/replies.yaml</c>; it is filled with the visit as it stands now.</param>
    /// <param name="wrong">The start that earlier texts named.</param>
    public static void Queue(ClinicDb db, PreparationReplies replies, Clinic clinic, Appointment visit, Recipient to, PlanPatient person, string key, DateTimeOffset wrong, DateTimeOffset now)
    {
        if (!person.MayBeTold || wrong <= now) return;
        var due = DueAt(new Clocks(clinic, person), wrong, now);
        db.Outbound.Add(New(visit, to, person.Language, key, Body(replies, clinic, visit, person, key), Words(replies, person.Language), due, Earlier(due + Useful, LastFor(clinic, wrong, due))));
    }

    /// <summary>Unconfirmed by then it is a call: staff can still say it before the visit that is none.</summary>
    private static DateTimeOffset LastFor(Clinic clinic, DateTimeOffset wrong, DateTimeOffset due) =>
        Later(due + Quarter, clinic.Hours.LatestWithStaffedMinutes(clinic.Numbers.StaffedMinutesBeforeStep, wrong) ?? due);

    /// <summary>
    /// The clinic is closed at the time of the visit: told from five in the morning on and, about a visit that can wait, not in the evening any more. A
    /// person phones when it is not delivered in a quarter of an hour.
    /// </summary>
    public static void QueueClosed(ClinicDb db, PreparationReplies replies, Clinic clinic, Appointment visit, Recipient to, PlanPatient person, string body, DateTimeOffset now)
    {
        var due = ClosedDueAt(new Clocks(clinic, person), visit.StartsAt, now);
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

    private static DateTimeOffset ClosedDueAt(Clocks clocks, DateTimeOffset startsAt, DateTimeOffset now) =>
        clocks.IsEvening(now) ? DueAt(clocks, startsAt, now) : Early(clocks, startsAt, now);

    private static DateTimeOffset DueAt(Clocks clocks, DateTimeOffset wrong, DateTimeOffset now) =>
        clocks.Lawful.First(now, Later(wrong - Pressing, now) + Moment) ?? Early(clocks, wrong, now);

    /// <summary>
    /// The night before or the morning of a visit nobody should fast or drive for nothing, so early, but not in the night. Where it is night on one clock
    /// until it is too late, the one on file decides: the number alone must not send a patient to a visit that is none.
    /// </summary>
    private static DateTimeOffset Early(Clocks clocks, DateTimeOffset wrong, DateTimeOffset now) =>
        clocks.Awake.First(now, wrong - OnTheWay) ?? clocks.AwakeOnFile.First(now, wrong) ?? now;

    /// <summary>The clocks that may be the patient's, and which hours of theirs are asked.</summary>
    private sealed class Clocks(Clinic clinic, PlanPatient person)
    {
        private static readonly TextingHours Day = new(Earliest, Earliest, TimeOnly.MaxValue);

        private readonly Zone home = person.Zone ?? clinic.Zone;

        public LawfulHours Lawful => new(clinic.TextingHours, home, person.NumberZones);

        public LawfulHours Awake => new(Day, home, person.NumberZones);

        public LawfulHours AwakeOnFile => new(Day, home, []);

        public bool IsEvening(DateTimeOffset now) => person.NumberZones.Append(home).Any(zone => zone.TimeOf(now) >= clinic.TextingHours.Until);
    }
}
