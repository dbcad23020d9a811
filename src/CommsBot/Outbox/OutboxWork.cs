using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>Which clinics have a text to look at: due, past its last useful moment, in doubt, without a receipt for long, or claimed by a worker whose lease ran out.</summary>
internal static class OutboxWork
{
    /// <param name="clinicNow">Clinic time: what is due.</param>
    /// <param name="machineNow">Machine time: leases and back-off.</param>
    public static Task<List<string>> ClinicsWithWork(ClinicDb db, DateTimeOffset clinicNow, DateTimeOffset machineNow, CancellationToken ct) =>
        db.Outbound
            .Where(m => (m.State == MessageState.Planned && m.DueAt <= clinicNow && (m.NotBefore == null || m.NotBefore <= machineNow))
                || (m.State == MessageState.Sending && m.LeaseUntil <= machineNow)
                || (m.State == MessageState.InDoubt && (m.NotBefore == null || m.NotBefore <= machineNow))
                || ((m.State == MessageState.Sent || m.State == MessageState.Delivered || m.State == MessageState.Undelivered || m.State == MessageState.Failed) && m.NotBefore <= machineNow)
                || (m.State == MessageState.Sent && m.Step != null && m.NotAfter <= clinicNow && m.Reason == null && m.AnsweredAt == null)
                || (m.State == MessageState.Held && m.NotAfter <= clinicNow))
            .Select(m => m.ClinicId)
            .Distinct()
            .ToListAsync(ct);
}
