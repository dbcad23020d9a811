using System.Collections.Concurrent;
using System.Diagnostics;
using CommsBot.Outbox;
using CsCheck;
using Xunit.Abstractions;

namespace CommsBot.Tests.Handoff;

/// <summary>
/// Claims, replies of a turn, the outbox, writing, handing back, leaving and crashing, in any order: no reply of the bot leaves while a person owns the
/// conversation, everything a claim must not hold back leaves, nobody but its owner holds a ticket of a conversation, and every conversation can return to the bot.
/// </summary>
public sealed class OneOwnerTests(ITestOutputHelper output)
{
    /// <summary>Every step is a real transaction, so the usual run plays what the machine can in this time, however busy it is at least <see cref="Fewest"/>.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    private const int Fewest = 150;

    /// <summary><c>COMMSBOT_INTERLEAVINGS=10000</c> plays so many, however long they take.</summary>
    private static readonly int? Asked = int.TryParse(Environment.GetEnvironmentVariable("COMMSBOT_INTERLEAVINGS"), out var count) ? count : null;

    private readonly ConcurrentBag<WaitingPatients> blocks = [];
    private int patients;
    private int left;
    private int excepted;

    private enum Step
    {
        BotReads,
        BotReplies,
        BotAnswersCrisis,
        BotConfirmsKeyword,
        PlanIsDue,
        OutboxClaims,
        OutboxSends,
        Crash,
        DanaClaims,
        LeeClaims,
        DanaWrites,
        DanaPassesToLee,
        DanaCloses,
        LeeCloses,
        DanaSignsOut,
        LeaseLapses,
        PatientAsksBesides,
        DanaClaimsBeside,
        LeeClosesBeside,
    }

    private static readonly Step[] Racing = [Step.BotReads, Step.BotReplies, Step.OutboxClaims, Step.OutboxSends, Step.DanaClaims];

    // The steps that race are drawn more often than the rest.
    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Gen.Int[0, 4].Select(at => Racing[at])),
        (4, Gen.Enum<Step>()));

    [Fact]
    public async Task No_reply_leaves_after_a_claim_and_every_conversation_can_return_to_the_bot()
    {
        blocks.Add(await WaitingPatients.OpenAsync());
        var since = Stopwatch.GetTimestamp();
        Play(iter: Asked ?? Fewest);
        if (Asked is null && (int)(Usual - Stopwatch.GetElapsedTime(since)).TotalSeconds is > 0 and var seconds) Play(time: seconds);
        foreach (var block in blocks) await block.DisposeAsync();
        output.WriteLine($"{patients} interleavings in {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s: {left} replies left, {excepted} excepted texts, all of which left.");
        Assert.True(left >= patients / 100, "hardly any reply left: the property would hold for a silent bot");
    }

    private void Play(int iter = -1, int time = -1) =>
        Steps.Array[3, 9].Sample(steps => Task.Run(() => PlayAsync(steps)).GetAwaiter().GetResult(), iter: iter, time: time, threads: Environment.ProcessorCount);

    private async Task PlayAsync(Step[] steps)
    {
        if (!blocks.TryTake(out var block)) block = await WaitingPatients.OpenAsync();
        var house = block.Next();
        foreach (var step in steps) await DoAsync(house, step);
        var end = await house.EndAsync();
        Assert.All(house.Left, text => Assert.True(text.Class != MessageClass.Reply || text.Owner is null, $"a reply left while {text.Owner} owned the conversation"));
        Assert.Equal(house.Excepted, house.Left.Count(text => text.Class is MessageClass.Safety or MessageClass.Consent or MessageClass.Plan));
        Assert.True(end.BotOwns);
        Interlocked.Increment(ref patients);
        Interlocked.Add(ref left, house.Left.Count(text => text.Class == MessageClass.Reply));
        Interlocked.Add(ref excepted, house.Excepted);
        if (block.AreAllServed) await block.DisposeAsync();
        else blocks.Add(block);
    }

    private static Task DoAsync(OwnershipHouse house, Step step) => step switch
    {
        Step.BotReads => house.BotReadsAsync(),
        Step.BotReplies => house.BotCommitsAsync(MessageClass.Reply),
        Step.BotAnswersCrisis => house.BotCommitsAsync(MessageClass.Safety),
        Step.BotConfirmsKeyword => house.BotCommitsAsync(MessageClass.Consent),
        Step.PlanIsDue => house.PlanIsDueAsync(),
        Step.OutboxClaims => house.OutboxClaimsAsync(),
        Step.OutboxSends => house.OutboxSendsAsync(),
        Step.Crash => house.CrashAsync(),
        Step.DanaClaims => house.ClaimAsync(OwnershipHouse.Dana),
        Step.LeeClaims => house.ClaimAsync(OwnershipHouse.Lee),
        Step.DanaWrites => house.WriteAsync(OwnershipHouse.Dana),
        Step.DanaPassesToLee => house.PassAsync(OwnershipHouse.Dana, OwnershipHouse.Lee),
        Step.DanaCloses => house.CloseAsync(OwnershipHouse.Dana),
        Step.LeeCloses => house.CloseAsync(OwnershipHouse.Lee),
        Step.DanaSignsOut => house.SignOutAsync(OwnershipHouse.Dana),
        Step.LeaseLapses => house.LapseAsync(),
        Step.PatientAsksBesides => house.AskBesidesAsync(),
        Step.DanaClaimsBeside => house.ClaimBesideAsync(OwnershipHouse.Dana),
        Step.LeeClosesBeside => house.CloseBesideAsync(OwnershipHouse.Lee),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };
}
