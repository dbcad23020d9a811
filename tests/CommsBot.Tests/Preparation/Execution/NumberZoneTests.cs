using System.Text.Json.Nodes;
using CommsBot.Outbox;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.Outbox;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A number of another zone than the one on file: nobody knows which of the two the patient lives in, so planned texts keep both quiet hours.</summary>
public sealed class NumberZoneTests(TestService service) : IClassFixture<TestService>
{
    private const string Honolulu = "+18085550171";

    private readonly VisitDesk desk = new(service);

    [Fact]
    public async Task A_planned_text_waits_until_it_is_day_at_the_clinic_and_where_the_number_is_from()
    {
        service.At("2027-03-08T10:00-06:00");
        await desk.BookAsync("number-zone", new { state = "cleared", setBy = "Dana Example RN" }, phone: Honolulu);

        // 9:00 AM in Honolulu is 1:00 PM in The Woodlands, and from March 14 on 2:00 PM.
        service.At("2027-03-08T12:59-06:00");
        await desk.LookAsync();
        Assert.Empty(desk.SentTo(Honolulu));
        service.At("2027-03-08T13:00-06:00");
        await desk.LookAsync();
        Assert.Contains("at 9:00 AM", Assert.Single(desk.SentTo(Honolulu)), StringComparison.Ordinal);
        Assert.Equal(["2027-03-08T13:00:00-06:00", "2027-03-13T13:00:00-06:00", "2027-03-15T14:00:00-05:00"], await DueAsync("number-zone"));
    }

    [Fact]
    public async Task Where_no_moment_lies_in_both_days_before_the_fast_a_person_calls()
    {
        service.At("2027-03-15T12:00-05:00");
        await desk.BookAsync("number-late", new { state = "cleared", setBy = "Dana Example RN" }, "2027-03-15T21:30:00-05:00", phone: "+18085550172");
        Assert.Contains("fasting-too-late", (await desk.ReadAsync("number-late"))["tasks"]!.AsArray().Select(task => (string?)task!["reason"]));
        Assert.DoesNotContain((await desk.ReadAsync("number-late"))["messages"]!.AsArray(), text => (string?)text!["step"] == "fasting");
    }

    [Fact]
    public async Task The_gate_asks_both_clocks_again_as_a_text_leaves()
    {
        await using var house = await TextHouse.OpenAsync("2026-11-30 10:00");
        await house.ConsentAsync(to: Honolulu);
        var text = await house.AddAsync(MessageClass.Plan, to: Honolulu, with: text => text with { NotAfter = house.Clock.UtcNow.AddHours(8) });
        await house.RunAsync();
        Assert.Equal((MessageState.Planned, house.Clock.UtcNow.AddHours(3)), ((await house.TextAsync(text)).State, (await house.TextAsync(text)).DueAt));
        house.Pass(TimeSpan.FromHours(3));
        await house.RunAsync();
        Assert.Equal(MessageState.Sent, await house.StateAsync(text));
    }

    [Fact]
    public async Task The_provider_may_not_try_into_the_night_where_the_number_is_from()
    {
        const string newYork = "+12125550173";
        await using var house = await TextHouse.OpenAsync("2026-11-30 18:30");
        await house.ConsentAsync(to: newYork);
        await house.AddAsync(MessageClass.Plan, to: newYork, with: text => text with { NotAfter = house.Clock.UtcNow.AddHours(8) });
        await house.RunAsync();
        Assert.Equal("1800", Assert.Single(house.StandIn.Texts).Fields["ValidityPeriod"]);
    }

    private async Task<string[]> DueAsync(string id) => [.. (await desk.ReadAsync(id))["messages"]!.AsArray().Select(text => (string)text!["dueAt"]!)];
}
