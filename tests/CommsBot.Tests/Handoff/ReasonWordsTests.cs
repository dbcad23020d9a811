using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Preparation;

namespace CommsBot.Tests.Handoff;

public sealed class ReasonWordsTests
{
    [Fact]
    public void No_reason_is_a_bare_number() => Assert.All(ProviderCodes.Known, code => Assert.Contains(ReasonWords.Of(code), char.IsAsciiLetter));

    [Fact]
    public void No_call_that_a_plan_asks_for_is_a_bare_code() =>
        Assert.All(Enum.GetValues<CallReason>().Select(reason => Words.Kebab(reason.ToString())), code => Assert.NotEqual(code.Replace('-', ' '), ReasonWords.Of(code)));

    [Theory]
    [InlineData("30003", "phone off or without signal")]
    [InlineData("30006", "landline, cannot get texts")]
    [InlineData("30999", "text not delivered (code 30999)")]
    [InlineData("approval-lapsed", "the text's approval ended: say it by phone")]
    [InlineData("fasting-not-understood", "time to stop eating not confirmed")]
    [InlineData("no-consent", "has not agreed to texts")]
    [InlineData("screen-held", "a nurse must clear the health questions")]
    [InlineData("boundary.no-driver", "no driver")]
    [InlineData("net.NoDriver", "no driver")]
    [InlineData("health-screen", "health questions not cleared by a nurse")] // A yes, an unclear, a late or no answer: it must not tell a yes that nobody said.
    [InlineData("boundary.late", "running late")]
    public void A_reason_is_said_in_words(string reason, string words) => Assert.Equal(words, ReasonWords.Of(reason));
}
