using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>The preparation texts that left for a number, belong to the visit's current plan version, and have no answer yet.</summary>
internal static class AwaitedReplies
{
    private static readonly MessageState[] Left = [MessageState.Sending, MessageState.InDoubt, MessageState.Sent, MessageState.Delivered];

    public static async Task<IReadOnlyList<OpenText>> ReadAsync(ClinicDb db, PreparationContent content, string clinicId, string phoneHash, CancellationToken ct)
    {
        var rows = await db.Outbound
            .Where(m => m.ClinicId == clinicId && m.ToHash == phoneHash && m.Class == MessageClass.Plan && m.AnsweredAt == null && m.Expects != null && Left.Contains(m.State))
            .Join(db.Appointments, m => new { m.ClinicId, Id = m.AppointmentId! }, a => new { a.ClinicId, a.Id },
                (m, a) => new { m.Id, VisitId = a.Id, m.Step, m.SentAt, m.DueAt, m.PlanVersion, a.Status, a.Protocol, Current = a.PlanVersion })
            .Where(row => row.PlanVersion == row.Current && row.Status == Appointments.AppointmentStatus.Booked)
            .ToListAsync(ct);
        return [.. rows.Select(row => new OpenText(row.Id, row.VisitId, row.Step!, KindOf(row.Protocol, row.Step!), row.SentAt ?? row.DueAt))];

        StepKind KindOf(string protocol, string step) =>
            content.StepOf(protocol, step)?.Kind ?? StepKind.Information;
    }
}
