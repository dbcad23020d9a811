using System.Globalization;
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

    [Theory]
    // Days ahead it waits for the day on both clocks: 10:00 AM in The Woodlands is 6:00 AM in Honolulu.
    [InlineData("+18085550175", "move", "2027-03-09T10:00-06:00", "2027-03-09T13:00-06:00", "has a new time")]
    [InlineData("+18085550176", "cancel", "2027-03-09T10:00-06:00", "2027-03-09T13:00-06:00", "is cancelled")]
    // On the day of a visit in the evening it leaves early, but not in the night there: at 5:00 AM in Honolulu.
    [InlineData("+18085550177", "cancel", "2027-03-16T08:00-05:00", "2027-03-16T10:00-05:00", "is cancelled")]
    public async Task The_news_of_a_move_or_a_cancellation_keeps_both_clocks(string phone, string way, string at, string due, string words)
    {
        var id = $"number-news-{phone[^1]}";
        await ToldAsync(id, phone, "2027-03-16T21:30:00-05:00");
        service.At(at);
        await ChangeAsync(way, id, phone);

        service.At(DateTimeOffset.Parse(due, CultureInfo.InvariantCulture).AddMinutes(-1).ToString("O", CultureInfo.InvariantCulture));
        await desk.LookAsync();
        Assert.DoesNotContain(desk.SentTo(phone), text => text.Contains(words, StringComparison.Ordinal));
        service.At(due);
        await desk.LookAsync();
        Assert.Single(desk.SentTo(phone), text => text.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task News_that_the_night_where_the_number_is_from_would_bring_too_late_leaves_by_the_clock_on_file()
    {
        const string phone = "+18085550178";
        await ToldAsync("number-pressing", phone, "2027-03-16T09:00:00-05:00");
        service.At("2027-03-16T05:30-05:00");
        await ChangeAsync("cancel", "number-pressing", phone);
        await desk.LookAsync();
        Assert.Single(desk.SentTo(phone), text => text.Contains("is cancelled", StringComparison.Ordinal));
    }

    /// <summary>The sheet of the visit has left.</summary>
    private async Task ToldAsync(string id, string phone, string startsAt)
    {
        service.At("2027-03-08T10:00-06:00");
        await desk.BookAsync(id, new { state = "cleared", setBy = "Dana Example RN" }, startsAt, phone: phone);
        service.At("2027-03-08T13:00-06:00");
        await desk.LookAsync();
        Assert.NotEmpty(desk.SentTo(phone));
    }

    private async Task ChangeAsync(string way, string id, string phone)
    {
        if (way == "move") await desk.BookAsync(id, new { state = "cleared", setBy = "Dana Example RN" }, "2027-03-18T13:00:00-05:00", phone: phone);
        else using (await service.Appointments.Send(HttpMethod.Delete, $"/api/appointments/{id}")) { }
    }

    private async Task<string[]> DueAsync(string id) => [.. (await desk.ReadAsync(id))["messages"]!.AsArray().Select(text => (string)text!["dueAt"]!)];
}
