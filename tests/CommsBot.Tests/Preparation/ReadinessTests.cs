using CommsBot.Preparation;

namespace CommsBot.Tests.Preparation;

public sealed class ReadinessTests
{
    private static readonly DateTimeOffset Fast = DateTimeOffset.Parse("2027-03-16T06:00:00Z");
    private static readonly Visit Done = new(Fast.AddHours(8)) { Screen = HealthScreen.ClearedByPatient, DriverName = "Maria" };
    private static readonly ReadinessFacts Complete = new(Done, Fast, AnyTextLeft: true, FastingUnderstood: true, OpenTasks: [], AtRiskHours: 4);

    [Fact]
    public void Ready_needs_everything_and_no_open_task()
    {
        var ready = Readiness.Of(Complete, Fast.AddHours(-20));
        Assert.Equal((ReadinessState.Ready, "ready", 20.0), (ready.State, ready.StateCode, ready.HoursLeft));
        Assert.Empty(ready.Reasons);
    }

    [Fact]
    public void Each_missing_thing_takes_ready_back_and_is_named()
    {
        Assert.Equal(["fasting-not-understood"], Of(Complete with { FastingUnderstood = false }).Reasons);
        Assert.Equal(["driver-not-named"], Of(Complete with { Visit = Done with { DriverName = " " } }).Reasons);
        Assert.Equal(["health-screen-open"], Of(Complete with { Visit = Done with { Screen = HealthScreen.Unknown } }).Reasons);
        Assert.Equal(["health-screen-held"], Of(Complete with { Visit = Done with { Screen = HealthScreen.Held } }).Reasons);
        Assert.Equal(["ate"], Of(Complete with { OpenTasks = ["ate"] }).Reasons);
    }

    [Fact]
    public void Before_the_first_text_nothing_has_started() =>
        Assert.Equal("not-started", Of(Complete with { AnyTextLeft = false, FastingUnderstood = false }).StateCode);

    [Fact]
    public void With_texts_out_and_answers_missing_it_is_on_track() =>
        Assert.Equal("on-track", Of(Complete with { FastingUnderstood = false }).StateCode);

    [Fact]
    public void An_open_task_needs_a_call_even_before_the_first_text()
    {
        var readiness = Of(Complete with { AnyTextLeft = false, FastingUnderstood = false, OpenTasks = ["no-consent"] });
        Assert.Equal("needs-call", readiness.StateCode);
        Assert.Equal(["no-consent", "fasting-not-understood"], readiness.Reasons);
    }

    [Theory]
    [InlineData(-4.0, "at-risk", 4.0)]    // at the edge
    [InlineData(-4.05, "on-track", 4.0)]  // tenths are rounded down
    [InlineData(3.0, "at-risk", 0.0)]     // the fast has begun
    public void What_is_not_ready_near_the_fast_is_at_risk(double hours, string state, double left)
    {
        var readiness = Readiness.Of(Complete with { FastingUnderstood = false }, Fast.AddHours(hours));
        Assert.Equal((state, left), (readiness.StateCode, readiness.HoursLeft));
    }

    [Fact]
    public void What_is_ready_stays_ready_until_the_visit() => Assert.Equal("ready", Readiness.Of(Complete, Fast.AddHours(3)).StateCode);

    [Fact]
    public void Individual_times_need_no_screen() =>
        Assert.Equal("ready", Of(Complete with { Visit = Done with { Screen = HealthScreen.Held, Mode = PreparationMode.Individual } }).StateCode);

    private static Readiness Of(ReadinessFacts facts) => Readiness.Of(facts, Fast.AddHours(-20));
}
