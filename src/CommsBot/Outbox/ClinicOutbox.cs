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
    ClinicStore store, ClinicDirectory clinics, Carriers carriers, Doubts doubts, Expiry expiry, MissingReceipts missing, Redaction redaction, Claims claims, CallResults results,
    Senders senders, ClinicClock clock, TimeProvider machine, Changes changes, ILogger<ClinicOutbox> log)
{
    private const int InFlight = 8;

    /// <summary>Claims of one pass at most, so that a crash leaves few texts to be looked up.</summary>
    private const int MostClaimed = 128;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(OutboxLine line, CancellationToken stopping = default)
    {
        if (clinics.Find(line.ClinicId) is not { } clinic) return;
        var carrier = carriers.Of(line.Channel);
        if (!await IsAnythingOpenAsync(line)) return;
        await doubts.TakeOverAsync(clinic, carrier);
        await expiry.RunAsync(clinic, carrier.Channel);
        // Asking the provider what became of older texts may take long; nothing urgent waits for it.
        await SendAsync(clinic, carrier, AskAsync(clinic, carrier), stopping);
    }

    private async Task<bool> IsAnythingOpenAsync(OutboxLine line)
    {
        await using var db = store.Read();
        return await db.Outbound.AnyAsync(m => m.ClinicId == line.ClinicId && m.Channel == line.Channel
            && (m.State == MessageState.Planned || m.State == MessageState.Held || m.State == MessageState.Sending || m.State == MessageState.InDoubt
                || (m.State == MessageState.Sent && m.Step != null && m.Reason == null && m.AnsweredAt == null)
                || ((m.State == MessageState.Sent || m.State == MessageState.Delivered || m.State == MessageState.Undelivered || m.State == MessageState.Failed) && m.NotBefore != null)));
    }

    // Side by side: a doubt that nobody answers does not keep an unconfirmed instruction from the call list.
    private Task AskAsync(Clinic clinic, ITextCarrier carrier) => Task.WhenAll(
        doubts.LookUpAsync(clinic, carrier),
        carrier.Limits.CanBeAsked ? missing.AskAsync(clinic, carrier) : Task.CompletedTask,
        redaction.RunAsync(clinic, carrier));

    // Ended calls and new claims share one commit: the disk is asked once for several texts.
    private async Task SendAsync(Clinic clinic, ITextCarrier carrier, Task asking, CancellationToken stopping)
    {
        var pace = senders.PaceOf(clinic.Id, carrier.Channel);
        var until = machine.GetUtcNow() + Longest;
        var lines = new CallLines(claim => CallAsync(carrier, claim), InFlight);
        var ahead = InFlight;
        var (foundSome, answered) = (true, false);
        while (foundSome || lines.Open > 0 || !answered)
        {
            // A text that turned out to be absent may leave again.
            if (!answered && asking.IsCompleted) (foundSome, answered) = (true, true);
            var late = machine.GetUtcNow() >= until;
            var mayClaim = !pace.IsStopped && !stopping.IsCancellationRequested && (!late || lines.Open > 0 || !answered);
            if (lines.AnyEnded || (mayClaim && Math.Min(ahead - lines.Open, pace.Available) > 0))
            {
                var (ended, slots) = (new List<Posted>(), 0);
                // Asked when it is this pass's turn to write: what ended while others wrote goes into the same commit, and room is made for as many.
                int Look()
                {
                    ended.AddRange(lines.TakeEnded());
                    ahead = Ahead(ahead, ended.Count);
                    return slots = mayClaim ? Math.Max(0, Math.Min(ahead - lines.Open, pace.Available)) : 0;
                }

                var round = await StepAsync(clinic, carrier, ended, Look, urgentOnly: late);
                pace.Take(round.Claims.Count);
                lines.Add(round.Claims);
                foundSome = slots > 0 && round.Looked > 0;
                if (foundSome) continue;
            }

            if (!mayClaim) foundSome = false;
            await WaitAsync(lines, asking, mayClaim ? pace : null, foundSome);
        }

        await asking;
    }

    /// <summary>Where calls end faster than we commit, more is claimed than is under way, so that no line waits for the disk; where they take long, nothing is.</summary>
    private static int Ahead(int before, int ended) => Math.Clamp(Math.Max(before - InFlight, InFlight + (2 * ended)), InFlight, MostClaimed);

    /// <summary>Until a call ends, one more text may leave, or it is time to look whether something urgent came.</summary>
    private async Task WaitAsync(CallLines lines, Task asking, Pace? pace, bool foundSome)
    {
        if (lines.AnyEnded || (lines.Open == 0 && !foundSome && asking.IsCompleted)) return;
        List<Task> events = [lines.Ended];
        if (!asking.IsCompleted) events.Add(asking);
        if (pace is not null) events.Add(Task.Delay(pace.Available == 0 ? pace.Wait : LookAgain, machine));
        await Task.WhenAny(events);
    }

    private async Task<ClaimRound> StepAsync(Clinic clinic, ITextCarrier carrier, List<Posted> ended, Func<int> look, bool urgentOnly)
    {
        try
        {
            var (round, seen) = await store.WriteFenced(async db =>
            {
                var slots = look();
                var seen = await results.RecordAsync(db, ended);
                await db.SaveChangesAsync();
                db.ChangeTracker.Clear();
                return (slots > 0 ? await claims.TakeAsync(db, clinic, carrier, slots, urgentOnly) : new ClaimRound([], 0), seen);
            });
            foreach (var change in seen.Distinct()) changes.Publish(change);
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
            foreach (var change in await store.WriteFenced(db => results.RecordAsync(db, [posted]))) changes.Publish(change);
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
