using CommsBot.Handoff;
using CommsBot.Outbox;

namespace CommsBot.Tests.Outbox;

/// <summary>A loop, a wrong import or an abuser cannot spend without end, and a crisis reply is never counted out.</summary>
public class SpendingTests
{
    [Fact]
    public async Task At_a_clinics_limit_all_but_crisis_replies_and_pages_wait_and_the_stop_is_told_once()
    {
        await using var house = await TextHouse.OpenAsync();
        house.Spending.ClinicPerHour = 10;
        for (var i = 0; i < 13; i++) await house.AddAsync(MessageClass.Staff, $"text {i}", to: $"+1281555{i:0000}");
        await house.RunAsync();
        await house.AddAsync(MessageClass.Safety, "988", to: "+12815550199");
        await house.AddAsync(MessageClass.Page, "page", to: "+12815550198");
        await house.RunAsync();

        Assert.Equal(12, house.StandIn.Texts.Count);
        Assert.Equal((1, 1), (house.StandIn.Count("988"), house.StandIn.Count("page")));
        Assert.Equal(Spending.Stop, Assert.Single(await house.TasksAsync(HandoffKind.Technical)).Reason);

        house.Pass(TimeSpan.FromMinutes(61));
        await house.RunAsync();
        Assert.Equal(15, house.StandIn.Texts.Count);
    }

    [Fact]
    public async Task A_restart_does_not_forget_what_was_spent()
    {
        await using var house = await TextHouse.OpenAsync();
        house.Spending.ClinicPerHour = 10;
        for (var i = 0; i < 10; i++) await house.AddAsync(MessageClass.Staff, $"text {i}", to: $"+1281555{i:0000}");
        await house.RunAsync();
        house.Restart();
        await house.AddAsync(MessageClass.Staff, "one more");
        await house.RunAsync();
        Assert.Equal(0, house.StandIn.Count("one more"));
    }

    [Fact]
    public async Task A_restart_or_another_node_does_not_forget_what_went_to_numbers_that_begin_alike()
    {
        await using var house = await TextHouse.OpenAsync();
        house.Spending.PrefixPerHour = 10;
        for (var i = 0; i < 10; i++) await house.AddAsync(MessageClass.Staff, $"text {i}", to: $"+1281556{i:0000}");
        await house.RunAsync();
        house.Restart();
        await house.AddAsync(MessageClass.Staff, "one more", to: "+12815560077");
        await house.AddAsync(MessageClass.Staff, "elsewhere", to: "+17135550142");
        await house.RunAsync();
        Assert.Equal((0, 1), (house.StandIn.Count("one more"), house.StandIn.Count("elsewhere")));
        house.Pass(TimeSpan.FromMinutes(61));
        await house.RunAsync();
        Assert.Equal(1, house.StandIn.Count("one more"));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_Canadian_number_is_texted_where_the_setting_lets_it_and_in_a_crisis_always(bool allowed, int replies)
    {
        await using var house = await TextHouse.OpenAsync();
        house.Spending.Canada = allowed;
        var reply = await house.AddAsync(MessageClass.Reply, "an answer", to: "+14165550142");
        await house.AddAsync(MessageClass.Safety, "988", to: "+14165550142");
        await house.RunAsync();
        Assert.Equal((replies, 1), (house.StandIn.Count("an answer"), house.StandIn.Count("988")));
        if (!allowed) Assert.Equal((MessageState.Withdrawn, "canadian-number"), ((await house.TextAsync(reply)).State, (await house.TextAsync(reply)).Reason));
    }

    [Fact]
    public async Task One_number_gets_so_many_automatic_texts_and_a_person_is_told()
    {
        await using var house = await TextHouse.OpenAsync();
        house.Spending.NumberPerHour = 3;
        for (var i = 0; i < 3; i++) await house.AddAsync(MessageClass.Reply, $"reply {i}");
        await house.RunAsync();
        var over = await house.AddAsync(MessageClass.Reply, "reply 4");
        await house.AddAsync(MessageClass.Staff, "a person writes");
        await house.AddAsync(MessageClass.Reply, "another patient", to: "+12815550143");
        await house.RunAsync();

        Assert.Equal((MessageState.Withdrawn, "number-cap"), ((await house.TextAsync(over)).State, (await house.TextAsync(over)).Reason));
        Assert.Equal((1, 1), (house.StandIn.Count("a person writes"), house.StandIn.Count("another patient")));
        Assert.StartsWith("number-cap-", Assert.Single(await house.TasksAsync(HandoffKind.Technical)).Reason);
    }

    [Fact]
    public async Task Numbers_that_begin_alike_share_a_limit_of_the_day_too()
    {
        await using var house = await TextHouse.OpenAsync();
        house.Spending.PrefixPerDay = 10;
        for (var i = 0; i < 10; i++) await house.AddAsync(MessageClass.Staff, $"text {i}", to: $"+1281556{i:0000}");
        await house.RunAsync();
        house.Pass(TimeSpan.FromHours(2));
        await house.AddAsync(MessageClass.Staff, "one more", to: "+12815560077");
        await house.AddAsync(MessageClass.Staff, "elsewhere", to: "+17135550142");
        await house.RunAsync();
        Assert.Equal((0, 1), (house.StandIn.Count("one more"), house.StandIn.Count("elsewhere")));
        house.Pass(TimeSpan.FromHours(23));
        await house.RunAsync();
        Assert.Equal(1, house.StandIn.Count("one more"));
    }

    [Fact]
    public async Task Numbers_that_begin_alike_share_a_limit()
    {
        await using var house = await TextHouse.OpenAsync();
        house.Spending.PrefixPerHour = 10;
        for (var i = 0; i < 12; i++) await house.AddAsync(MessageClass.Staff, $"text {i}", to: $"+1281556{i:0000}");
        await house.AddAsync(MessageClass.Staff, "elsewhere", to: "+17135550142");
        await house.RunAsync();

        Assert.Equal((11, 1), (house.StandIn.Texts.Count, house.StandIn.Count("elsewhere")));
        Assert.Equal(Spending.Stop, Assert.Single(await house.TasksAsync(HandoffKind.Technical)).Reason);
    }
}
