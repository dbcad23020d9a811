using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Channels.BotService;

/// <summary>Whole conversations through Azure Bot Service: activities come in by <c>/api/messages</c>, answers are what the connector was handed.</summary>
public sealed class ConversationTests(BotServiceHouse service) : IClassFixture<BotServiceHouse>
{
    [Fact]
    public async Task Whoever_joins_is_greeted_once_and_the_bot_joining_greets_nobody()
    {
        var person = service.Person("directline");
        var botOnly = person.Activity("conversationUpdate");
        botOnly["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "28:bot" });
        Assert.Equal(HttpStatusCode.OK, (await person.Post(botOnly)).StatusCode);
        await service.Settled();
        Assert.Empty(person.Heard);

        await person.Open();
        await person.Open();
        var greeting = Assert.Single(person.Heard);
        Assert.Equal((service.Words("handoff/greeting"), "greeting"), (greeting.Text, greeting.Outcome));
        Assert.Null(greeting.Activity["replyToId"]);
        Assert.EndsWith($"/v3/conversations/{Uri.EscapeDataString(person.ConversationId)}/activities", greeting.Path);
        Assert.StartsWith(AzureChannel.OwnToken, greeting.Bearer);
    }

    [Fact]
    public async Task Whoever_writes_first_reads_what_this_is_and_then_the_answer_in_that_order()
    {
        var person = service.Person();
        var said = await person.Say("What is CRPS?");
        Assert.Equal(2, said.Count);
        Assert.Equal(service.Words("handoff/greeting"), said[0].Text);
        Assert.StartsWith("CRPS is short for **complex regional pain syndrome**.", said[1].Text);
        Assert.EndsWith(Uri.EscapeDataString((string)said[1].Activity["replyToId"]!), said[1].Path);
        Assert.Equal(("28:bot", person.UserId, AzureChannel.ServiceUrl), ((string)said[1].Activity["from"]!["id"]!, (string)said[1].Activity["recipient"]!["id"]!, (string)said[1].Activity["serviceUrl"]!));
    }

    [Fact]
    public async Task Sources_are_links_in_a_channel_that_knows_no_citations_and_our_channel_data_stays_at_home()
    {
        var other = await service.Person("msteams").Open();
        var teams = Assert.Single(await other.Say("What is CRPS?"));
        Assert.Null(teams.Activity["channelData"]);
        Assert.Null(teams.Activity["entities"]);
        Assert.Contains("](https://", teams.Text!.Split("\n\n")[^1]);
        Assert.DoesNotContain("[1]:", teams.Text);

        var web = await service.Person("directline").Open();
        var cited = Assert.Single(await web.Say("What is CRPS?"));
        Assert.Equal("answered", cited.Outcome);
        Assert.Equal("https://schema.org/Message", (string)cited.Activity["entities"]![0]!["type"]!);
    }

    [Fact]
    public async Task The_same_activity_twice_is_one_message()
    {
        var person = await service.Person().Open();
        var message = person.Message("thank you");
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await person.Post(message)).StatusCode);
        await service.Settled();
        Assert.Equal(2, person.Heard.Count);
    }

    [Fact]
    public async Task An_edited_message_is_screened_like_any_other_and_a_repeat_of_the_edit_is_not()
    {
        var person = await service.Person().Open();
        await person.Say("I am fine", message => message["id"] = "edited");
        var edit = person.Message("I want to kill myself", "edited");
        edit["type"] = "messageUpdate";
        var before = person.Heard.Count;
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.OK, (await person.Post(edit)).StatusCode);
        await service.Settled();
        var reply = Assert.Single(person.Heard.Skip(before));
        Assert.Contains("988", reply.Text);
        Assert.Equal(HandoffKind.Crisis, (await TicketsAsync(person)).Single(ticket => ticket.Kind == HandoffKind.Crisis).Kind);
    }

    [Theory]
    [InlineData("typing")]
    [InlineData("event")]
    [InlineData("messageReaction")]
    [InlineData("messageDelete")]
    [InlineData("endOfConversation")]
    [InlineData("trace")]
    [InlineData("brand-new")]
    public async Task What_says_nothing_is_taken_and_answered_with_nothing(string type)
    {
        var person = service.Person();
        Assert.Equal(HttpStatusCode.OK, (await person.Post(person.Activity(type))).StatusCode);
        await service.Settled();
        Assert.Empty(person.Heard);
    }

    [Fact]
    public async Task A_tap_that_sends_a_value_is_its_words_and_Spanish_is_answered_in_Spanish()
    {
        var person = service.Person();
        var tap = person.Activity("message");
        tap["value"] = "gracias";
        tap["locale"] = "es-MX";
        Assert.Equal(HttpStatusCode.OK, (await person.Post(tap)).StatusCode);
        await service.Settled();
        Assert.Equal([service.Words("handoff/greeting", Language.Spanish), service.Words("handoff/thanks", Language.Spanish)], person.Heard.Select(call => call.Text));
    }

    [Theory]
    [InlineData("no id", 400)]
    [InlineData("no conversation", 400)]
    [InlineData("no sender", 400)]
    [InlineData("no recipient", 400)]
    [InlineData("an id longer than any", 400)]
    [InlineData("not JSON", 400)]
    [InlineData("an empty body", 400)]
    [InlineData("a name given twice", 400)]
    [InlineData("nested without end", 400)]
    [InlineData("a quarter of a megabyte and more", 413)]
    [InlineData("a group", 403)]
    [InlineData("a channel of a team", 403)]
    public async Task What_is_no_whole_activity_is_refused_and_not_stored(string what, int status)
    {
        var person = service.Person();
        var activity = person.Message("hello");
        if (what == "no id") activity.Remove("id");
        if (what == "no conversation") activity.Remove("conversation");
        if (what == "no sender") activity.Remove("from");
        if (what == "no recipient") activity.Remove("recipient");
        if (what == "an id longer than any") activity["id"] = new string('x', 513);
        if (what == "a quarter of a megabyte and more") activity["channelData"] = new string('x', 262_144);
        if (what == "a group") activity["conversation"]!["isGroup"] = true;
        if (what == "a channel of a team") activity["conversation"]!["conversationType"] = "channel";
        var body = what switch
        {
            "not JSON" => "hello",
            "an empty body" => "",
            "a name given twice" => activity.ToJsonString()[..^1] + ",\"text\":\"other\"}",
            "nested without end" => activity.ToJsonString()[..^1] + ",\"channelData\":" + new string('[', 2000) + new string(']', 2000) + "}",
            _ => activity.ToJsonString(),
        };
        using var answer = await person.PostText(body, $"Bearer {service.Azure.Token()}");
        Assert.Equal(status, (int)answer.StatusCode);
        await using var db = service.Store.Read();
        Assert.DoesNotContain(person.UserId, await db.Conversations.Select(c => c.UserId).ToListAsync());
    }

    [Fact]
    public async Task What_the_bot_itself_is_said_to_have_sent_is_no_message()
    {
        var person = service.Person();
        var echo = person.Message("hello");
        echo["from"]!["id"] = "28:bot";
        Assert.Equal(HttpStatusCode.OK, (await person.Post(echo)).StatusCode);
        await service.Settled();
        Assert.Empty(person.Heard);
    }

    [Fact]
    public async Task A_flood_is_screened_and_then_refused_calmly()
    {
        var person = await service.Person().Open();
        for (var i = 0; i < 21; i++) Assert.Equal(HttpStatusCode.OK, (await person.Post(person.Message($"thank you {i}"))).StatusCode);
        await service.Settled();
        Assert.Equal(1, await OverLimitAsync(person));
        Assert.Contains("988", Assert.Single(await person.Say("I want to kill myself")).Text);
    }

    [Fact]
    public async Task An_invoke_is_answered_in_its_own_call_and_an_unknown_one_is_not_implemented()
    {
        var person = service.Person();
        var invoke = person.Activity("invoke");
        invoke["name"] = "healthCheck";
        using var healthy = await person.Post(invoke);
        Assert.Equal((HttpStatusCode.OK, """{"healthResults":{"success":true}}"""), (healthy.StatusCode, await healthy.Content.ReadAsStringAsync()));
        invoke["name"] = "adaptiveCard/action";
        using var unknown = await person.Post(invoke);
        Assert.Equal(HttpStatusCode.NotImplemented, unknown.StatusCode);
    }

    [Fact]
    public async Task Whoever_expects_replies_gets_them_in_the_answer_also_the_second_time_and_nothing_by_the_connector()
    {
        var person = service.Person();
        var message = person.Message("What is CRPS?");
        message["deliveryMode"] = "expectReplies";
        for (var i = 0; i < 2; i++)
        {
            using var answer = await person.Post(message);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var activities = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["activities"]!.AsArray();
            Assert.Equal(2, activities.Count);
            Assert.Equal(service.Words("handoff/greeting"), (string)activities[0]!["text"]!);
            Assert.StartsWith("CRPS is short for **complex regional pain syndrome**.", (string)activities[1]!["text"]!);
            Assert.All(activities, reply => Assert.Equal((string)message["id"]!, (string)reply!["replyToId"]!));
        }

        await service.Settled();
        Assert.Empty(person.Heard);
    }

    [Fact]
    public async Task A_typing_sign_is_shown_while_an_answer_takes_long()
    {
        var person = await service.Person().Open();
        var slow = $"thank you {Guid.NewGuid():n}";
        Midway.In(service, slow, () => Until(() => Typing().Any()));
        Assert.Single(await person.Say(slow));
        var typing = Assert.Single(Typing());
        Assert.Null(typing.Activity["replyToId"]);
        Assert.Null(typing.Text);

        IEnumerable<ConnectorCall> Typing() => service.Azure.Calls.Where(call => call.Type == "typing" && (string?)call.Activity["conversation"]?["id"] == person.ConversationId);
    }

    [Fact]
    public async Task A_person_asked_for_comes_writes_unasked_and_goes_and_the_channels_desk_can_follow()
    {
        var person = await service.Person("directline").Open();
        await person.Say("I want to talk to a person");
        var initiate = Events(person).Single();
        Assert.Equal("handoff.initiate", (string)initiate.Activity["name"]!);
        var transcript = initiate.Activity["attachments"]![0]!["content"]!["activities"]!.AsArray();
        Assert.Equal(service.Words("handoff/greeting"), (string)transcript[0]!["text"]!);
        Assert.Equal(("I want to talk to a person", person.UserId), ((string)transcript[1]!["text"]!, (string)transcript[1]!["from"]!["id"]!));
        Assert.Equal(person.ConversationId, (string)initiate.Activity["relatesTo"]!["conversation"]!["id"]!);
        var packet = initiate.Activity["value"]!["packet"]!.AsArray();
        Assert.Equal(["Need", "Name", "Identity", "Phone", "Reach", "Best times", "Consent to texts", "Language", "Red flags", "Answers given", "Transcript"], packet.Select(field => (string)field!["name"]!));
        Assert.Equal(("I want to talk to a person", 2), ((string)packet[0]!["value"]!, (long)packet[0]!["message"]!));
        Assert.Null(packet[1]!["value"]);

        var id = await ConversationIdAsync(person);
        var ticket = await service.Staff.Ticket(id);
        var before = person.Heard.Count;
        await service.Staff.Claim(ticket);
        await service.Settled();
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "Hello, this is Dana." });
        await service.Settled();
        Assert.Equal("Hello, this is Dana.", person.Heard[^1].Text);
        Assert.Equal(before + 2, person.Heard.Count);
        Assert.Empty(await person.Say("thank you"));

        await service.Staff.Close(ticket);
        await service.Settled();
        Assert.Equal(["accepted", "completed"], Events(person).Skip(1).Select(status => (string)status.Activity["value"]!["state"]!));
        Assert.Single(await person.Say("thank you"));
    }

    [Fact]
    public async Task A_request_closed_before_anybody_came_is_over_for_the_channels_desk_too()
    {
        var person = await service.Person("directline").Open();
        await person.Say("I want to talk to a person");
        await service.Staff.Close(await service.Staff.Ticket(await ConversationIdAsync(person)));
        await service.Settled();
        Assert.Equal(["completed"], Events(person).Skip(1).Select(status => (string)status.Activity["value"]!["state"]!));
        Assert.Equal(service.Words("handoff/staff-closed"), person.Heard[^1].Text);
    }

    [Fact]
    public async Task A_channel_that_refuses_events_gets_none()
    {
        var person = await service.Person("msteams").Open();
        await person.Say("I want to talk to a person");
        await service.Staff.Claim(await service.Staff.Ticket(await ConversationIdAsync(person)));
        await service.Settled();
        Assert.Empty(Events(person));
    }

    [Fact]
    public async Task No_log_line_holds_a_name_a_text_or_a_token()
    {
        var person = await service.Person().Open();
        await person.Say("my secret is a purple heron");
        service.Watchman.SawNothingOf("purple heron", "Robin Vale", AzureChannel.OwnToken, AzureChannel.Secret);
    }

    private IEnumerable<ConnectorCall> Events(ChannelPerson person) =>
        service.Azure.Calls.Where(call => call.Type == "event" && (string?)call.Activity["conversation"]?["id"] == person.ConversationId);

    private async Task<string> ConversationIdAsync(ChannelPerson person)
    {
        await using var db = service.Store.Read();
        return (await db.Conversations.ToListAsync()).Single(c => c.UserId == person.UserId).Id;
    }

    private async Task<List<HandoffTicket>> TicketsAsync(ChannelPerson person)
    {
        var id = await ConversationIdAsync(person);
        await using var db = service.Store.Read();
        return await db.Handoffs.Where(h => h.ConversationId == id).ToListAsync();
    }

    private async Task<int> OverLimitAsync(ChannelPerson person)
    {
        var id = await ConversationIdAsync(person);
        await using var db = service.Store.Read();
        return await db.Inbound.CountAsync(i => i.ConversationId == id && i.OverLimit);
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var look = 0; look < 6_000 && !holds(); look++) await Task.Delay(10);
    }
}
