using System.Runtime.CompilerServices;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>A text this worker may send: its intent is committed before anybody is called.</summary>
internal sealed record Claim(string Id, int Attempt, MessageClass Class, OutgoingText Text, DateTimeOffset LeaseUntil, DateTimeOffset? LastMoment)
{
    /// <summary>The conversation and the ownership under which it may leave; null when no ownership holds it back.</summary>
    public OwnerFence? Owner { get; init; }
}

/// <param name="Token">The conversation's <c>OwnerToken</c> when the bot said it.</param>
internal sealed record OwnerFence(string ConversationId, long Token);

/// <param name="Looked">How many due rows were looked at; 0 means that nothing is due.</param>
internal sealed record ClaimRound(IReadOnlyList<Claim> Claims, int Looked);

/// <summary>Takes what is due, most urgent class first, through the gate.</summary>
internal sealed class Claims(
    Spending spending, TextableNumbers textable, TextOnlyNumbers textOnly, StopNotices notices, ApprovalBook approvals, HeldFasts heldFasts, WorkerId worker, ClinicClock clock, TimeProvider machine)
{
    private const int LongestValidity = 36_000;
    private const string NewAttempts =
        """INSERT INTO "OutboundAttempts" ("MessageId", "Attempt", "Worker", "StartedAt") SELECT "Id", "Attempt", "Worker", "PostingAt" FROM "Outbound" WHERE "Id" IN """;
    private static readonly TimeSpan PrefixPause = TimeSpan.FromMinutes(10);

    /// <param name="urgentOnly">Leaves replies and plans where they are.</param>
    public async Task<ClaimRound> TakeAsync(ClinicDb db, Clinic clinic, ITextCarrier carrier, int slots, bool urgentOnly)
    {
        var now = clock.UtcNow;
        var machineNow = machine.GetUtcNow();
        var rows = db.Outbound.Where(m => m.ClinicId == clinic.Id && m.Channel == carrier.Channel);
        var paid = carrier.Channel == Channel.Sms;
        var spent = paid && await spending.IsStoppedAsync(db, clinic, now);
        if (spent) await TellWritersAsync(Due(rows, now, machineNow));
        if (spent) rows = rows.Where(m => m.Class == MessageClass.Safety || m.Class == MessageClass.Page);
        else if (urgentOnly) rows = rows.Where(m => m.Class != MessageClass.Plan && m.Class != MessageClass.Reply);
        if (carrier.Limits.OneAtATime) rows = rows.Where(m => !db.Outbound.Any(other => other.ToHash == m.ToHash && other.State == MessageState.Sending));
        var most = spent || !paid ? slots : Math.Min(slots, spending.Left(clinic.Id));
        var due = await InOrder(Due(rows.AsNoTracking(), now, machineNow), carrier.Limits).Take(most).ToListAsync();
        if (carrier.Limits.OneAtATime) due = due.DistinctBy(m => m.ToHash).ToList();
        var facts = await GateReader.ReadAsync(db, clinic, due, approvals, heldFasts, now, carrier.OffReason(clinic.Id));
        var full = await spending.FullNumbersAsync(db, clinic.Id, [.. due.Where(m => paid && IsAutomatic(m)).Select(m => m.ToHash).Distinct()], now);
        await textOnly.PutAsync(db, clinic.Id, paid ? due : []);
        var leaving = new List<OutboundMessage>();
        foreach (var message in due)
        {
            var verdict = Gate.Decide(message.Class, facts.FactsOf(message));
            if (verdict is Verdict.Send { CallToo: true }) await CallAtOnce(db, message, now);
            if (verdict is not Verdict.Send)
            {
                await Stop(db, message, verdict, now);
                continue;
            }

            if (paid && IsAutomatic(message) && textable.WhyNot(PhoneNumber.Parse(message.To)) is not null)
            {
                await Stop(db, message, Resting(message, TextableNumbers.Reason), now);
                continue;
            }

            if (IsAutomatic(message) && full.Contains(message.ToHash))
            {
                await Stop(db, message, Resting(message, "number-cap"), now);
                await spending.TellNumberAsync(db, message, now);
                continue;
            }

            if (paid && !Spending.IsFree(message.Class) && await spending.IsPrefixFullAsync(db, message, now))
            {
                await Stop(db, message, new Verdict.Later(now + PrefixPause, Spending.PrefixFull), now);
                continue;
            }

            if (paid) spending.Claimed(message);
            facts.Claimed(message);
            leaving.Add(message);
        }

        if (paid) await notices.PutAsync(db, clinic, leaving, now);
        var claims = leaving.ConvertAll(message => Of(message, carrier.Limits, facts.UsefulUntil(message), now, machineNow));
        foreach (var tries in claims.GroupBy(claim => claim.Attempt)) await TakeAsync(db, [.. tries], machineNow);
        return new ClaimRound(claims, due.Count);
    }

    /// <summary>What speaks of a visit becomes a call; a reply is not worth one.</summary>
    private static Verdict Resting(OutboundMessage message, string reason) => message.Step is null ? new Verdict.Withdraw(reason) : new Verdict.Hold(reason);

    /// <summary>Whoever wrote to a patient reads beside the words why they did not leave.</summary>
    private static Task TellWritersAsync(IQueryable<OutboundMessage> due) =>
        due.Where(m => m.Class == MessageClass.Staff && m.Reason == null).ExecuteUpdateAsync(row => row.SetProperty(m => m.Reason, Spending.Stop));

    private static bool IsAutomatic(OutboundMessage message) => message.Class is MessageClass.Reply or MessageClass.Notice or MessageClass.Plan;

    private static IQueryable<OutboundMessage> Due(IQueryable<OutboundMessage> rows, DateTimeOffset now, DateTimeOffset machineNow) =>
        rows.Where(m => m.State == MessageState.Planned && m.DueAt <= now && (m.NotBefore == null || m.NotBefore <= machineNow));

    /// <summary>Most urgent class first. Where a reader sees the order of arrival, what was said first comes first, danger excepted.</summary>
    private static IQueryable<OutboundMessage> InOrder(IQueryable<OutboundMessage> due, CarrierLimits limits) => limits.OneAtATime
        ? due.OrderBy(m => m.Class == MessageClass.Safety ? 0 : 1).ThenBy(m => m.DueAt).ThenBy(m => m.UniqueKey)
        : due.OrderBy(m => m.Class).ThenBy(m => m.DueAt).ThenBy(m => m.UniqueKey);

    /// <summary>The intents of one commit, written together; every one under the fence of the state and the attempt it was seen in.</summary>
    private async Task TakeAsync(ClinicDb db, IReadOnlyList<Claim> claims, DateTimeOffset machineNow)
    {
        var (ids, attempt, lease) = (claims.Select(claim => claim.Id).ToList(), claims[0].Attempt, claims[0].LeaseUntil);
        var taken = await db.Outbound.Where(m => ids.Contains(m.Id) && m.State == MessageState.Planned && m.Attempt == attempt - 1).ExecuteUpdateAsync(row => row
            .SetProperty(m => m.State, MessageState.Sending)
            .SetProperty(m => m.Reason, m => m.Reason == Spending.Stop || m.Reason == Spending.PrefixFull ? null : m.Reason)
            .SetProperty(m => m.Attempt, attempt)
            .SetProperty(m => m.Worker, worker.Current)
            .SetProperty(m => m.PostingAt, machineNow)
            .SetProperty(m => m.LeaseUntil, lease)
            .SetProperty(m => m.NotBefore, (DateTimeOffset?)null));
        if (taken != ids.Count) throw new DbUpdateConcurrencyException("Somebody else took a text that was seen as planned.");
        await db.Database.ExecuteSqlAsync(FormattableStringFactory.Create($"{NewAttempts}({string.Join(", ", ids.Select((_, at) => $"{{{at}}}"))})", [.. ids]));
    }

    private static Claim Of(OutboundMessage message, CarrierLimits limits, DateTimeOffset? usefulUntil, DateTimeOffset now, DateTimeOffset machineNow)
    {
        var validity = usefulUntil is { } until ? (int)Math.Clamp((until - now).TotalSeconds, 1, LongestValidity) : LongestValidity;
        return new Claim(
            message.Id, message.Attempt + 1, message.Class, new OutgoingText(message.Id, message.ClinicId, message.To, message.Body, validity, message.Activity),
            machineNow + limits.Lease, Gate.LastMoment(message))
        {
            Owner = message is { ConversationId: { } thread, OwnerToken: { } token } ? new OwnerFence(thread, token) : null,
        };
    }

    private static Task CallAtOnce(ClinicDb db, OutboundMessage message, DateTimeOffset now) =>
        LostText.OpenAsync(db, message, "opted-out", now);

    private static Task Stop(ClinicDb db, OutboundMessage message, Verdict verdict, DateTimeOffset now)
    {
        db.Attach(message);
        switch (verdict)
        {
            case Verdict.Later later:
                (message.DueAt, message.Reason) = (later.At, later.Reason ?? message.Reason);
                return Task.CompletedTask;
            case Verdict.Withdraw withdraw:
                (message.State, message.Reason) = (MessageState.Withdrawn, withdraw.Reason);
                return withdraw.Reason == Gate.Recalled ? LostText.OpenAsync(db, message, withdraw.Reason, now) : Task.CompletedTask;
            case Verdict.Hold hold:
                (message.State, message.Reason) = (MessageState.Held, hold.Reason);
                return LostText.OpenAsync(db, message, hold.Reason, now);
            case Verdict.Refuse refuse:
                (message.State, message.Reason) = (MessageState.Failed, refuse.Reason);
                return LostText.CallAsync(db, message, refuse.Reason, now);
            case Verdict.Expire expire:
                (message.State, message.Reason) = (MessageState.Expired, expire.Reason);
                return LostText.CallAsync(db, message, expire.Reason, now);
            default:
                throw new InvalidOperationException($"The gate said {verdict.GetType().Name}.");
        }
    }
}
