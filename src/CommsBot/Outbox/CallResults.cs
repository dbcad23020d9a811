using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>A call that has ended.</summary>
internal sealed record Posted(Claim Claim, PostOutcome Outcome);

/// <summary>Writes down what a call came to, under the fence of its attempt.</summary>
internal sealed partial class CallResults(Receipts receipts, Senders senders, Carriers carriers, VisitPlans plans, ClinicClock clock, TimeProvider machine, ILogger<CallResults> log)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <returns>What to read again, after the commit.</returns>
    public async Task<IReadOnlyList<Change>> RecordAsync(ClinicDb db, IReadOnlyList<Posted> ended)
    {
        if (ended.Count == 0) return [];
        var ids = ended.Select(posted => posted.Claim.Id).ToList();
        var messages = await db.Outbound.AsTracking().Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id);
        var moved = new List<OutboundMessage>();
        var accepted = new List<OutboundMessage>();
        foreach (var (claim, outcome) in ended)
        {
            var message = messages[claim.Id];
            if (outcome is PostOutcome.Accepted yes && IsNews(message, claim, yes)) accepted.Add(message);
            else if (outcome is not PostOutcome.Accepted && message.State == MessageState.Sending && message.Attempt == claim.Attempt && await NotAccepted(db, message, outcome))
                moved.Add(message);
        }

        foreach (var alike in ended.GroupBy(posted => (posted.Claim.Attempt, Word(posted.Outcome)))) await EndAsync(db, [.. alike.Select(posted => posted.Claim.Id)], alike.Key.Attempt, alike.Key.Item2);
        await SentTexts.ShowAsync(db, accepted, clock.UtcNow);
        await receipts.CatchUpAsync(db, accepted);
        return await SentTexts.ChangesOfAsync(db, [.. moved, .. accepted]);
    }

    private Task EndAsync(ClinicDb db, IReadOnlyList<string> ids, int attempt, string outcome)
    {
        var now = machine.GetUtcNow();
        return db.OutboundAttempts.Where(a => ids.Contains(a.MessageId) && a.Attempt == attempt && a.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(a => a.EndedAt, now).SetProperty(a => a.Outcome, outcome));
    }

    // The provider's yes holds whatever became of the row meanwhile: found by its receipt, given up, or taken for lost.
    private bool IsNews(OutboundMessage message, Claim claim, PostOutcome.Accepted accepted)
    {
        if (message.ProviderSid == accepted.Sid) return false;
        if (message.ProviderSid is not null || message.Attempt != claim.Attempt)
        {
            Log.SentTwice(log, message.Id, accepted.Sid);
            return false;
        }

        SentTexts.Mark(message, accepted.Sid, clock.UtcNow, machine.GetUtcNow());
        if (!carriers.Of(message.Channel).Limits.CanBeAsked) message.NotBefore = null;
        return true;
    }

    private async Task<bool> NotAccepted(ClinicDb db, OutboundMessage message, PostOutcome outcome)
    {
        var machineNow = machine.GetUtcNow();
        message.LeaseUntil = null;
        switch (outcome)
        {
            case PostOutcome.Refused refused:
                message.Reason = refused.Code;
                if (await LostText.ReactAsync(db, plans, message, refused.Code, final: false, clock.UtcNow, machineNow) is { } pause) senders.Stop(message, pause);
                return true;
            case PostOutcome.NotProcessed later:
                message.State = MessageState.Planned;
                message.NotBefore = machineNow + (later.RetryAfter ?? BackOff(message));
                return true;
            default:
                Doubts.Begin(message, machineNow, carriers.Of(message.Channel).Limits.Settle);
                return true;
        }
    }

    /// <summary>1 s, doubling up to a minute, spread by a tenth so that texts refused together do not come back together.</summary>
    private static TimeSpan BackOff(OutboundMessage message)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(message.Attempt - 1, 10))));
        return pause * (0.9 + (0.2 * (message.Id[^1] % 16) / 16));
    }

    private static string Word(PostOutcome outcome) => outcome switch
    {
        PostOutcome.Accepted => "accepted",
        PostOutcome.Refused refused => refused.Code,
        PostOutcome.NotProcessed later => later.Why,
        PostOutcome.Unknown unknown => unknown.Why,
        _ => "unknown",
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Text {OutboxId} is at the provider twice; the second time as {Sid}.")]
        public static partial void SentTwice(ILogger logger, string outboxId, string sid);
    }
}
