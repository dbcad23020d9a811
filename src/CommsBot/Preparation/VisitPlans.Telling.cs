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

/// <summary>What patients are told when a visit moves, ends or meets a closed clinic, and whom a person phones instead.</summary>
internal sealed partial class VisitPlans
{
    /// <summary>The clinic is closed at the time of the visit: nothing of its plan leaves, and whoever may be texted is told.</summary>
    /// <returns>False when nobody may text the patient: a person phones.</returns>
    public async Task<bool> CloseAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        await PlanTexts.WithdrawAllAsync(db, visit, ClinicClosed);
        await PlanCalls.DropAllAsync(db, visit, now);
        visit.PlanVersion++;
        var (to, person, words) = await ClosedAsync(db, visit, patient, now);
        if (words is not null) Corrections.QueueClosed(db, content.Replies, clinics.Find(visit.ClinicId)!, visit, to, person, words, now);
        return words is not null;
    }

    /// <summary>Nobody texts about this visit any more, corrections included; what a person must do instead is a call.</summary>
    public async Task SilenceAsync(ClinicDb db, Appointment visit, Patient patient, string reason, DateTimeOffset now)
    {
        await PlanTexts.WithdrawAllAsync(db, visit, reason);
        await PlanCalls.DropAllAsync(db, visit, now);
        await PlanCalls.TakeBackAsync(db, visit, ClinicClosed, now);
        await RefreshAsync(db, visit, patient, now);
        await RingIfClosedAsync(db, visit, patient, now);
    }

    /// <summary>What the patient would read when the clinic is closed at the time of the visit; null when nobody may text it.</summary>
    public async Task<(string? Words, Language Language)> ClosedWordsAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        var (_, person, words) = await ClosedAsync(db, visit, patient, now);
        return (words, person.Language);
    }

    private async Task<(Recipient To, PlanPatient Person, string? Words)> ClosedAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        var to = await Recipient.OfAsync(db, patient, now);
        var person = await PlanPeople.OfAsync(db, clinic, patient, to, await ConsentLedger.StateOf(db, visit.ClinicId, to.PhoneHash), now);
        // Only words that a clinician signed; without a signature a person phones.
        var may = person.MayBeTold && approvals.At(now).Holds(PreparationApprovals.KeyOf(content.Replies, person.Language));
        return (to, person, may ? Corrections.Body(content.Replies, clinic, visit, person, Corrections.Closed) : null);
    }

    /// <inheritdoc cref="PreparationContent.EndOf"/>
    public DateTimeOffset EndOf(Appointment visit) => content.EndOf(visit);

    /// <summary>The visit begins while the clinic is closed, or runs into it.</summary>
    public bool IsClosedDuring(Appointment visit) => clinics.Find(visit.ClinicId)!.Hours.IsClosedBetween(visit.StartsAt, EndOf(visit));

    /// <summary>
    /// A practice system may move a visit by cancelling it and booking that day anew: then it has another time, and nobody is told to eat and drink as
    /// usual before a visit that takes place.
    /// </summary>
    private async Task TellCancelledAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        var sameDay = (await SameDayAsync(db, visit)).Find(other => other.Status == AppointmentStatus.Booked && other.StartsAt > now && !IsClosedDuring(other));
        if (sameDay is null) await CorrectAsync(db, visit, patient, Corrections.Cancelled, visit.StartsAt, now);
        else await TellMovedAsync(db, visit, sameDay, patient, now);
    }

    /// <summary>The same the other way round: the news that the visit is cancelled still waits for the morning.</summary>
    private async Task TakeOverNewsAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        var cancelled = (await SameDayAsync(db, visit)).FindAll(other => other.Status == AppointmentStatus.Cancelled && other.StartsAt > now);
        var ids = cancelled.ConvertAll(other => other.Id);
        var news = await db.Outbound.AsTracking().Where(m => m.ClinicId == visit.ClinicId && ids.Contains(m.AppointmentId!) && m.Step == Corrections.Cancelled
            && (m.State == MessageState.Planned || m.State == MessageState.Held)).ToListAsync();
        foreach (var row in news) (row.State, row.Reason) = (MessageState.Withdrawn, StaleTexts.Reason);
        if (news.Count > 0 && !IsClosedDuring(visit)) await TellMovedAsync(db, cancelled.Find(other => other.Id == news[0].AppointmentId)!, visit, patient, now);
    }

    private async Task TellMovedAsync(ClinicDb db, Appointment from, Appointment to, Patient patient, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        if (await db.Outbound.AnyAsync(m => m.ClinicId == to.ClinicId && m.AppointmentId == to.Id && m.Step == Corrections.Moved && m.PlanVersion == to.PlanVersion)) return;
        await CorrectAsync(db, to, patient, Corrections.Moved, Moments.Earlier(from.StartsAt, to.StartsAt), now);
    }

    /// <summary>The patient's other visits of that kind on that day.</summary>
    private async Task<List<Appointment>> SameDayAsync(ClinicDb db, Appointment visit)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        var (from, until) = (visit.StartsAt.AddDays(-1), visit.StartsAt.AddDays(1));
        var near = await db.Appointments.Where(a => a.ClinicId == visit.ClinicId && a.PatientId == visit.PatientId && a.Protocol == visit.Protocol && a.Id != visit.Id
            && a.StartsAt > from && a.StartsAt < until).ToListAsync();
        return near.FindAll(other => clinic.DateOf(other.StartsAt) == clinic.DateOf(visit.StartsAt));
    }

    // Who was told by text and may not be texted now is phoned: somebody must not fast, or drive, for nothing.
    private async Task CorrectAsync(ClinicDb db, Appointment visit, Patient patient, string key, DateTimeOffset wrong, DateTimeOffset now)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        var to = await Recipient.OfAsync(db, patient, now);
        var person = await PlanPeople.OfAsync(db, clinic, patient, to, await ConsentLedger.StateOf(db, visit.ClinicId, to.PhoneHash), now);
        Corrections.Queue(db, content.Replies, clinic, visit, to, person, key, wrong, now);
        if (person.MayBeTold || person.IsLeftAlone || wrong <= now) return;
        await CallTasks.OpenAsync(db, new Handoff.CallTask(visit.ClinicId, $"{key}-not-told", to.Phone, to.PhoneHash, now)
        {
            AppointmentId = visit.Id,
            Language = person.Language,
            Deadline = wrong,
            Text = content.Replies.Say(key, clinic, person, VisitRows.VisitOf(visit)),
            AtOnce = true,
        });
    }

    /// <summary>A visit that was put into a time at which the clinic is closed has no plan, and whoever closed the clinic never saw it.</summary>
    private async Task RingIfClosedAsync(ClinicDb db, Appointment visit, Patient patient, DateTimeOffset now)
    {
        if (visit.Status != AppointmentStatus.Booked || visit.StartsAt <= now || !IsClosedDuring(visit) || await ContactBlocks.IsLeftAloneAsync(db, patient)) return;
        var to = await Recipient.OfAsync(db, patient, now);
        await CallTasks.OpenAsync(db, new Handoff.CallTask(visit.ClinicId, ClinicClosed, to.Phone, to.PhoneHash, now)
        {
            AppointmentId = visit.Id,
            Language = patient.Language ?? Language.English,
            Ask = "The clinic is closed at the time of this visit, and no text says so. Find another time with the patient, who may eat and drink as usual.",
        });
    }
}
