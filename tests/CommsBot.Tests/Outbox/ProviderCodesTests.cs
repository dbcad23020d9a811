using CommsBot.Outbox;

namespace CommsBot.Tests.Outbox;

/// <summary>The provider's codes as the field knows them, and what we do about each: the whole table, read against the table of the code.</summary>
public class ProviderCodesTests
{
    private static readonly (string Reaction, string Codes)[] Expected =
    [
        (nameof(Reaction.Again), "20429 21611 21730 30001 30017 30410 30500"),
        (nameof(Reaction.AgainThenHold), "30003 30008"),
        (nameof(Reaction.AgainAndTell), "30022 30023 30024 30035 30450 30453 30454"),
        (nameof(Reaction.Call), "30036 30046 canceled bot-403 bot-404"),
        (nameof(Reaction.CallAndTell), "21408 30007 30047 30610 bot-400"),
        (nameof(Reaction.HoldNumber), "21211 21265 21612 21614 21635 30004 30005 30006 30640"),
        (nameof(Reaction.Suppress), "21610"),
        (nameof(Reaction.StopSender), "20003 20404 21606 21608 21703 21704 30002 30032 30033 30034 30037 http-401 http-403 http-404 bot-401"),
        (nameof(Reaction.OurBug), "21604 14103 21605 21617 35114 35115 35117 35118 35125 bot-413"),
    ];

    [Fact]
    public void Every_code_has_the_reaction_that_the_field_advises()
    {
        foreach (var (reaction, codes) in Expected)
            foreach (var code in codes.Split(' ')) Assert.Equal((code, reaction), (code, ProviderCodes.RuleOf(code).Reaction.ToString()));
        Assert.Equal(Expected.SelectMany(row => row.Codes.Split(' ')).Order(StringComparer.Ordinal), ProviderCodes.Known.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("39999")]
    [InlineData("")]
    [InlineData(null)]
    public void A_code_nobody_knows_stops_the_number(string? code) => Assert.Equal(Reaction.HoldNumber, ProviderCodes.RuleOf(code).Reaction);

    [Fact]
    public void A_text_to_a_phone_that_is_off_is_tried_again_after_half_an_hour_at_the_soonest() =>
        Assert.InRange(ProviderCodes.RuleOf("30003").Pause, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(60));
}
