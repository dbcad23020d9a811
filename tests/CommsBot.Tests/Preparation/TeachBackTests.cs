using CommsBot.Preparation;
using static CommsBot.Tests.Preparation.ThePreparation;

namespace CommsBot.Tests.Preparation;

/// <summary>Which messages say the time to stop eating back, rightly or wrongly.</summary>
public sealed class TeachBackTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2027-03-15T17:00:00Z");
    private static readonly OpenText Sent = new("t4", "visit-1", "fasting", StepKind.Fasting, Noon) { Cutoff = [new TimeOnly(1, 0)] };
    private static readonly OpenText Asked = Sent with { Said = Said.Understood };

    [Theory]
    [InlineData("1am")]
    [InlineData("1 AM")]
    [InlineData("1 a.m.")]
    [InlineData("1:00")]
    [InlineData("01:00")]
    [InlineData("1.00 am")]
    [InlineData("at 1")]
    [InlineData("At 1 please")]
    [InlineData("1:00 AM Tuesday")]
    [InlineData("no food after 1 in the morning")]
    [InlineData("I stop eating at 1am (Monday night)")]
    [InlineData("one in the morning")]
    [InlineData("1 at night")]
    [InlineData("a la 1")]
    [InlineData("a la una de la mañana")]
    [InlineData("1 de la madrugada")]
    [InlineData("No como después de la 1:00 AM")]
    public void The_right_time_in_many_ways(string text)
    {
        Assert.Equal(new(Reply.TimeRight, Asked), Match(text, Asked));
        Assert.Equal(new(Reply.TimeRight, Sent), Match(text, Sent)); // who says the time at once has said it
    }

    [Theory]
    [InlineData("1pm")]
    [InlineData("1 in the afternoon")]
    [InlineData("2am")]
    [InlineData("1:30")]
    [InlineData("7:00 AM")]
    [InlineData("midnight")]
    [InlineData("at 10")]
    [InlineData("13:00")]
    [InlineData("a las 7")]
    [InlineData("medianoche")]
    public void A_wrong_time_is_heard_as_one(string text) => Assert.Equal(new(Reply.TimeWrong, Asked), Match(text, Asked));

    [Theory]
    [InlineData("a la una y media")]
    [InlineData("una y media de la mañana")]
    [InlineData("1 y media")]
    [InlineData("la una y treinta")]
    [InlineData("1 30 am")]
    [InlineData("one thirty")]
    [InlineData("half past one")]
    [InlineData("one thirty in the morning")]
    public void Minutes_are_heard_in_words(string text)
    {
        var half = Asked with { Cutoff = [new TimeOnly(1, 30)] };
        Assert.Equal(new(Reply.TimeRight, half), Match(text, half));
        Assert.Equal(Reply.TimeWrong, Match(text, Asked).Reply);
    }

    [Theory]
    [InlineData("media noche")]
    [InlineData("a la media noche")]
    [InlineData("12 de la media noche")]
    public void Midnight_in_two_words_is_midnight(string text)
    {
        var midnight = Asked with { Cutoff = [new TimeOnly(0, 0)] };
        Assert.Equal(new(Reply.TimeRight, midnight), Match(text, midnight));
    }

    [Theory]
    [InlineData("una menos cuarto")]
    [InlineData("half a sandwich at 1")]
    [InlineData("1 30 45")]
    [InlineData("thirty")]
    public void Minutes_that_nobody_could_read_are_no_time(string text) => Assert.Equal(Reply.NotAReply, Match(text, Asked).Reply);

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    [InlineData("ok got it")]
    [InlineData("I understand")]
    [InlineData("see you tomorrow")]
    public void A_bare_digit_or_ok_is_no_time_and_the_time_is_asked_again(string text) => Assert.Equal(new(Reply.TimeAgain, Asked), Match(text, Asked));

    [Theory]
    [InlineData("I ate at 7")]
    [InlineData("1am or 2am?")]
    [InlineData("is coffee ok at 1am")]
    [InlineData("25:00")]
    [InlineData("1:75")]
    [InlineData("👍")]
    [InlineData("Liked “No food after 1:00 AM”")]
    public void Other_words_are_no_time(string text) => Assert.Equal(Reply.NotAReply, Match(text, Asked).Reply);

    [Theory]
    [InlineData("midnight")]
    [InlineData("12")]
    [InlineData("12 am")]
    [InlineData("12 at night")]
    [InlineData("medianoche")]
    public void Midnight_has_its_ways(string text) => Assert.Equal(Reply.TimeRight, Match(text, Asked with { Cutoff = [new TimeOnly(0, 0)] }).Reply);

    [Fact]
    public void Evening_cutoffs_are_read_as_evenings()
    {
        var evening = Asked with { Cutoff = [new TimeOnly(22, 0)] };
        Assert.Equal(Reply.TimeRight, Match("10", evening).Reply);
        Assert.Equal(Reply.TimeRight, Match("10 at night", evening).Reply);
        Assert.Equal(Reply.TimeRight, Match("22:00", evening).Reply);
        Assert.Equal(Reply.TimeWrong, Match("10 am", evening).Reply);
    }

    [Fact]
    public void A_call_or_another_date_can_always_be_asked_for()
    {
        Assert.Equal(new(Reply.CallMe, Asked), Match("call me", Asked));
        Assert.Equal(new(Reply.Reschedule, Asked), Match("can't make it tmrw", Asked));
    }

    [Fact]
    public void The_time_on_the_patients_own_clock_is_right_too() =>
        Assert.Equal(Reply.TimeRight, Match("midnight", Asked with { Cutoff = [new TimeOnly(1, 0), new TimeOnly(0, 0)] }).Reply);

    [Fact]
    public void Coming_is_enough_to_be_asked_for_the_time() => Assert.Equal(new(Reply.Understood, Sent), Match("I'll be there", Sent));

    private static ReplyMatch Match(string text, params OpenText[] open) => Shipped.Matcher.Match(text, open);
}
