using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>The preparation texts that left for a number, belong to the current plan version of a visit still ahead, and have no answer yet.</summary>
internal static class AwaitedReplies
{
    private static readonly MessageState[] Left = [MessageState.Sending, MessageState.InDoubt, MessageState.Sent, MessageState.Delivered];

    /// <param name="answering">Patients for whom that number speaks.</param>
    /// <param name="now">Clinic time; a visit that has begun waits for no answer, as in <see cref="VisitsOnNumber"/>.</param>
    public static async Task<IReadOnlyList<OpenText>> ReadAsync(
        ClinicDb db, PreparationContent content, Clinic clinic, string phoneHash, IReadOnlyList<string> answering, DateTimeOffset now, CancellationToken ct)
    {
        var clinicId = clinic.Id;
        var rows = await db.Outbound
            .Where(m => m.ClinicId == clinicId && m.ToHash == phoneHash && m.Class == MessageClass.Plan && m.AnsweredAt == null && m.Expects != null && Left.Contains(m.State))
            .Join(db.Appointments, m => new { m.ClinicId, Id = m.AppointmentId! }, a => new { a.ClinicId, a.Id },
                (m, a) => new { Text = m, Visit = a })
            .Where(row => row.Text.PlanVersion == row.Visit.PlanVersion && row.Visit.Status == AppointmentStatus.Booked && row.Visit.StartsAt > now && answering.Contains(row.Visit.PatientId))
            .ToListAsync(ct);
        var ids = rows.Select(row => row.Visit.PatientId).Distinct().ToList();
        var people = await db.Patients.Where(p => p.ClinicId == clinicId && ids.Contains(p.Id)).ToListAsync(ct);
        var late = new HashSet<string>();
        foreach (var visit in rows.Where(row => content.StepOf(row.Visit.Protocol, row.Text.Step!)?.Kind == StepKind.Screen).Select(row => row.Visit).DistinctBy(visit => visit.Id))
            if (await PlanCalls.NurseAskedAsync(db, clinicId, visit.Id, visit.PlanVersion, now) || await PlanCalls.AskedByPhoneAsync(db, clinicId, visit.Id)) late.Add(visit.Id);
        return [.. rows.Select(row => Open(row.Text, row.Visit, people.Find(p => p.Id == row.Visit.PatientId), content.StepOf(row.Visit.Protocol, row.Text.Step!), clinic) with { Completes = Completes(content, row.Visit, row.Text), IsLate = late.Contains(row.Visit.Id) })];
    }

    private static OpenText Open(OutboundMessage text, Appointment visit, Patient? person, ProtocolStep? step, Clinic clinic) =>
        new(text.Id, visit.Id, text.Step!, step?.Kind ?? StepKind.Information, text.SentAt ?? text.DueAt)
        {
            PatientId = visit.PatientId,
            FirstName = person?.FirstName,
            Cutoff = step?.TeachBack is null ? [] : CutoffOf(visit, Zone.Find(person?.TimeZone), clinic),
            Said = text.Answer switch { "1" => Said.Understood, PlanAnswers.WrongTime => Said.WrongTime, _ => Said.Nothing },
        };

    private static bool Completes(PreparationContent content, Appointment visit, OutboundMessage text) =>
        content.Find(visit.Protocol)?.Fasting is null || content.StepOf(visit.Protocol, text.Step!)?.Kind == StepKind.Fasting;

    /// <summary>As clocks at the clinic show it, which the text says, and as the patient's do.</summary>
    private static IReadOnlyList<TimeOnly> CutoffOf(Appointment visit, Zone? zone, Clinic clinic) =>
        FastTimes.Of(VisitRows.VisitOf(visit), clinic).Times is { } fast ? [.. new[] { clinic.Zone.TimeOf(fast.FoodUntil), (zone ?? clinic.Zone).TimeOf(fast.FoodUntil) }.Distinct()] : [];
}
