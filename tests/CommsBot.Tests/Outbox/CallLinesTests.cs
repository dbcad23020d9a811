using CommsBot.Outbox;

namespace CommsBot.Tests.Outbox;

/// <summary>What is said first to one phone leaves first, and nothing else waits for it.</summary>
public sealed class CallLinesTests
{
    private const string Ana = "+17135550101";

    private readonly List<string> called = [];
    private readonly Dictionary<string, TaskCompletionSource> answers = [];
    private readonly CallLines lines;

    public CallLinesTests() => lines = new CallLines(
        async claim =>
        {
            TaskCompletionSource answer;
            lock (called)
            {
                called.Add(claim.Id);
                answers[claim.Id] = answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await answer.Task;
            return new Posted(claim, new PostOutcome.Accepted($"SM{claim.Id}", "queued"));
        },
        lines: 2);

    [Fact]
    public async Task A_second_text_to_the_same_phone_waits_for_the_first_while_others_leave()
    {
        lines.Add([Claim("thanks", Ana), Claim("fasting", Ana), Claim("other", "+17135550102")]);
        await CalledAsync("other", "thanks");
        Assert.Equal(3, lines.Open);

        answers["other"].SetResult();
        await lines.Ended;
        Assert.Equal("other", Assert.Single(lines.TakeEnded()).Claim.Id);
        Assert.Equal(["other", "thanks"], called.Order());

        answers["thanks"].SetResult();
        await CalledAsync("fasting", "other", "thanks");
        lines.Add([Claim("later", Ana)]);
        answers["fasting"].SetResult();
        await CalledAsync("fasting", "later", "other", "thanks");
        answers["later"].SetResult();
        while (lines.Open > lines.TakeEnded().Count) await lines.Ended;
        Assert.Equal(0, lines.Open);
    }

    [Theory]
    [InlineData("Safety")]
    [InlineData("Page")]
    public async Task Danger_waits_for_no_other_text(string urgent)
    {
        lines.Add([Claim("plan", Ana)]);
        lines.Add([Claim("danger", Ana, Enum.Parse<MessageClass>(urgent))]);
        await CalledAsync("danger", "plan");
    }

    private async Task CalledAsync(params string[] ids)
    {
        for (var look = 0; look < 10_000; look++)
        {
            lock (called)
                if (called.Order().SequenceEqual(ids)) return;
            await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        Assert.Equal(ids, called.Order());
    }

    private static Claim Claim(string id, string to, MessageClass @class = MessageClass.Plan) =>
        new(id, 1, @class, new OutgoingText(id, "mind-balance", to, id, 60), DateTimeOffset.MaxValue, null);
}
