using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>What a status callback or a question to the provider told.</summary>
/// <param name="OutboxId">Our id from the callback's address; null when the provider was asked by SID.</param>
/// <param name="Status">The provider's word.</param>
internal sealed record Receipt(string? OutboxId, string Sid, string Status, string? ErrorCode);

/// <summary>
/// Receipts come twice, late, in any order, before the answer to our own call, or never. Each is stored; the text's state only moves up, and a
/// final state stays.
/// </summary>
internal sealed class Receipts(ClinicStore store, ClinicClock clock, TimeProvider machine, Senders senders, Changes changes)
{
    private static readonly MessageState[] Final = [MessageState.Delivered, MessageState.Undelivered];

    public async Task TakeAsync(Receipt receipt, CancellationToken ct = default)
    {
        var change = await store.WriteFenced(db => ApplyAsync(db, receipt), ct);
        if (change is { } seen) changes.Publish(seen);
    }

    /// <summary>In the caller's transaction; returns what changed.</summary>
    public async Task<Change?> ApplyAsync(ClinicDb db, Receipt receipt)
    {
        var isNew = await StoreAsync(db, receipt);
        if (await OwnerAsync(db, receipt) is not { } message) return null;
        if (!isNew && message.ProviderSid == receipt.Sid && receipt.Status is not ("delivered" or "read" or "undelivered" or "failed" or "canceled")) return null;
        return await MoveAsync(db, message, receipt) ? new Change(message.ClinicId, await SentTexts.ThreadOfAsync(db, message)) : null;
    }

    /// <summary>Receipts that came before anybody knew whose SID it was.</summary>
    public async Task CatchUpAsync(ClinicDb db, OutboundMessage message)
    {
        var early = await db.DeliveryEvents.AsNoTracking().Where(e => e.ProviderSid == message.ProviderSid).OrderBy(e => e.Id).ToListAsync();
        foreach (var known in early) await MoveAsync(db, message, new Receipt(message.Id, known.ProviderSid, known.Status, known.ErrorCode));
    }

    private async Task<bool> StoreAsync(ClinicDb db, Receipt receipt)
    {
        if (await db.DeliveryEvents.AnyAsync(e => e.ProviderSid == receipt.Sid && e.Status == receipt.Status)) return false;
        db.DeliveryEvents.Add(new DeliveryEvent { ProviderSid = receipt.Sid, Status = receipt.Status, ErrorCode = receipt.ErrorCode, At = machine.GetUtcNow() });
        return true;
    }

    private static async Task<OutboundMessage?> OwnerAsync(ClinicDb db, Receipt receipt)
    {
        if (await db.Outbound.AsTracking().FirstOrDefaultAsync(m => m.ProviderSid == receipt.Sid) is { } known) return known;
        if (receipt.OutboxId is null) return null;
        return await db.Outbound.AsTracking().FirstOrDefaultAsync(m => m.Id == receipt.OutboxId && m.ProviderSid == null && m.Attempt > 0);
    }

    private async Task<bool> MoveAsync(ClinicDb db, OutboundMessage message, Receipt receipt)
    {
        if (Array.IndexOf(Final, message.State) >= 0 || (message.State == MessageState.Failed && message.ProviderSid is not null)) return false;
        var now = clock.UtcNow;
        var learned = message.ProviderSid is null;
        if (learned) await SentTexts.MarkAsync(db, message, receipt.Sid, now, machine.GetUtcNow());
        switch (receipt.Status)
        {
            case "delivered" or "read":
                message.State = MessageState.Delivered;
                message.NotBefore = null;
                await NumberHolds.LiftAsync(db, message.ClinicId, message.ToHash);
                return true;
            case "undelivered" or "failed" or "canceled":
                message.State = receipt.Status == "undelivered" ? MessageState.Undelivered : MessageState.Failed;
                message.Reason = receipt.ErrorCode ?? receipt.Status;
                message.NotBefore = null;
                if (await LostText.ReactAsync(db, message, message.Reason, final: true, now, machine.GetUtcNow()) is { } pause) senders.Stop(message, pause);
                return true;
            default:
                return learned;
        }
    }
}
