using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using static CommsBot.Clinics.Moments;

namespace CommsBot.Outbox;

/// <summary>
/// Texts of which nobody knows whether the provider took them. Each is looked up first, never blindly repeated: found, it is sent; not found
/// until it must have settled, it is planned again while it is in time; otherwise a person decides.
/// </summary>
internal sealed partial class Doubts(
    ClinicStore store, Carriers carriers, Receipts receipts, WorkerId worker, ClinicClock clock, TimeProvider machine, Changes changes, ILogger<Doubts> log)
{
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSearch = TimeSpan.FromMinutes(15);

    /// <param name="machineNow">When the last byte may have left.</param>
    public static void Begin(OutboundMessage message, DateTimeOffset machineNow, TimeSpan settle)
    {
        message.State = MessageState.InDoubt;
        message.LeaseUntil = machineNow + settle;
        message.NotBefore = null;
    }

    /// <summary>What was claimed and has no owner any more is in doubt.</summary>
    public Task TakeOverAsync(Clinic clinic, ITextCarrier carrier) => store.WriteFenced(db => TakeOverAsync(db, clinic, carrier));

    public async Task LookUpAsync(Clinic clinic, ITextCarrier carrier) =>
        await Asking.SeveralAsync(await WaitingAsync(clinic, carrier.Channel), machine, id => LookUpAsync(id, carrier));

    private async Task TakeOverAsync(ClinicDb db, Clinic clinic, ITextCarrier carrier)
    {
        var machineNow = machine.GetUtcNow();
        var left = await db.Outbound.AsTracking().Where(m => m.ClinicId == clinic.Id && m.Channel == carrier.Channel && m.State == MessageState.Sending
            && (m.LeaseUntil <= machineNow || (m.Worker != worker.Current && m.Worker!.StartsWith(worker.Node)))).ToListAsync();
        foreach (var message in left) Begin(message, machineNow, carrier.Limits.Settle);
    }

    private async Task<List<string>> WaitingAsync(Clinic clinic, Channel channel)
    {
        await using var db = store.Read();
        var machineNow = machine.GetUtcNow();
        return await db.Outbound.Where(m => m.ClinicId == clinic.Id && m.Channel == channel && m.State == MessageState.InDoubt && (m.NotBefore == null || m.NotBefore <= machineNow))
            .OrderBy(m => m.PostingAt).Select(m => m.Id).Take(200).ToListAsync();
    }

    private async Task LookUpAsync(string id, ITextCarrier carrier)
    {
        OutboundMessage? message;
        DateTimeOffset firstTry;
        await using (var db = store.Read())
        {
            message = await db.Outbound.FirstOrDefaultAsync(m => m.Id == id && m.State == MessageState.InDoubt);
            if (message is null) return;
            firstTry = await db.OutboundAttempts.Where(a => a.MessageId == id).OrderBy(a => a.Id).Select(a => a.StartedAt).FirstAsync();
        }

        var asked = machine.GetUtcNow();
        var carried = await carrier.FindAsync(message.ClinicId, message.To, firstTry - ClockDifference);
        var change = await store.WriteFenced(db => SettleAsync(db, message, carried, asked));
        if (change is { } seen) changes.Publish(seen);
    }

    private async Task<Change?> SettleAsync(ClinicDb db, OutboundMessage seen, IReadOnlyList<CarriedText>? carried, DateTimeOffset asked)
    {
        var message = await db.Outbound.AsTracking().FirstOrDefaultAsync(m => m.Id == seen.Id && m.State == MessageState.InDoubt && m.Attempt == seen.Attempt);
        if (message is null) return null;
        var now = clock.UtcNow;
        if (carried is null) return await CannotAsk(db, message, asked, now);
        if (await FindOwnAsync(db, message, carried) is { } own)
        {
            if (await TwinUnderwayAsync(db, message))
            {
                message.NotBefore = asked.AddSeconds(1);
                return null;
            }

            Log.Found(log, message.Id, own.Sid);
            SentTexts.Mark(message, own.Sid, now, machine.GetUtcNow());
            await SentTexts.ShowAsync(db, [message], now);
            await receipts.CatchUpAsync(db, [message]);
            await receipts.ApplyAsync(db, [new Receipt(message.Id, own.Sid, own.Status, own.ErrorCode)]);
            return await ChangeOf(db, message);
        }

        if (asked < message.LeaseUntil)
        {
            message.NotBefore = Earlier(asked + Between(carriers.Of(message.Channel).Limits.Settle), message.LeaseUntil.Value);
            return null;
        }

        return await Absent(db, message, now);
    }

    private async Task<Change?> Absent(ClinicDb db, OutboundMessage message, DateTimeOffset now)
    {
        Log.Absent(log, message.Id);
        message.LeaseUntil = null;
        message.NotBefore = null;
        if (Gate.LastMoment(message) <= now) return await Give(db, message, "too-late", now);
        message.State = MessageState.Planned;
        return null;
    }

    private async Task<Change?> CannotAsk(ClinicDb db, OutboundMessage message, DateTimeOffset asked, DateTimeOffset now)
    {
        message.NotBefore = asked + TimeSpan.FromSeconds(5);
        var longEnough = !carriers.Of(message.Channel).Limits.CanBeAsked || message.PostingAt + LongestSearch <= asked;
        return longEnough || Gate.LastMoment(message) <= now ? await Give(db, message, "cannot-be-known", now) : null;
    }

    private static async Task<Change?> Give(ClinicDb db, OutboundMessage message, string reason, DateTimeOffset now)
    {
        message.State = MessageState.NeedsReview;
        message.Reason = reason;
        await LostText.CallAsync(db, message, reason, now);
        return await ChangeOf(db, message);
    }

    private static async Task<Change?> ChangeOf(ClinicDb db, OutboundMessage message) => (await SentTexts.ChangesOfAsync(db, [message])).Single();

    private static async Task<CarriedText?> FindOwnAsync(ClinicDb db, OutboundMessage message, IReadOnlyList<CarriedText> carried)
    {
        var same = carried.Where(text => text.Body == message.Body).OrderBy(text => text.CreatedAt).ToList();
        if (same.Count == 0) return null;
        var sids = same.ConvertAll(text => text.Sid);
        var taken = await db.Outbound.Where(m => sids.Contains(m.ProviderSid!)).Select(m => m.ProviderSid!).ToListAsync();
        return same.Find(text => !taken.Contains(text.Sid));
    }

    // Another row with the same words is on the wire: what was found may be its text, whose number we do not know yet.
    private static async Task<bool> TwinUnderwayAsync(ClinicDb db, OutboundMessage message)
    {
        var underway = await db.Outbound.AsNoTracking()
            .Where(m => m.ClinicId == message.ClinicId && m.ToHash == message.ToHash && m.State == MessageState.Sending).ToListAsync();
        return underway.Exists(other => other.Body == message.Body);
    }

    private static TimeSpan Between(TimeSpan settle) => settle / 6 > TimeSpan.FromSeconds(1) ? settle / 6 : TimeSpan.FromSeconds(1);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Doubtful text {OutboxId} was found at the provider as {Sid}.")]
        public static partial void Found(ILogger logger, string outboxId, string sid);

        [LoggerMessage(LogLevel.Information, "Doubtful text {OutboxId} never reached the provider.")]
        public static partial void Absent(ILogger logger, string outboxId);
    }
}
