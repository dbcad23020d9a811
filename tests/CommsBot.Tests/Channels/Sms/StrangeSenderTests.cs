using System.Globalization;
using System.Text.Json.Nodes;
using CommsBot.Channels.Sms;
using CommsBot.Engine;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Channels.Sms;

/// <summary>Texts from senders that are nobody's phone here: short codes, toll-free and foreign numbers.</summary>
public sealed class StrangeSenderTests
{
    private const string OnCall = "+12815550141";

    [Theory]
    [InlineData("55555")]
    [InlineData("+442079460958")]
    [InlineData("+18005550199")]
    public async Task Danger_from_a_sender_we_cannot_text_pages_the_person_on_call_at_night(string sender)
    {
        await using var service = await TestService.StartAsync();
        service.At(The.ClosedHour);
        await TextAsync(service, sender, "I want to die");
        var ticket = Assert.Single(await WaitingAsync(service));
        Assert.Equal(("crisis", sender, "I want to die"), (ticket.Kind(), ticket.Field("From"), ticket.Field("Need")));
        Assert.StartsWith("Mind Balance on call: someone needs a person now.", Assert.Single(service.Twilio.Sent, text => text.To == OnCall).Body);
    }

    [Fact]
    public async Task What_is_no_danger_is_a_technical_ticket_and_pages_nobody()
    {
        await using var service = await TestService.StartAsync();
        await TextAsync(service, "55555", "Your parcel is on its way");
        var ticket = Assert.Single(await WaitingAsync(service));
        Assert.Equal(("technical", "Your parcel is on its way"), (ticket.Kind(), ticket.Field("Need")));
        Assert.Empty(service.Twilio.Sent);
    }

    [Fact]
    public async Task A_closed_ticket_about_a_text_stays_closed_however_often_the_provider_lists_it()
    {
        await using var service = await TestService.StartAsync();
        await MissedTextsTests.WatchSinceAsync(service, TimeSpan.FromHours(1));
        service.Twilio.Missed("55555", The.ClinicNumber, "Your parcel is on its way");
        await service.Get<MissedTexts>().FetchAsync(default);
        await service.Staff.Close(Assert.Single(await WaitingAsync(service)), "Done");
        await service.Get<MissedTexts>().FetchAsync(default);
        Assert.Empty(await WaitingAsync(service));
    }

    [Theory]
    [InlineData("+13407741234")]
    [InlineData("+16716471234")]
    [InlineData("+16846331234")]
    [InlineData("+16702341234")]
    public async Task A_number_of_a_US_territory_is_answered_like_any_other(string number)
    {
        await using var service = await TestService.StartAsync();
        Assert.StartsWith("Mind Balance: It is a rare condition", await service.Phone(number).Ask("what is crps"));
    }

    private static async Task TextAsync(TestService service, string sender, string body)
    {
        Dictionary<string, string> form = new()
        {
            ["MessageSid"] = service.Twilio.NewSid(), ["AccountSid"] = TwilioStandIn.Account, ["From"] = sender, ["To"] = The.ClinicNumber, ["Body"] = body, ["NumMedia"] = "0",
        };
        using var answer = await service.PostSigned("/twilio/sms", form);
        Assert.True(answer.IsSuccessStatusCode);
        await service.Get<Poller>().LookAsync(default);
        await service.Settled();
    }

    private static async Task<IReadOnlyList<JsonNode>> WaitingAsync(TestService service) =>
        [.. (await service.Staff.Get("/api/handoffs?state=waiting"))["items"]!.AsArray().Select(ticket => ticket!)];
}
