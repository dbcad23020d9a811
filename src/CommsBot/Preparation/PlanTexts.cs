using CommsBot.Appointments;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>The texts of a plan as rows of the outbox. A step has one row per plan version; while it has not left, it follows the plan.</summary>
internal static class PlanTexts
{
    /// <summary>Reasons this slice holds a text for. A hold for any other reason (the provider's, staff's) is not ours to lift.</summary>
    private static readonly HashSet<string> OwnHolds = ["no-consent", "opted-out", HeldFasts.Screen, HeldFasts.Minor, ProtocolLapses.Unsigned, ProtocolLapses.Called, "not-entitled", Gate.NumberUnconfirmed];

    public static bool HasLeft(OutboundMessage row) => row.State is not (MessageState.Planned or MessageState.Held or MessageState.Withdrawn or MessageState.Expired);

    /// <summary>Steps that left and are not waiting for a second try.</summary>
    public static IReadOnlySet<string> StepsSent(IEnumerable<OutboundMessage> rows) =>
        rows.GroupBy(row => row.Step!).Where(step => HasLeft(Latest(step)!)).Select(step => step.Key).ToHashSet();

    /// <summary>The rows of the visit's present plan version, tracked.</summary>
    public static Task<List<OutboundMessage>> OfAsync(ClinicDb db, Appointment visit) =>
        db.Outbound.AsTracking().Where(m => m.ClinicId == visit.ClinicId && m.AppointmentId == visit.Id && m.Class == MessageClass.Plan && m.PlanVersion == visit.PlanVersion)
            .ToListAsync();

    /// <param name="inner">The plan as if consent were given: what else holds its texts must hold them also after consent arrives.</param>
    /// <param name="words">What its texts are signed as.</param>
    /// <param name="signed">A clinician approved these words; without that they wait, and a person calls in time.</param>
    public static void Follow(ClinicDb db, Appointment visit, Recipient to, IReadOnlyList<OutboundMessage> rows, Plan inner, ConsentState consent, ApprovalKey words, bool signed)
    {
        foreach (var text in inner.Texts)
        {
            var held = signed ? HoldOf(text, consent) : ProtocolLapses.Unsigned;
            var row = Latest(rows.Where(row => row.Step == text.Step));
            if (row is null) db.Outbound.Add(New(visit, to, text, held, words.Hash));
            else if (!HasLeft(row)) Change(row, text, held, words.Hash);
        }

        foreach (var row in rows.Where(row => row.State is MessageState.Planned or MessageState.Held && !inner.Texts.Any(text => text.Step == row.Step)))
            Withdraw(row, "not-needed");
    }

    /// <summary>Takes back whatever has not left for this visit, of every plan version, corrections included. True when a text may have reached the patient.</summary>
    /// <param name="unmoved">
    /// Whom texts go to when the visit still stands where it stood: the news of its last move, waiting for the morning, is then as true as it was and
    /// goes over to the next version, for nothing else tells of that move. Null: everything is taken back.
    /// </param>
    public static async Task<bool> WithdrawAllAsync(ClinicDb db, Appointment visit, string reason, Recipient? unmoved = null)
    {
        var rows = await db.Outbound.AsTracking().Where(m => m.ClinicId == visit.ClinicId && m.AppointmentId == visit.Id && m.Step != null).ToListAsync();
        foreach (var row in rows.Where(row => row.State is MessageState.Planned or MessageState.Held))
            if (row.Step == Corrections.Moved && row.ToHash == unmoved?.PhoneHash) row.PlanVersion = visit.PlanVersion + 1;
            else Withdraw(row, reason);
        return rows.Any(row => row.State is MessageState.Sending or MessageState.InDoubt or MessageState.Sent or MessageState.Delivered or MessageState.NeedsReview);
    }

