using CommsBot.Tests.Appointments;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>Drivers as patients name them, who writes on a shared phone, and the time to stop eating asked for by text. Each test has phones of its own.</summary>
public sealed class DriverAndTimeTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task Who_shares_a_phone_gives_the_name_once_and_goes_on()
    {
        const string phone = "+17135550361";
        service.GoTo("2027-03-08 09:00");
        var karen = AppointmentService.Ana(phone: phone);
        karen["patient"]!["id"] = "P-karen";
        karen["patient"]!["firstName"] = "Karen";
        await service.Put("karen", karen);
        await service.Deliver("karen", "about-visit", "2027-03-07 13:00");
        await service.Deliver("karen", "health-screen", "2027-03-08 10:00");
        await service.Put("bob", AppointmentService.Ana("2027-04-06T11:00:00-05:00", phone));
        await service.DeliverAll("bob");
        service.GoTo("2027-03-08 10:05");

        Assert.Contains("Please add your first name", (await service.Text(phone, "1")).Text, StringComparison.Ordinal);
        Assert.Contains("Reply 1 NONE for none of these.", (await service.Text(phone, "1 KAREN")).Text, StringComparison.Ordinal);
        await service.Text(phone, "1 NONE");
        Assert.Equal("cleared", (await service.Read("karen")).GetProperty("healthScreen").Word("state"));
        Assert.Equal("unknown", (await service.Read("bob")).GetProperty("healthScreen").Word("state"));

        // Nothing more was asked of her: whose the next digit is nobody knows.
        Assert.Contains("Please add your first name", (await service.Text(phone, "1")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bob my neighbor", "+17135550362")]
    [InlineData("driver: Tom 832-555-0147", "+17135550363")]
    [InlineData("My ride is Ana Lee, (832) 555-0147", "+17135550364")]
    public async Task A_driver_with_a_relation_or_a_number_beside_the_name_is_named(string words, string phone)
    {
        await service.WaitingForTheFast(phone, phone);
        Assert.Contains("We wrote down the name of your driver.", (await service.Text(phone, words)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("driver-not-named", (await service.Read(phone)).Reasons());
    }

    [Fact]
    public async Task A_relation_alone_is_asked_for_the_name_once()
    {
        const string phone = "+17135550365", other = "+17135550366";
        await service.WaitingForTheFast("wife", phone);
        Assert.Contains("We need the name too", (await service.Text(phone, "my wife")).Text, StringComparison.Ordinal);
        Assert.Contains("We wrote down the name of your driver.", (await service.Text(phone, "Maria")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("driver-not-named", (await service.Read("wife")).Reasons());

        await service.WaitingForTheFast("wife-2", other);
        await service.Text(other, "my wife");
        Assert.Contains("Our team will call you today.", (await service.Text(other, "my wife")).Text, StringComparison.Ordinal);
        Assert.Equal(["driver-not-named"], (await service.Read("wife-2")).Tasks());
    }

    [Theory]
    [InlineData("when do I stop eating", "+17135550367")]
    [InlineData("stop eating when?", "+17135550368")]
    public async Task When_to_stop_eating_is_answered_with_the_visits_own_time(string words, string phone)
    {
        await service.WaitingForTheFast(phone, phone);
        var said = (await service.Text(phone, words)).Text;
        Assert.StartsWith(
            "Mind Balance: Hi Ana. For your visit Tue, Mar 16 at 9:00 AM: No food after 1:00 AM Tue (Monday night). Clear liquids until 7:00 AM. If you eat by mistake, call (281) 555-0120 before you come.",
            said, StringComparison.Ordinal);
        Assert.DoesNotContain("Reply 1", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_held_fast_and_a_number_that_may_not_hear_get_no_time()
    {
        const string phone = "+17135550369", stranger = "+17135550370";
        service.GoTo("2027-03-06 11:00");
        await service.Put("no-time", AppointmentService.Ana(phone: phone));
        service.GoTo("2027-03-08 09:00");
        foreach (var number in new[] { phone, stranger }) Assert.DoesNotContain("1:00 AM", (await service.Text(number, "when do I stop eating")).Text, StringComparison.Ordinal);
        await service.Text(phone, "I take insulin");
        Assert.DoesNotContain("1:00 AM", (await service.Text(phone, "when do I stop eating")).Text, StringComparison.Ordinal);
    }
}
