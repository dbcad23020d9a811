using CommsBot.Outbox;
using CommsBot.Tests.Outbox;
using CsCheck;
using Xunit.Abstractions;

namespace CommsBot.Tests.Handoff;

/// <summary>
/// Claims, replies of a turn, the outbox, writing, handing back, leaving and crashing, in any order: no reply of the bot leaves while a person owns the
/// conversation, everything a claim must not hold back leaves, and every conversation can return to the bot.
/// </summary>
public sealed class OneOwnerTests(ITestOutputHelper output)
{
    /// <summary>Every step is a real transaction, so the usual run is short; <c>COMMSBOT_INTERLEAVINGS=10000</c> is the long one.</summary>
    private static readonly int Interleavings = int.TryParse(Environment.GetEnvironmentVariable("COMMSBOT_INTERLEAVINGS"), out var count) ? count : 150;

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
    }

    private static readonly Step[] Racing = [Step.BotReads, Step.BotReplies, Step.OutboxClaims, Step.OutboxSends, Step.DanaClaims];

    // The steps that race are drawn more often than the rest.
    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Gen.Int[0, 4].Select(at => Racing[at])),
        (4, Gen.Enum<Step>()));

    [Fact]
    public async Task No_reply_leaves_after_a_claim_and_every_conversation_can_return_to_the_bot()
    {
        await using var texts = await TextHouse.OpenAsync(inMemory: true);
        var (patients, left, excepted) = (0, 0, 0);
        Steps.Array[3, 9].Sample(
            steps =>
            {
                var house = new OwnershipHouse(texts);
                var patient = patients++;
                Task.Run(() => PlayAsync(house, steps, patient)).GetAwaiter().GetResult();
                left += house.Left.Count(text => text.Class == MessageClass.Reply);
                excepted += house.Excepted;
            },
            iter: Interleavings, threads: 1);
        output.WriteLine($"{patients} interleavings: {left} replies left, {excepted} excepted texts, all of which left.");
        Assert.True(left >= Interleavings / 100, "hardly any reply left: the property would hold for a silent bot");
    }

    private static async Task PlayAsync(OwnershipHouse house, Step[] steps, int patient)
    {
        await house.BeginAsync(patient);
        foreach (var step in steps) await DoAsync(house, step);
        var end = await house.EndAsync();
        Assert.All(house.Left, text => Assert.True(text.Class != MessageClass.Reply || text.Owner is null, $"a reply left while {text.Owner} owned the conversation"));
        Assert.Equal(house.Excepted, house.Left.Count(text => text.Class is MessageClass.Safety or MessageClass.Consent or MessageClass.Plan));
        Assert.True(end.BotOwns);
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
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };
}
