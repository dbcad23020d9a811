using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>
/// At the start: texts held because no carrier was there may leave again where there is one now, and every clinic is looked at once, so that what
/// an earlier run left claimed does not wait for its lease.
/// </summary>
internal sealed class OutboxStart(ClinicStore store, ClinicDirectory clinics, Carriers carriers, Hints hints) : IHostedService
{
    public static readonly IReadOnlyList<string> CarrierReasons = ["sms-off", "bot-service-off", "no-agreement", "demonstration-clinic"];

    public async Task StartAsync(CancellationToken ct)
    {
        foreach (var clinic in clinics.All)
        {
            foreach (var carrier in carriers.All.Where(carrier => carrier.OffReason(clinic.Id) is null))
                await store.Write(db => ReleaseAsync(db, clinic.Id, carrier.Channel), ct);
            foreach (var carrier in carriers.All.Where(carrier => !carrier.Redacts))
                await store.Write(db => LeaveWordsAsync(db, clinic.Id, carrier.Channel), ct);
            hints.WakeClinic(clinic.Id);
        }
    }

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    private static Task<int> ReleaseAsync(ClinicDb db, string clinicId, Channel channel) =>
        db.Outbound.Where(m => m.ClinicId == clinicId && m.Channel == channel && m.State == MessageState.Held && CarrierReasons.Contains(m.Reason!))
            .ExecuteUpdateAsync(row => row.SetProperty(m => m.State, MessageState.Planned).SetProperty(m => m.Reason, (string?)null));

    // Redaction was switched off: what waited for it is not looked at for ever.
    private static Task<int> LeaveWordsAsync(ClinicDb db, string clinicId, Channel channel) =>
        db.Outbound.Where(m => m.ClinicId == clinicId && m.Channel == channel && m.NotBefore != null
                && (m.State == MessageState.Delivered || m.State == MessageState.Undelivered || m.State == MessageState.Failed))
            .ExecuteUpdateAsync(row => row.SetProperty(m => m.NotBefore, (DateTimeOffset?)null));
}
