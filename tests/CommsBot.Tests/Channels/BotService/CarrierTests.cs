using System.Net;
using CommsBot.BotFramework.Authentication;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Channels.BotService;

/// <summary>What becomes of a message on its way to the connector: never lost without a person knowing, never twice.</summary>
public sealed class CarrierTests(BotServiceHouse service) : IClassFixture<BotServiceHouse>
{
    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "Failed", "bot-400")]
    [InlineData(HttpStatusCode.Forbidden, "Failed", "bot-403")]
    [InlineData(HttpStatusCode.NotFound, "Failed", "bot-404")]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "Failed", "bot-413")]
    [InlineData(HttpStatusCode.InternalServerError, "NeedsReview", "cannot-be-known")]
    [InlineData(HttpStatusCode.GatewayTimeout, "NeedsReview", "cannot-be-known")]
    public async Task A_message_that_did_not_arrive_or_may_not_have_is_not_repeated_and_a_person_sees_it(HttpStatusCode answer, string state, string reason)
    {
        var person = await service.Person().Open();
        service.Azure.Next(answer);
        Assert.Single(await person.Say("thank you"));
        var lost = await NewestAsync(person);
        Assert.Equal((state, reason), (lost.State.ToString(), lost.Reason));
        var ticket = await TicketAsync(lost.ConversationId!);
        Assert.Equal((HandoffKind.Question, reason, Channel.BotService), (ticket.Kind, ticket.Reason, ticket.Channel));
        Assert.Contains("Message not received", ticket.Summary);
        Assert.Equal(2, person.Heard.Count);
    }

    [Fact]
    public async Task Too_many_at_once_is_tried_again()
    {
        var person = await service.Person().Open();
        service.Azure.Next(HttpStatusCode.TooManyRequests);
        var said = await person.Say("thank you");
        Assert.Equal(2, said.Count);
        Assert.Equal(said[0].Text, said[1].Text);
        Assert.Equal(MessageState.Sent, (await NewestAsync(person)).State);
    }

    [Fact]
    public async Task A_withdrawn_token_is_replaced_once()
    {
        var person = await service.Person().Open();
        service.Azure.Next(HttpStatusCode.Unauthorized);
        var said = await person.Say("thank you");
        Assert.Equal(2, said.Count);
        Assert.NotEqual(said[0].Bearer, said[1].Bearer);
        Assert.Equal(MessageState.Sent, (await NewestAsync(person)).State);
    }

    [Fact]
    public async Task One_token_serves_many_messages()
    {
        var person = await service.Person().Open();
        var before = service.Azure.TokensGiven;
        for (var i = 0; i < 5; i++) await person.Say($"thank you {i}");
        Assert.Equal(before, service.Azure.TokensGiven);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/amer/", true)]
    [InlineData("https://directline.botframework.com/", true)]
    [InlineData("https://a.b.botframework.com", true)]
    [InlineData("https://botframework.com/", false)]
    [InlineData("https://evilbotframework.com/", false)]
    [InlineData("https://botframework.com.evil.example/", false)]
    [InlineData("https://x.botframework.com:8443/", false)]
    [InlineData("http://x.botframework.com/", false)]
    [InlineData("https://me@x.botframework.com/", false)]
    [InlineData("https://x.botframework.com/?to=evil", false)]
    [InlineData("https://x.botframework.com/#evil", false)]
    [InlineData("http://127.0.0.1:3978/", false)]
    [InlineData("ftp://x.botframework.com/", false)]
    [InlineData("x.botframework.com", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Our_token_goes_to_known_hosts_only(string? address, bool allowed)
    {
        var options = new ChannelAuthenticationOptions { AppId = "x", ServiceHosts = ["*.botframework.com", "smba.trafficmanager.net"] };
        Assert.Equal(allowed, new ServiceAddresses(options).Allows(address));
    }

    private async Task<OutboundMessage> NewestAsync(ChannelPerson person)
    {
        await using var db = service.Store.Read();
        var id = (await db.Conversations.ToListAsync()).Single(c => c.UserId == person.UserId).Id;
        var attempts = await db.OutboundAttempts.OrderByDescending(a => a.Id).Select(a => a.MessageId).ToListAsync();
        var all = await db.Outbound.Where(m => m.ConversationId == id).ToListAsync();
        return all.MinBy(message => attempts.IndexOf(message.Id))!;
    }

    private async Task<HandoffTicket> TicketAsync(string conversationId)
    {
        await using var db = service.Store.Read();
        return await db.Handoffs.SingleAsync(h => h.ConversationId == conversationId);
    }
}
