using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>What a status callback or a question to the provider told.</summary>
/// <param name="OutboxId">Our id from the callback's address; null when the provider was asked by SID.</param>
/// <param name="Status">The provider's word.</param>
internal sealed record Receipt(string? OutboxId, string Sid, string Status, string? ErrorCode);

/// <summary>
/// Receipts come twice, late, in any order, before the answer to our own call, or never. Each is stored before it is answered, those that come
/// together in one commit; the text's state only moves up, and a final state stays.
/// </summary>
internal sealed class Receipts
{
    private const int InOneCommit = 64;
    private static readonly MessageState[] Final = [MessageState.Delivered, MessageState.Undelivered];

    private readonly SharedWrite<Receipt> arriving;
    private readonly ClinicClock clock;
    private readonly TimeProvider machine;
    private readonly Senders senders;
    private readonly VisitPlans plans;

    public Receipts(ClinicStore store, ClinicClock clock, TimeProvider machine, Senders senders, VisitPlans plans, Changes changes)
    {
        (this.clock, this.machine, this.senders, this.plans) = (clock, machine, senders, plans);
        arriving = new SharedWrite<Receipt>(InOneCommit, async receipts =>
        {
            foreach (var change in await store.WriteFenced(db => ApplyAsync(db, receipts))) changes.Publish(change);
        });
    }

    /// <summary>Completes when it is stored.</summary>
    public Task TakeAsync(Receipt receipt) => arriving.AddAsync(receipt);

    /// <summary>In the caller's transaction; returns what to read again.</summary>
    public async Task<IReadOnlyList<Change>> ApplyAsync(ClinicDb db, IReadOnlyList<Receipt> receipts)
    {
        var sids = receipts.Select(r => r.Sid).Distinct().ToList();
        var ids = receipts.Where(r => r.OutboxId is not null).Select(r => r.OutboxId!).Distinct().ToList();
        var stored = (await db.DeliveryEvents.Where(e => sids.Contains(e.ProviderSid)).Select(e => new { e.ProviderSid, e.Status }).ToListAsync())
            .Select(e => (e.ProviderSid, e.Status)).ToHashSet();
        var messages = await db.Outbound.AsTracking().Where(m => sids.Contains(m.ProviderSid!) || ids.Contains(m.Id)).ToListAsync();
        var moves = new Moves();
        foreach (var receipt in receipts)
        {
            var isNew = stored.Add((receipt.Sid, receipt.Status));
            if (isNew) db.DeliveryEvents.Add(new DeliveryEvent { ProviderSid = receipt.Sid, Status = receipt.Status, ErrorCode = receipt.ErrorCode, At = machine.GetUtcNow() });
            if (OwnerOf(messages, receipt) is not { } message) continue;
            if (!isNew && message.ProviderSid == receipt.Sid && receipt.Status is not ("delivered" or "read" or "undelivered" or "failed" or "canceled")) continue;
            await MoveAsync(db, message, receipt, moves);
        }

        return await FinishAsync(db, moves);
    }

    /// <summary>Receipts that came before anybody knew whose SID it was.</summary>
    public async Task CatchUpAsync(ClinicDb db, IReadOnlyList<OutboundMessage> sent)
    {
        var bySid = sent.ToDictionary(m => m.ProviderSid!);
        var sids = bySid.Keys.ToList();
        var early = await db.DeliveryEvents.AsNoTracking().Where(e => sids.Contains(e.ProviderSid)).OrderBy(e => e.Id).ToListAsync();
        var moves = new Moves();
        foreach (var known in early)
            await MoveAsync(db, bySid[known.ProviderSid], new Receipt(null, known.ProviderSid, known.Status, known.ErrorCode), moves);
        await FinishAsync(db, moves);
    }

    private static OutboundMessage? OwnerOf(List<OutboundMessage> messages, Receipt receipt) =>
        messages.Find(m => m.ProviderSid == receipt.Sid)
        ?? (receipt.OutboxId is null ? null : messages.Find(m => m.Id == receipt.OutboxId && m is { ProviderSid: null, Attempt: > 0 }));

    private async Task MoveAsync(ClinicDb db, OutboundMessage message, Receipt receipt, Moves moves)
    {
        if (Array.IndexOf(Final, message.State) >= 0 || (message.State == MessageState.Failed && message.ProviderSid is not null)) return;
        var now = clock.UtcNow;
        if (message.ProviderSid is null)
        {
            SentTexts.Mark(message, receipt.Sid, now, machine.GetUtcNow());
            moves.Learned.Add(message);
            moves.Moved.Add(message);
        }

        switch (receipt.Status)
        {
            case "delivered" or "read":
                message.State = MessageState.Delivered;
                message.NotBefore = Redaction.DueAt(senders.Redacts(message.Channel), machine);
                moves.Delivered.Add(message);
                moves.Moved.Add(message);
                break;
            case "undelivered" or "failed" or "canceled":
                message.State = receipt.Status == "undelivered" ? MessageState.Undelivered : MessageState.Failed;
                message.Reason = receipt.ErrorCode ?? receipt.Status;
                message.NotBefore = Redaction.DueAt(senders.Redacts(message.Channel), machine);
                moves.Moved.Add(message);
                if (await LostText.ReactAsync(db, plans, message, message.Reason, final: true, now, machine.GetUtcNow()) is { } pause) senders.Stop(message, pause);
                break;
        }
    }

    private async Task<IReadOnlyList<Change>> FinishAsync(ClinicDb db, Moves moves)
    {
        await SentTexts.ShowAsync(db, moves.Learned, clock.UtcNow);
        foreach (var ofClinic in moves.Delivered.GroupBy(m => m.ClinicId))
            foreach (var (hash, _) in await NumberHolds.OfAsync(db, ofClinic.Key, ofClinic.Select(m => m.ToHash).Distinct()))
                await NumberHolds.LiftAsync(db, ofClinic.Key, hash);
        return await SentTexts.ChangesOfAsync(db, moves.Moved);
    }

    /// <summary>What some receipts did, gathered so that the rest is read and written once for all of them.</summary>
    private sealed class Moves
    {
        public HashSet<OutboundMessage> Moved { get; } = [];
        public List<OutboundMessage> Learned { get; } = [];
        public List<OutboundMessage> Delivered { get; } = [];
    }
}
