using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>A check-in that left for a number and has no answer yet.</summary>
/// <param name="Before">The patient's earlier scores, oldest first.</param>
internal sealed record OpenCheckIn(string TextId, string VisitId, string PatientId, Language Language, string? FirstName, DateTimeOffset SentAt, IReadOnlyList<string> Before);

/// <summary>
/// The text that asks how a patient is after a visit. Off unless the clinic's file switches it on; sent only with consent for it, the next day the
/// clinic is staffed for two more hours, so that somebody is there to read the answer.
/// </summary>
internal static class CheckIns
{
    public const string Step = "check-in";

    /// <summary>Taken back: no day soon enough is staffed for two hours after it.</summary>
    private const string NobodyThere = "not-staffed";

    /// <summary>A visit that began before this is asked about no more.</summary>
    public static readonly TimeSpan Farthest = TimeSpan.FromDays(DaysAhead + 1);

    private const int StaffedMinutesAfter = 120;
    private const int DaysAhead = 3;
    private static readonly TimeOnly Morning = new(10, 0);
    private static readonly TimeSpan Answerable = TimeSpan.FromDays(3);

    /// <summary>Plans it for a visit that took place; the same visit again changes nothing.</summary>
    public static async Task PlanAsync(ClinicDb db, Clinic clinic, PreparationReplies replies, Appointment visit, Patient patient, DateTimeOffset now)
    {
        if (!clinic.Features.CheckIn || visit.Status != AppointmentStatus.Fulfilled || patient.DoNotContact) return;
        var to = await Recipient.OfAsync(db, patient, now);
        if (to.LacksGuardian || !await ConsentLedger.Allowed(db, clinic.Id, to.PhoneHash, ConsentPurpose.CheckIn)) return;
        var zone = Zone.Find(patient.TimeZone) ?? clinic.Zone;
        if (Moment(clinic, new LawfulHours(clinic.TextingHours, zone, LawfulHours.ZonesOf(to.Phone)), visit, now) is not { } moment) return;
        var key = $"{Step}:{visit.ClinicId}:{visit.Id}";
        var known = await db.Outbound.AsTracking().SingleOrDefaultAsync(m => m.UniqueKey == key);
        if (known is not null)
        {
            if (known.State == MessageState.Withdrawn) (known.State, known.Reason, known.DueAt, known.NotAfter) = (MessageState.Planned, null, moment.Due, moment.NotAfter);
            return;
        }

        var person = new PlanPatient { Language = patient.Language ?? Language.English, FirstName = patient.FirstName, Zone = zone };
        db.Outbound.Add(new OutboundMessage
        {
            Id = Ids.New("out"), ClinicId = visit.ClinicId, Class = MessageClass.Plan, State = MessageState.Planned, To = to.Phone, ToHash = to.PhoneHash,
            Body = $"{clinic.SmsName}: {replies.Say(Step, clinic, person, VisitRows.VisitOf(visit))}", Language = person.Language, AppointmentId = visit.Id,
            Purpose = ConsentPurpose.CheckIn, Step = Step, PlanVersion = visit.PlanVersion, WordsHash = PreparationApprovals.KeyOf(replies, person.Language).Hash, UniqueKey = key, DueAt = moment.Due, NotAfter = moment.NotAfter, Expects = "0-10",
        });
    }

    /// <summary>The clinic closed or opened since: what has not left is asked on the first day on which somebody is still there to read the answer, or not at all.</summary>
    public static async Task FollowHoursAsync(ClinicDb db, Clinic clinic, DateTimeOffset now)
    {
        var since = now - Farthest;
        var rows = await db.Outbound.AsTracking().Where(m => m.ClinicId == clinic.Id && m.Step == Step && m.Class == MessageClass.Plan
                && (m.State == MessageState.Planned || m.State == MessageState.Held || (m.State == MessageState.Withdrawn && m.Reason == NobodyThere)))
            .Join(db.Appointments.Where(a => a.StartsAt > since), m => new { m.ClinicId, Id = m.AppointmentId! }, a => new { a.ClinicId, a.Id }, (Text, Visit) => new { Text, Visit }).ToListAsync();
        foreach (var row in rows)
        {
            var zone = Zone.Find((await db.Patients.SingleAsync(p => p.Id == row.Visit.PatientId)).TimeZone) ?? clinic.Zone;
            if (Moment(clinic, new LawfulHours(clinic.TextingHours, zone, LawfulHours.ZonesOf(row.Text.To)), row.Visit, now) is not { } moment) (row.Text.State, row.Text.Reason) = (MessageState.Withdrawn, NobodyThere);
            else if (row.Text.State == MessageState.Withdrawn) (row.Text.State, row.Text.Reason, row.Text.DueAt, row.Text.NotAfter) = (MessageState.Planned, null, moment.Due, moment.NotAfter);
            else (row.Text.DueAt, row.Text.NotAfter) = (moment.Due, moment.NotAfter);
        }
    }

