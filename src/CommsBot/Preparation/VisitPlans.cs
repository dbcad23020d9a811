using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>
/// Plans and re-plans visits, always inside the write that changes them. A change that makes older texts wrong is a new plan version;
/// anything else (consent, a health screen, a name) lets the present version follow.
/// </summary>
internal sealed class VisitPlans(PreparationContent content, ClinicDirectory clinics, ApprovalBook approvals)
{
    /// <summary>A new version: older texts and calls are taken back with this reason.</summary>
    /// <param name="wrong">The start that texts which left already named; null when they said nothing wrong.</param>
    public async Task AnewAsync(ClinicDb db, Appointment visit, Patient patient, string reason, DateTimeOffset? wrong, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        var told = await WithdrawAsync(db, visit, reason, now);
        visit.PlanVersion++;
        if (told && wrong is { } before) await CorrectAsync(db, visit, patient, Corrections.Moved, before, now);
        await RefreshAsync(db, visit, patient, now);
    }

    /// <summary>The visit will not take place, or has: nothing of its plan leaves any more, and who was told to come is told not to.</summary>
    public async Task EndAsync(ClinicDb db, Appointment visit, Patient patient, string reason, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        var told = await WithdrawAsync(db, visit, reason, now);
        if (told && visit.Status == AppointmentStatus.Cancelled) await CorrectAsync(db, visit, patient, Corrections.Cancelled, visit.StartsAt, now);
        if (visit.Status == AppointmentStatus.Fulfilled && approvals.At(now).Holds(PreparationApprovals.KeyOf(content.Replies, patient.Language ?? Language.English)))
            await CheckIns.PlanAsync(db, clinics.Find(visit.ClinicId)!, content.Replies, visit, patient, await ConsentLedger.StateOf(db, visit.ClinicId, patient.PhoneHash), now);
        await RefreshOthersAsync(db, visit, patient, now);
    }

