using CommsBot.Handoff;
using CommsBot.Outbox;

namespace CommsBot.Tests.Outbox;

public class RedactionTests
{
    [Fact]
    public async Task Where_it_is_configured_the_words_go_once_the_text_has_ended()
    {
        await using var house = await TextHouse.OpenAsync(adjust: settings => settings.RedactAfterDelivery = true);
        await house.AddAsync(MessageClass.Staff);
        await house.RunAsync();
        var sid = house.StandIn.Texts.Single().Sid;
        Assert.DoesNotContain(Redacted(sid), house.StandIn.Calls);
        await house.Receipts.TakeAsync(new Receipt(null, sid, "delivered", null));

        await house.RunAsync();
        await house.RunAsync();

        Assert.Single(house.StandIn.Calls, Redacted(sid));
    }

    [Fact]
    public async Task Words_that_could_not_be_taken_back_are_tried_again_and_told_after_a_day()
    {
        await using var house = await TextHouse.OpenAsync(adjust: settings => settings.RedactAfterDelivery = true);
        await house.AddAsync(MessageClass.Staff);
        await house.RunAsync();
        var sid = house.StandIn.Texts.Single().Sid;
        house.StandIn.UpdateIsDown = true;
        await house.Receipts.TakeAsync(new Receipt(null, sid, "delivered", null));
        await house.RunAsync();
        Assert.Empty(await house.TasksAsync(HandoffKind.Technical));

        house.Pass(TimeSpan.FromHours(25));
        await house.RunAsync();
        Assert.Equal("not-redacted", Assert.Single(await house.TasksAsync(HandoffKind.Technical)).Reason);
        house.StandIn.UpdateIsDown = false;
        house.Pass(TimeSpan.FromMinutes(11));
        await house.RunAsync();
        await house.RunAsync();

        Assert.Equal(3, house.StandIn.Calls.Count(call => call == Redacted(sid)));
    }

    [Fact]
    public async Task By_default_the_words_stay()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.AddAsync(MessageClass.Staff);
        await house.RunAsync();
        await house.Receipts.TakeAsync(new Receipt(null, house.StandIn.Texts.Single().Sid, "delivered", null));
        await house.RunAsync();
        Assert.DoesNotContain(Redacted(house.StandIn.Texts.Single().Sid), house.StandIn.Calls);
    }

    private static string Redacted(string sid) => $"POST /simulator/twilio/2010-04-01/Accounts/{TextHouse.Account}/Messages/{sid}.json";
}
