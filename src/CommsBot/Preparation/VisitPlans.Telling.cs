using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Storage;

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