    /// <summary>The clinic is closed at the time of the visit: nothing of its plan leaves, and whoever may be texted is told.</summary>
    /// <returns>False when nobody may text the patient: a person phones.</returns>
    public async Task<bool> CloseAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        await PlanTexts.WithdrawAllAsync(db, visit, "clinic-closed");
        await PlanCalls.DropAllAsync(db, visit, now);
        visit.PlanVersion++;
        var clinic = clinics.Find(visit.ClinicId)!;
        var person = await PersonAsync(db, clinic, patient, await ConsentLedger.StateOf(db, visit.ClinicId, patient.PhoneHash), now);
        if (person.MayText) Corrections.QueueClosed(db, content.Replies, clinic, visit, patient, person, now);
        return person.MayText;
    }

    /// <summary>Whether this patient may be texted about a visit at all.</summary>
    public static async Task<bool> MayTextAsync(ClinicDb db, Patient patient) =>
        !patient.DoNotContact && await ConsentLedger.Allowed(db, patient.ClinicId, patient.PhoneHash, ConsentPurpose.Preparation)
        && !await ContactBlocks.ClosesAsync(db, patient.ClinicId, patient.PhoneHash);

    /// <summary>Nobody texts about this visit any more; its calls go too, for whoever decided knows.</summary>
    public static async Task SilenceAsync(ClinicDb db, Appointment visit, string reason, DateTimeOffset now)
    {
        await PlanTexts.WithdrawAllAsync(db, visit, reason);
        await PlanCalls.DropAllAsync(db, visit, now);
    }

    /// <summary>Lets the present version follow what is known now. The same facts change nothing.</summary>
    /// <param name="told">A call a person has heard of in another way.</param>
    public async Task RefreshAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now, CallReason? told = null)
    {
        await RefreshOneAsync(db, visit, patient, now, told);
        await RefreshOthersAsync(db, visit, patient, now);
    }

    private async Task RefreshOneAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now, CallReason? told)
    {
        await db.SaveChangesAsync();
        var clinic = clinics.Find(visit.ClinicId)!;
        if (visit.PlanVersion == 0) return;
        var series = await FollowSeriesAsync(db, visit, clinic, now);
        if (content.For(visit.Protocol, series) is not { } protocol) return;
        var rows = await PlanTexts.OfAsync(db, visit);
        var consent = await ConsentLedger.StateOf(db, visit.ClinicId, patient.PhoneHash);
        var person = await PersonAsync(db, clinic, patient, consent, now);
        person = person with { OtherTexts = await OtherTextsAsync(db, visit, patient, now), StepsSent = rows.Where(PlanTexts.HasLeft).Select(row => row.Step!).ToHashSet() };
        var seen = VisitRows.VisitOf(visit, series);
        var plan = PlanOf(seen, patient, protocol, clinic, person, now);
        var inner = person.MayText ? plan : PlanOf(seen, patient, protocol, clinic, person with { MayText = true }, now);
        var words = PreparationApprovals.KeyOf(protocol, person.Language);
        PlanTexts.Follow(db, visit, patient, rows, inner, consent, words, approvals.At(now).Holds(words));
        await PlanCalls.FollowAsync(db, visit, patient, plan.Calls, now, told);
    }

    /// <summary>Lets the coming visits of everybody on that number follow; for a consent given or withdrawn.</summary>
    public async Task RefreshNumberAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset now, string? except = null)
    {
        await db.SaveChangesAsync();
        var patients = await db.Patients.Where(p => p.ClinicId == clinicId && p.PhoneHash == phoneHash).ToListAsync();
        foreach (var patient in patients)
        {
            var visits = await db.Appointments.AsTracking()
                .Where(a => a.ClinicId == clinicId && a.PatientId == patient.Id && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.Id != except).ToListAsync();
            foreach (var visit in visits) await RefreshOneAsync(db, visit, patient, now, told: null);
        }
    }

    /// <summary>
    /// Sees where the visit stands among visits on consecutive days. When that is not what texts which left say, it is planned anew; the first day's
    /// health screen holds for all days.
    /// </summary>
    private async Task<SeriesPlace?> FollowSeriesAsync(ClinicDb db, Appointment visit, Clinic clinic, DateTimeOffset now)
    {
        var run = content.Find(visit.Protocol)?.InSeries != true ? new VisitRun([visit]) : await VisitRun.OfAsync(db, visit, clinic);
        var place = run.PlaceOf(visit);
        var key = VisitRun.KeyOf(place, clinic);
        if (visit.SeriesKey != key)
        {
            if ((await PlanTexts.OfAsync(db, visit)).Exists(PlanTexts.HasLeft))
            {
                await PlanTexts.WithdrawAllAsync(db, visit, "series-changed");
                await PlanCalls.DropAllAsync(db, visit, now);
                visit.PlanVersion++;
            }

            visit.SeriesKey = key;
        }

        if (place is { Leads: false } && run.Leader.ScreenState != "unknown" && (visit.ScreenState == "unknown" || visit.ScreenSetBy?.EndsWith(VisitRows.FromFirstDay, StringComparison.Ordinal) == true))
            (visit.ScreenState, visit.ScreenSetBy) = (run.Leader.ScreenState, run.Leader.ScreenSetBy + VisitRows.FromFirstDay);
        await db.SaveChangesAsync();
        return place;
    }

    /// <summary>The patient's other coming visits may stand in a series with this one, or did.</summary>
    private async Task RefreshOthersAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        if (content.Find(visit.Protocol)?.InSeries != true) return;
        await db.SaveChangesAsync();
        var others = await db.Appointments.AsTracking().Where(a => a.ClinicId == visit.ClinicId && a.PatientId == patient.Id && a.Protocol == visit.Protocol
            && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.Id != visit.Id).OrderBy(a => a.StartsAt).ToListAsync();
        foreach (var other in others) await RefreshOneAsync(db, other, patient, now, told: null);
    }

    /// <summary>Takes back what has not left. True when the patient may have read of this visit: in its own texts, or in the sheet of its series.</summary>
    private static async Task<bool> WithdrawAsync(ClinicDb db, Appointment visit, string reason, DateTimeOffset now)
    {
        var told = await PlanTexts.WithdrawAllAsync(db, visit, reason);
        await PlanCalls.DropAllAsync(db, visit, now);
        return told || (visit.SeriesKey is { } key && !key.StartsWith("1/", StringComparison.Ordinal) && await PlanTexts.SheetLeftAsync(db, visit, now));
    }

    // Who was told by text and may not be texted now is phoned: somebody must not fast, or drive, for nothing.
    private async Task CorrectAsync(ClinicDb db, Appointment visit, Patient patient, string key, DateTimeOffset wrong, DateTimeOffset now)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        var consent = await ConsentLedger.StateOf(db, visit.ClinicId, patient.PhoneHash);
        var person = await PersonAsync(db, clinic, patient, consent, now);
        Corrections.Queue(db, content.Replies, clinic, visit, patient, person, key, wrong, now);
        if (person.MayText || patient.DoNotContact || wrong <= now) return;
        await CallTasks.OpenAsync(db, new Handoff.CallTask(visit.ClinicId, $"{key}-not-told", patient.Phone, patient.PhoneHash, now)
        {
            AppointmentId = visit.Id,
            Language = person.Language,
            Deadline = wrong,
            Text = content.Replies.Say(key, clinic, person, VisitRows.VisitOf(visit)),
            AtOnce = true,
        });
    }

    private static Plan PlanOf(Visit visit, Patient patient, Protocol protocol, Clinic clinic, PlanPatient person, DateTimeOffset now) =>
        patient.DoNotContact || person.NumberClosed || clinic.Hours.ClosedUntil(visit.StartsAt) is not null ? Plan.Empty : PreparationPlanner.Plan(visit, protocol, clinic, person, now);

    private static async Task<PlanPatient> PersonAsync(ClinicDb db, Clinic clinic, Patient patient, ConsentState consent, DateTimeOffset now)
    {
        var closed = await ContactBlocks.ClosesAsync(db, clinic.Id, patient.PhoneHash);
        return new PlanPatient
        {
            Language = patient.Language ?? Language.English,
            FirstName = patient.FirstName,
            Zone = Zone.Find(patient.TimeZone),
            BirthDate = DateOnly.TryParseExact(patient.BirthDate, "yyyy-MM-dd", out var born) ? born : null,
            DailyTexts = consent.Allows(ConsentPurpose.DailyTexts),
            MayText = consent.Allows(ConsentPurpose.Preparation) && !patient.DoNotContact && !closed,
            NumberClosed = closed,
            NoticeDue = await NoticeDueAsync(db, clinic, patient, now),
        };
    }

    private static async Task<bool> NoticeDueAsync(ClinicDb db, Clinic clinic, Patient patient, DateTimeOffset now)
    {
        var since = now.AddDays(-clinic.Numbers.StopNoticeDays);
        var thread = await db.Conversations.AsNoTracking()
            .FirstOrDefaultAsync(c => c.ClinicId == clinic.Id && c.Channel == Channel.Sms && c.PhoneHash == patient.PhoneHash);
        if (thread?.StopNoticeAt >= since) return false;
        var bodies = await db.Outbound.Where(m => m.ClinicId == clinic.Id && m.ToHash == patient.PhoneHash && m.SentAt >= since).Select(m => m.Body).ToListAsync();
        return !bodies.Any(body => body.Contains("STOP", StringComparison.Ordinal));
    }

    /// <summary>What counts against the number's caps: texts that left in the last week, of any visit, and those planned for other visits.</summary>
    private static async Task<IReadOnlyList<DateTimeOffset>> OtherTextsAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        var since = now.AddDays(-8);
        var texts = await db.Outbound
            .Where(m => m.ClinicId == visit.ClinicId && m.ToHash == patient.PhoneHash && m.Class == MessageClass.Plan
                && (m.SentAt >= since || m.State == MessageState.Sending || m.State == MessageState.InDoubt
                    || (m.AppointmentId != visit.Id && (m.State == MessageState.Planned || m.State == MessageState.Held))))
            .Select(m => new { m.SentAt, m.DueAt }).ToListAsync();
        return [.. texts.Select(text => text.SentAt ?? text.DueAt)];
    }
}
