using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>
/// One pass over a clinic's texts: doubtful ones first, then what is too late, then what is due. A long queue is left after a few seconds, so that
/// doubts do not wait behind it; the poller comes back.
/// </summary>
internal sealed partial class ClinicOutbox(
    ClinicStore store, ClinicDirectory clinics, Carriers carriers, Doubts doubts, Expiry expiry, MissingReceipts missing, Claims claims, CallResults results,
    Senders senders, ClinicClock clock, TimeProvider machine, Changes changes, ILogger<ClinicOutbox> log)
{
    private const int InFlight = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(OutboxLine line, CancellationToken stopping = default)
    {
        if (clinics.Find(line.ClinicId) is not { } clinic) return;
        var carrier = carriers.Of(line.Channel);
        if (!await IsAnythingOpenAsync(line)) return;
        await doubts.ClearAsync(clinic, carrier);
        if (carrier.Limits.CanBeAsked) await missing.AskAsync(clinic, carrier);
        await expiry.RunAsync(clinic, carrier.Channel);
        await SendAsync(clinic, carrier, stopping);
    }

    private async Task<bool> IsAnythingOpenAsync(OutboxLine line)
    {
        await using var db = store.Read();
        return await db.Outbound.AnyAsync(m => m.ClinicId == line.ClinicId && m.Channel == line.Channel
            && (m.State == MessageState.Planned || m.State == MessageState.Held || m.State == MessageState.Sending || m.State == MessageState.InDoubt
                || (m.State == MessageState.Sent && m.NotBefore != null)));
    }

    // Ended calls and new claims share one commit: the disk is asked once for several texts.
    private async Task SendAsync(Clinic clinic, ITextCarrier carrier, CancellationToken stopping)
    {
        var pace = senders.PaceOf(clinic.Id, carrier.Channel);
        var until = machine.GetUtcNow() + Longest;
        var underway = new List<Task<Posted>>();
        var foundSome = true;
        while (foundSome || underway.Count > 0)
        {
            var ended = underway.Where(call => call.IsCompleted).Select(call => call.Result).ToList();
            underway.RemoveAll(call => call.IsCompleted);
            var late = machine.GetUtcNow() >= until;
            var mayClaim = !pace.IsStopped && !stopping.IsCancellationRequested && (!late || underway.Count > 0);
            var slots = mayClaim ? Math.Min(InFlight - underway.Count, pace.Available) : 0;
            if (ended.Count > 0 || slots > 0)
            {
                var round = await StepAsync(clinic, carrier, ended, slots, urgentOnly: late);
                pace.Take(round.Claims.Count);
                underway.AddRange(round.Claims.Select(claim => CallAsync(carrier, claim)));
                foundSome = slots > 0 && round.Looked > 0;
                if (foundSome) continue;
            }

            if (!mayClaim) foundSome = false;
            await WaitAsync(underway, mayClaim ? pace : null, foundSome);
        }
    }

    /// <summary>Until a call ends, one more text may leave, or it is time to look whether something urgent came.</summary>
    private async Task WaitAsync(List<Task<Posted>> underway, Pace? pace, bool foundSome)
    {
        if (underway.Exists(call => call.IsCompleted) || (underway.Count == 0 && !foundSome)) return;
        IEnumerable<Task> events = underway;
        if (pace is not null) events = events.Append(Task.Delay(pace.Available == 0 ? pace.Wait : LookAgain, machine));
        await Task.WhenAny(events);
    }

    private async Task<ClaimRound> StepAsync(Clinic clinic, ITextCarrier carrier, List<Posted> ended, int slots, bool urgentOnly)
    {
        try
        {
            var (round, seen) = await store.WriteFenced(async db =>
            {
                var seen = new List<Change?>();
                foreach (var posted in ended) seen.Add(await results.RecordAsync(db, posted));
                await db.SaveChangesAsync();
                return (slots > 0 ? await claims.TakeAsync(db, clinic, carrier, slots, urgentOnly) : new ClaimRound([], 0), seen);
            });
            foreach (var change in seen.OfType<Change>().Distinct()) changes.Publish(change);
            if (round.Looked > round.Claims.Count) changes.Publish(new Change(clinic.Id));
            return round;
        }
        catch (Exception fault) when (ClinicStore.IsDatabaseFault(fault))
        {
            // Calls are still under way: the pass goes on, or nobody would write down what became of them.
            Log.OneByOne(log, fault);
            foreach (var posted in ended) await AloneAsync(posted);
            return new ClaimRound([], ended.Count);
        }
    }

    private async Task AloneAsync(Posted posted)
    {
        try
        {
            if (await store.WriteFenced(db => results.RecordAsync(db, posted)) is { } change) changes.Publish(change);
        }
        catch (Exception fault) when (ClinicStore.IsDatabaseFault(fault))
        {
            // The row stays claimed; its lease runs out and it is looked up.
            Log.NotRecorded(log, posted.Claim.Id, fault);
        }
    }

    private async Task<Posted> CallAsync(ITextCarrier carrier, Claim claim)
    {
        try
        {
            var fence = new SendFence(machine, clock, claim.LeaseUntil, claim.LastMoment, claim.Owner is { } owner ? () => StillSpeaksAsync(owner) : null);
            return new Posted(claim, await carrier.PostAsync(claim.Text, fence));
        }
        catch (Exception fault)
        {
            Log.CallFailed(log, claim.Id, fault);
            return new Posted(claim, new PostOutcome.Unknown("fault"));
        }
    }

    internal async Task<bool> StillSpeaksAsync(OwnerFence owner)
    {
        await using var db = store.Read();
        return await db.Conversations.AnyAsync(c => c.Id == owner.ConversationId && c.Owner == null && c.OwnerToken == owner.Token);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Ended calls and new claims could not be written together; the ended ones are written one by one.")]
        public static partial void OneByOne(ILogger logger, Exception fault);

        [LoggerMessage(LogLevel.Error, "What became of text {OutboxId} could not be written.")]
        public static partial void NotRecorded(ILogger logger, string outboxId, Exception fault);

        [LoggerMessage(LogLevel.Error, "The call for text {OutboxId} failed in an unforeseen way; the text is in doubt.")]
        public static partial void CallFailed(ILogger logger, string outboxId, Exception fault);
    }
}