    /// <summary>Null when no day soon enough is staffed long enough in the patient's texting hours.</summary>
    public static Slot? Moment(Clinic clinic, LawfulHours lawful, Appointment visit, DateTimeOffset now)
    {
        var day = clinic.DateOf(VisitRun.EndOf(visit));
        for (var ahead = 1; ahead <= DaysAhead; ahead++)
        {
            var date = day.AddDays(ahead);
            var (from, end) = (clinic.At(date, Morning), clinic.At(date.AddDays(1), TimeOnly.MinValue));
            if (clinic.Hours.LatestWithStaffedMinutes(StaffedMinutesAfter, end) is not { } last || clinic.DateOf(last) != date) continue;
            var free = new TextDays(lawful, new TextCaps(int.MaxValue, int.MaxValue), []);
            if (free.First(from > now ? from : now, last, SlotSearch.Room) is { } due) return new Slot(due, last);
        }

        return null;
    }

    /// <summary>The one check-in that waits on a number; null when none does, or when two people's do and nobody could tell whose answer it is.</summary>
    /// <param name="answering">Patients for whom that number speaks.</param>
    public static async Task<OpenCheckIn?> WaitingAsync(ClinicDb db, string clinicId, string phoneHash, IReadOnlyList<string> answering, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - Answerable;
        var rows = await db.Outbound.Where(m => m.ClinicId == clinicId && m.ToHash == phoneHash && m.Step == Step && m.AnsweredAt == null && m.SentAt >= since)
            .Join(db.Appointments, m => new { m.ClinicId, Id = m.AppointmentId! }, a => new { a.ClinicId, a.Id }, (m, a) => new { m.Id, m.Language, m.SentAt, Visit = a.Id, a.PatientId })
            .Where(row => answering.Contains(row.PatientId)).ToListAsync(ct);
        if (rows.Select(row => row.PatientId).Distinct().Count() != 1) return null;
        var row = rows.MaxBy(row => row.SentAt)!;
        var name = await db.Patients.Where(p => p.Id == row.PatientId).Select(p => p.FirstName).SingleAsync(ct);
        var before = await db.CheckIns.Where(c => c.ClinicId == clinicId && c.PatientId == row.PatientId).OrderBy(c => c.At).ToListAsync(ct);
        return new OpenCheckIn(row.Id, row.Visit, row.PatientId, row.Language, name, row.SentAt!.Value, [.. before.Select(one => one.Score ?? "symptoms")]);
    }

    /// <summary>Keeps the answer; a second one to the same text changes nothing.</summary>
    public static async Task AnswerAsync(ClinicDb db, string clinicId, OpenCheckIn asked, CheckInSaid said, DateTimeOffset now)
    {
        var row = await db.Outbound.AsTracking().SingleOrDefaultAsync(m => m.Id == asked.TextId && m.ClinicId == clinicId && m.AnsweredAt == null);
        if (row is null) return;
        (row.Answer, row.AnsweredAt) = ($"{said}", now);
        db.CheckIns.Add(new CheckInAnswer
        {
            ClinicId = clinicId, PatientId = asked.PatientId, AppointmentId = asked.VisitId, Score = said.Score?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Symptoms = said.Symptoms ? "yes" : "no", At = now,
        });
    }
}

/// <summary>What a whole message says to a check-in: a number, a number and whether one of the symptoms is there, or only that.</summary>
internal sealed partial record CheckInSaid(int? Score, bool Symptoms)
{
    private const int Bad = 7;

    /// <summary>A person must read it today.</summary>
    public bool IsRedFlag => Symptoms || Score >= Bad;

    public static CheckInSaid? Read(string text)
    {
        if (Whole().Match(text.Trim().ToLowerInvariant()) is not { Success: true } match) return null;
        var score = match.Groups["score"].Success ? int.Parse(match.Groups["score"].Value) : (int?)null;
        var word = match.Groups["word"].Value;
        if (score > 10 || (score is null && word.Length == 0)) return null;
        var said = new CheckInSaid(score, word is "y" or "yes" or "s" or "si" or "sí");
        return said is { Score: null, Symptoms: false } ? null : said;
    }

    public override string ToString() => Score is null ? "symptoms" : Symptoms ? $"{Score}, symptoms" : $"{Score}";

    [System.Text.RegularExpressions.GeneratedRegex(@"^(?<score>[0-9]{1,2})?(?:\s*/\s*10)?[\s,.]*(?<word>y|yes|s|si|sí|n|no)?[\s.!]*$")]
    private static partial System.Text.RegularExpressions.Regex Whole();
}
