using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
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
internal sealed partial class VisitPlans(PreparationContent content, ClinicDirectory clinics, ApprovalBook approvals)
{
    /// <summary>The visit stands in a time at which the clinic is closed.</summary>
    public const string ClinicClosed = "clinic-closed";

    /// <summary>Why a visit that nobody knew is planned.</summary>
    public const string New = "new";

    /// <summary>A new version: older texts and calls are taken back with this reason.</summary>
    /// <param name="wrong">The start that texts which left already named; null when they said nothing wrong.</param>
    public async Task AnewAsync(ClinicDb db, Appointment visit, Patient patient, string reason, DateTimeOffset? wrong, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        var told = await WithdrawAsync(db, visit, reason, now, wrong is null ? await Recipient.OfAsync(db, patient, now) : null);
        visit.PlanVersion++;
        if (told && wrong is { } before) await CorrectAsync(db, visit, patient, Corrections.Moved, before, now);
        else if (reason == New) await TakeOverNewsAsync(db, visit, patient, now);
        await RefreshAsync(db, visit, patient, now);
        await RingIfClosedAsync(db, visit, patient, now);
    }

    /// <summary>The visit will not take place, or has: nothing of its plan leaves any more, and who was told to come is told not to.</summary>
    public async Task EndAsync(ClinicDb db, Appointment visit, Patient patient, string reason, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        var told = await WithdrawAsync(db, visit, reason, now);
        if (visit.Status == AppointmentStatus.Cancelled) visit.PlanVersion++;
        if (told && visit.Status == AppointmentStatus.Cancelled) await TellCancelledAsync(db, visit, patient, now);
        if (visit.Status == AppointmentStatus.Fulfilled) await PlanCheckInAsync(db, visit, patient, now);
        await RefreshOthersAsync(db, visit, patient, now);
    }

