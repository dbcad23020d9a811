using CommsBot.Outbox;

namespace CommsBot.Tests.Outbox;

/// <summary>The table of the design, cell by cell: what holds which class at the moment of sending.</summary>
public class GateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 16, 0, 0, TimeSpan.Zero);

    private static readonly GateFacts Free = new(
        Now, DueAt: Now, NotAfter: null, CarrierOff: null, OptedOut: false, ConsentGiven: true, DoNotContact: false, NumberHold: null, StaffOwns: false, NextMoment: Now);

    [Theory]
    [MemberData(nameof(Classes))]
    public void With_nothing_against_it_every_class_leaves(string name) => Assert.Equal(new Verdict.Send(), Decide(name, Free));

    [Theory]
    [InlineData("Notice")]
    [InlineData("Plan")]
    public void What_speaks_of_a_plan_that_is_gone_is_taken_back_whatever_else_holds(string name) =>
        Assert.Equal("withdraw superseded", Say(Decide(name, Free with { Superseded = true, CarrierOff = "off", OptedOut = true })));

    [Theory]
    [InlineData("Safety", "send+call")]
    [InlineData("Page", "send")]
    [InlineData("Consent", "send")]
    [InlineData("Staff", "refuse opted-out")]
    [InlineData("Notice", "withdraw opted-out")]
    [InlineData("Reply", "withdraw opted-out")]
    [InlineData("Plan", "hold opted-out")]
    public void When_the_number_opted_out(string name, string verdict) => Assert.Equal(verdict, Say(Decide(name, Free with { OptedOut = true })));

    [Theory]
    [InlineData("Safety", "send")]
    [InlineData("Page", "send")]
    [InlineData("Consent", "send")]
    [InlineData("Staff", "send")]
    [InlineData("Notice", "send")]
    [InlineData("Reply", "send")]
    [InlineData("Plan", "hold no-consent")]
    public void Without_consent_for_its_purpose(string name, string verdict) => Assert.Equal(verdict, Say(Decide(name, Free with { ConsentGiven = false })));

    [Theory]
    [InlineData("Notice")]
    [InlineData("Plan")]
    public void What_speaks_of_a_visit_waits_while_the_number_is_confirmed_by_nobody(string name)
    {
        Assert.Equal("hold number-unconfirmed", Say(Decide(name, Free with { NumberUnconfirmed = true })));
        Assert.StartsWith(name == "Plan" ? "hold opted-out" : "withdraw opted-out", Say(Decide(name, Free with { NumberUnconfirmed = true, OptedOut = true })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Safety", "send")]
    [InlineData("Page", "send")]
    [InlineData("Consent", "send")]
    [InlineData("Staff", "send")]
    [InlineData("Notice", "send")]
    [InlineData("Reply", "send")]
    [InlineData("Plan", "later")]
    public void In_quiet_hours_or_over_the_caps(string name, string verdict) =>
        Assert.Equal(verdict, Say(Decide(name, Free with { NextMoment = Now.AddHours(3) })));

    [Theory]
    [InlineData("Safety", "send")]
    [InlineData("Page", "send")]
    [InlineData("Consent", "send")]
    [InlineData("Staff", "send")]
    [InlineData("Notice", "send")]
    [InlineData("Reply", "withdraw staff-owns")]
    [InlineData("Plan", "send")]
    public void While_staff_own_the_conversation(string name, string verdict) => Assert.Equal(verdict, Say(Decide(name, Free with { StaffOwns = true })));

    [Theory]
    [InlineData("Safety", "send")]
    [InlineData("Page", "send")]
    [InlineData("Consent", "send")]
    [InlineData("Staff", "send")]
    [InlineData("Notice", "send")]
    [InlineData("Reply", "send")]
    [InlineData("Plan", "hold health-screen")]
    public void While_a_nurse_must_let_the_fast_go(string name, string verdict)
    {
        Assert.Equal(verdict, Say(Decide(name, Free with { FastHeld = "health-screen" })));
        if (name == "Plan") Assert.Equal(verdict, Say(Decide(name, Free with { FastHeld = "health-screen", InCrisis = true, NumberHold = "30006" })));
    }

    [Theory]
    [InlineData("Safety", "send")]
    [InlineData("Page", "send")]
    [InlineData("Consent", "send")]
    [InlineData("Staff", "send")]
    [InlineData("Notice", "send")]
    [InlineData("Reply", "send")]
    [InlineData("Plan", "hold in-crisis")]
    public void While_a_crisis_is_open(string name, string verdict) => Assert.Equal(verdict, Say(Decide(name, Free with { InCrisis = true })));

    [Theory]
    [InlineData("Safety", 100_000, "send")]
    [InlineData("Page", 100_000, "send")]
    [InlineData("Staff", 100_000, "send")]
    [InlineData("Plan", 100_000, "send")]
    [InlineData("Consent", 4, "send")]
    [InlineData("Consent", 5, "expire too-late")]
    [InlineData("Notice", 29, "send")]
    [InlineData("Notice", 30, "expire too-late")]
    [InlineData("Reply", 9, "send")]
    [InlineData("Reply", 10, "expire too-late")]
    public void So_many_minutes_after_it_was_due(string name, int minutes, string verdict) =>
        Assert.Equal(verdict, Say(Decide(name, Free with { DueAt = Now.AddMinutes(-minutes) })));

    [Theory]
    [MemberData(nameof(Classes))]
    public void At_its_own_last_useful_moment_every_class_is_too_late(string name) =>
        Assert.Equal("expire too-late", Say(Decide(name, Free with { NotAfter = Now })));

    [Theory]
    [MemberData(nameof(Classes))]
    public void With_the_carrier_off_every_class_is_held(string name) =>
        Assert.Equal("hold sms-off", Say(Decide(name, Free with { CarrierOff = "sms-off", OptedOut = true, StaffOwns = true })));

    [Fact]
    public void A_person_nobody_may_contact_gets_no_plan() => Assert.Equal("withdraw do-not-contact", Say(Decide("Plan", Free with { DoNotContact = true })));

    [Fact]
    public void Words_that_were_recalled_or_whose_signature_ended_do_not_leave()
    {
        Assert.Equal("withdraw recalled", Say(Decide("Plan", Free with { Recalled = true, Lapsed = true, OptedOut = true })));
        Assert.Equal("hold approval-lapsed", Say(Decide("Plan", Free with { Lapsed = true })));
        Assert.Equal("hold opted-out", Say(Decide("Plan", Free with { Lapsed = true, OptedOut = true })));
    }

    [Fact]
    public void A_number_the_provider_cannot_reach_gets_no_plan() => Assert.Equal("hold 30006", Say(Decide("Plan", Free with { NumberHold = "30006" })));

    [Fact]
    public void A_plan_that_could_only_leave_after_its_last_moment_expires_now() =>
        Assert.Equal("expire no-texting-hours-left", Say(Decide("Plan", Free with { NextMoment = Now.AddHours(3), NotAfter = Now.AddHours(3) })));

    [Fact]
    public void A_plan_without_any_free_moment_expires() => Assert.Equal("expire no-texting-hours-left", Say(Decide("Plan", Free with { NextMoment = null })));

    [Fact]
    public void An_opt_out_is_stronger_than_missing_consent() =>
        Assert.Equal("hold opted-out", Say(Decide("Plan", Free with { OptedOut = true, ConsentGiven = false })));

    public static TheoryData<string> Classes => [.. Enum.GetNames<MessageClass>()];

    private static Verdict Decide(string name, GateFacts facts) => Gate.Decide(Enum.Parse<MessageClass>(name), facts);

    private static string Say(Verdict verdict) => verdict switch
    {
        Verdict.Send send => send.CallToo ? "send+call" : "send",
        Verdict.Later => "later",
        Verdict.Hold hold => $"hold {hold.Reason}",
        Verdict.Withdraw withdraw => $"withdraw {withdraw.Reason}",
        Verdict.Refuse refuse => $"refuse {refuse.Reason}",
        Verdict.Expire expire => $"expire {expire.Reason}",
        _ => "?",
    };
}