    /// <summary>Takes back what is planned about the patient for any other number, visits that are over included.</summary>
    public static async Task WithdrawFromOthersAsync(ClinicDb db, Patient patient, Recipient to, string reason)
    {
        var rows = await db.Outbound.AsTracking().Where(m => m.ClinicId == patient.ClinicId && m.ToHash != to.PhoneHash && m.Step != null
            && (m.State == MessageState.Planned || m.State == MessageState.Held)
            && db.Appointments.Any(a => a.ClinicId == m.ClinicId && a.Id == m.AppointmentId && a.PatientId == patient.Id)).ToListAsync();
        rows.ForEach(row => Withdraw(row, reason));
    }

    /// <summary>Whether texts about the patient's other visits left lately: the sheet of the series this visit belonged to.</summary>
    public static Task<bool> SheetLeftAsync(ClinicDb db, Appointment visit, DateTimeOffset now)
    {
        var since = now.AddDays(-20);
        return db.Outbound.AnyAsync(m => m.ClinicId == visit.ClinicId && m.Class == MessageClass.Plan && m.SentAt >= since
            && db.Appointments.Any(a => a.ClinicId == m.ClinicId && a.Id == m.AppointmentId && a.PatientId == visit.PatientId && a.Protocol == visit.Protocol));
    }

    // A second try stands for the step, the first one never arrived.
    private static OutboundMessage? Latest(IEnumerable<OutboundMessage> ofStep) => ofStep.OrderBy(LostText.IsSecond).ThenBy(row => row.DueAt).LastOrDefault();

    private static void Withdraw(OutboundMessage row, string reason)
    {
        row.State = MessageState.Withdrawn;
        row.Reason = reason;
    }

    private static string? HoldOf(PlannedText text, ConsentState consent) => text.Hold switch
    {
        Hold.HealthScreen => HeldFasts.Screen,
        Hold.Minor => HeldFasts.Minor,
        _ when consent.OptedOut => "opted-out",
        _ => consent.Allows(ConsentPurpose.Preparation) ? null : "no-consent",
    };

    private static void Change(OutboundMessage row, PlannedText text, string? held, string wordsHash)
    {
        row.Body = text.Body;
        row.Language = text.Language;
        // Why the first try was lost says how long the second waits.
        row.DueAt = LostText.IsSecond(row) && row.DueAt > text.DueAt ? row.DueAt : text.DueAt;
        row.NotAfter = text.NotAfter;
        row.WordsHash = wordsHash;
        if (row.State == MessageState.Held && row.Reason is { } why && !OwnHolds.Contains(why) && !Outweighs(held, why)) return;
        // The call about it is open already.
        if (held == ProtocolLapses.Unsigned && row is { State: MessageState.Held, Reason: ProtocolLapses.Called }) return;
        row.State = held is null ? MessageState.Planned : MessageState.Held;
        row.Reason = held;
    }

    /// <summary>
    /// What a nurse must let go does not leave because something else is over. The gate asks again for what else held it; only whether texts are wanted at
    /// all is nothing the gate knows.
    /// </summary>
    private static bool Outweighs(string? held, string other) => held is HeldFasts.Screen or HeldFasts.Minor && other != CallReasons.OptOutUnsure;

    private static OutboundMessage New(Appointment visit, Recipient to, PlannedText text, string? held, string wordsHash) => new()
    {
        Id = Ids.New("out"),
        ClinicId = visit.ClinicId,
        Class = MessageClass.Plan,
        State = held is null ? MessageState.Planned : MessageState.Held,
        Reason = held,
        To = to.Phone,
        ToHash = to.PhoneHash,
        Body = text.Body,
        Language = text.Language,
        AppointmentId = visit.Id,
        Purpose = text.Expects == Expected.Nothing ? ConsentPurpose.DailyTexts : ConsentPurpose.Preparation,
        Step = text.Step,
        PlanVersion = visit.PlanVersion,
        WordsHash = wordsHash,
        UniqueKey = $"plan:{visit.ClinicId}:{visit.Id}:{text.Step}:{visit.PlanVersion}",
        DueAt = text.DueAt,
        NotAfter = text.NotAfter,
        Expects = text.Expects switch { Expected.Screen => "13", Expected.Nothing => null, _ => "123" },
    };
}