    /// <summary>Consent to a check-in that came after the visit: it is asked if its moment is still ahead.</summary>
    public async Task PlanCheckInsAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset now)
    {
        var since = now - CheckIns.Farthest;
        foreach (var patient in await Caregivers.TextedAtAsync(db, clinicId, phoneHash, now))
            if (await db.Appointments.Where(a => a.ClinicId == clinicId && a.PatientId == patient.Id && a.Status == AppointmentStatus.Fulfilled && a.StartsAt > since)
                    .OrderByDescending(a => a.StartsAt).FirstOrDefaultAsync() is { } last) await PlanCheckInAsync(db, last, patient, now);
    }

    private async Task PlanCheckInAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        if (approvals.At(now).Holds(PreparationApprovals.KeyOf(content.Replies, patient.Language ?? Language.English)))
            await CheckIns.PlanAsync(db, clinics.Find(visit.ClinicId)!, content.Replies, visit, patient, now);
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
        var to = await Recipient.OfAsync(db, patient, now);
        var series = await FollowSeriesAsync(db, visit, clinic, to, now);
        visit.PlanStamp = StampOf(clinic);
        if (content.For(visit.Protocol, series) is not { } protocol) return;
        await FollowFastAsync(db, visit, clinic, protocol, to, now);
        if ((await PlanTexts.OfAsync(db, visit)).Exists(row => !PlanTexts.HasLeft(row) && row.ToHash != to.PhoneHash)) await NextVersionAsync(db, visit, to, "recipient-changed", now);
        var rows = await PlanTexts.OfAsync(db, visit);
        var consent = await ConsentLedger.StateOf(db, visit.ClinicId, to.PhoneHash);
        var person = await PlanPeople.OfAsync(db, clinic, patient, to, consent, now);
        person = person with { OtherTexts = await PlanPeople.OtherTextsAsync(db, visit, to, now), StepsSent = PlanTexts.StepsSent(rows) };
        var seen = VisitRows.VisitOf(visit, series);
        var off = IsClosedDuring(visit) && !person.NumberClosed;
        var plan = off ? Plan.Empty : PreparationPlanner.Plan(seen, protocol, clinic, person, now);
        var inner = off || person.MayText ? plan : PreparationPlanner.Plan(seen, protocol, clinic, person with { MayText = true }, now);
        var words = PreparationApprovals.KeyOf(protocol, person.Language);
        PlanTexts.Follow(db, visit, to, rows, inner, consent, words, approvals.At(now).Holds(words));
        await PlanCalls.FollowAsync(db, visit, patient, plan.Calls, now, told);
    }

    /// <summary>Lets the coming visits of everybody on that number follow; for a consent given or withdrawn.</summary>
    public async Task RefreshNumberAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset now, string? except = null)
    {
        await db.SaveChangesAsync();
        foreach (var patient in await Caregivers.TextedAtAsync(db, clinicId, phoneHash, now))
            foreach (var visit in await ComingAsync(db, patient, now, except)) await RefreshOneAsync(db, visit, patient, now, told: null);
    }

    /// <summary>Lets the patient's coming visits follow; for another name, age, language, zone or way to be reached.</summary>
    public async Task RefreshPatientAsync(ClinicDb db, Patient patient, DateTimeOffset now, string? except = null)
    {
        await db.SaveChangesAsync();
        foreach (var visit in await ComingAsync(db, patient, now, except)) await RefreshOneAsync(db, visit, patient, now, told: null);
    }

    /// <summary>Whoever was not sure about texts wants them: what waited for that leaves again, if nothing else holds it, and nobody is called to ask.</summary>
    public async Task KeepTextsAsync(ClinicDb db, string clinicId, string phoneHash, DateTimeOffset now)
    {
        await PlannedTexts.ReleaseAsync(db, clinicId, phoneHash, message => message.Reason == CallReasons.OptOutUnsure);
        await RefreshNumberAsync(db, clinicId, phoneHash, now);
        foreach (var patient in await Caregivers.TextedAtAsync(db, clinicId, phoneHash, now))
            foreach (var visit in await ComingAsync(db, patient, now)) await PlanCalls.TakeBackAsync(db, visit, CallReasons.OptOutUnsure, now);
    }

    /// <summary>Other people speak for the patient now: what was planned for whoever did before is taken back, and every coming visit is planned anew.</summary>
    public async Task FollowCaregiversAsync(ClinicDb db, Patient patient, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        foreach (var visit in await ComingAsync(db, patient, now)) await AnewAsync(db, visit, patient, "caregiver-changed", null, now);
        var to = await Recipient.OfAsync(db, patient, now);
        await PlanTexts.WithdrawFromOthersAsync(db, patient, to, "caregiver-changed");
    }

    private static Task<List<Appointment>> ComingAsync(ClinicDb db, Patient patient, DateTimeOffset now, string? except = null) =>
        db.Appointments.AsTracking().Where(a => a.ClinicId == patient.ClinicId && a.PatientId == patient.Id && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.Id != except)
            .OrderBy(a => a.StartsAt).ToListAsync();

    private static async Task NextVersionAsync(ClinicDb db, Appointment visit, Recipient to, string reason, DateTimeOffset now)
    {
        await PlanTexts.WithdrawAllAsync(db, visit, reason, to);
        await PlanCalls.DropAllAsync(db, visit, now);
        visit.PlanVersion++;
        await db.SaveChangesAsync();
    }

    /// <summary>
    /// Sees where the visit stands among visits on consecutive days. When that is not what texts which left say, it is planned anew; the first day's
    /// health screen holds for all days.
    /// </summary>
    private async Task<SeriesPlace?> FollowSeriesAsync(ClinicDb db, Appointment visit, Clinic clinic, Recipient to, DateTimeOffset now)
    {
        var run = content.Find(visit.Protocol)?.InSeries != true ? new VisitRun([visit]) : await VisitRun.OfAsync(db, visit, clinic);
        var place = run.PlaceOf(visit);
        var key = VisitRun.KeyOf(place, clinic);
        if (visit.SeriesKey != key)
        {
            if ((await PlanTexts.OfAsync(db, visit)).Exists(PlanTexts.HasLeft)) await NextVersionAsync(db, visit, to, "series-changed", now);
            visit.SeriesKey = key;
        }

        if (place is { Leads: false } && run.Leader.ScreenState != "unknown") VisitRows.FollowFirstDay(visit, run.Leader);
        await db.SaveChangesAsync();
        return place;
    }

    /// <summary>Sees when eating and drinking must stop. When texts that left, or a person, said other times, the visit is planned anew.</summary>
    private async Task FollowFastAsync(ClinicDb db, Appointment visit, Clinic clinic, Protocol protocol, Recipient to, DateTimeOffset now)
    {
        var key = protocol.Steps.Any(step => step.Kind == StepKind.Fasting) ? FastTimes.KeyOf(VisitRows.VisitOf(visit), clinic) : null;
        if (visit.FastKey is { } said && said != key)
        {
            var told = visit.UnderstoodVersion == visit.PlanVersion
                || (await PlanTexts.OfAsync(db, visit)).Exists(row => PlanTexts.HasLeft(row) && content.StepOf(visit.Protocol, row.Step!)?.Kind == StepKind.Fasting);
            if (told) await NextVersionAsync(db, visit, to, "fast-changed", now);
        }

        visit.FastKey = key;
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
    /// <param name="unmoved">As in <see cref="PlanTexts.WithdrawAllAsync"/>.</param>
    private static async Task<bool> WithdrawAsync(ClinicDb db, Appointment visit, string reason, DateTimeOffset now, Recipient? unmoved = null)
    {
        var told = await PlanTexts.WithdrawAllAsync(db, visit, reason, unmoved);
        await PlanCalls.DropAllAsync(db, visit, now);
        await PlanCalls.TakeBackAsync(db, visit, ClinicClosed, now);
        return told || (visit.SeriesKey is { } key && !key.StartsWith("1/", StringComparison.Ordinal) && await PlanTexts.SheetLeftAsync(db, visit, now));
    }
}
