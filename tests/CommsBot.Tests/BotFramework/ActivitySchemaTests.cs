using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CommsBot.BotFramework.DirectLine;
using CommsBot.BotFramework.Schema;
using CsCheck;

namespace CommsBot.Tests.BotFramework;

public sealed class ActivitySchemaTests
{
    private static readonly string Published = Path.Combine(
        Environment.GetEnvironmentVariable("COMMSBOT_DATA") ?? "/work/shared/data", "botframework", "connector.swagger.json");

    [Fact]
    public void What_we_do_not_know_survives_a_round_trip_on_every_level()
    {
        const string json = """{"type":"message","from":{"id":"a","department":"x"},"conversation":{"id":"c","zone":[1]},"entities":[{"type":"t","k":{"v":1.10}}],"attachments":[{"contentType":"t","content":{"a":null},"extra":true}],"channelData":{"clientActivityID":"1"},"brandNew":"ñ"}""";
        var activity = JsonSerializer.Deserialize(json, BotFrameworkJson.Incoming.Activity)!;
        var again = JsonSerializer.Serialize(activity, BotFrameworkJson.Wire.Activity);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(again)), again);
        Assert.Contains("\"brandNew\":\"ñ\"", again);
        Assert.Contains("1.10", again);
    }

    [Fact]
    public void Any_text_survives_a_round_trip() => Gen.String.Sample(text =>
    {
        if (!text.IsNormalizedForUtf8()) return;
        var json = JsonSerializer.Serialize(new Activity { Type = "message", Text = text }, BotFrameworkJson.Wire.Activity);
        Assert.Equal(text, JsonSerializer.Deserialize(json, BotFrameworkJson.Incoming.Activity)!.Text);
    });

    [Fact]
    public void Nothing_a_person_wrote_is_in_a_printed_activity()
    {
        var activity = new Activity { Type = "message", Text = "my secret", From = new ChannelAccount("dl_ann", "Ann") };
        Assert.Equal("Activity", activity.ToString());
        Assert.Equal("ChannelAccount", activity.From.ToString());
    }

    [Theory]
    [InlineData("""{"clientActivityID":"a1"}""", "a1")]
    [InlineData("""{"clientActivityID":5}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("[1]", null)]
    [InlineData("\"text\"", null)]
    public void The_client_activity_id_is_a_text_or_nothing(string channelData, string? expected) =>
        Assert.Equal(expected, new Activity { ChannelData = JsonNode.Parse(channelData) }.ClientActivityId);

    [Fact]
    public void A_reply_swaps_sender_and_recipient()
    {
        var activity = new Activity { Id = "1", From = new ChannelAccount("ann"), Recipient = new ChannelAccount("bot"), Conversation = new ConversationAccount("c"), ChannelId = "directline", Locale = "es" };
        var reply = activity.CreateReply("hola");
        Assert.Equal(("bot", "ann", "1", "c", "es", "message", "hola"), (reply.From!.Id, reply.Recipient!.Id, reply.ReplyToId, reply.Conversation!.Id, reply.Locale, reply.Type, reply.Text));
    }

    [Fact]
    public void Sources_are_an_entity_and_the_definitions_its_positions_point_to()
    {
        Citation[] sources = [new("A \"quoted\" page", "https://a.example/x", "About"), new("A leaflet", Text: "Words")];
        var entity = JsonSerializer.SerializeToNode(new Activity { Entities = [Citations.ToEntity(sources)] }, BotFrameworkJson.Wire.Activity)!["entities"]![0]!;
        Assert.True(JsonNode.DeepEquals(entity, JsonNode.Parse("""
            {"type":"https://schema.org/Message","@context":"https://schema.org","@id":"","@type":"Message","citation":[
              {"@type":"Claim","position":1,"appearance":{"@type":"DigitalDocument","name":"A \"quoted\" page","url":"https://a.example/x","abstract":"About"}},
              {"@type":"Claim","position":2,"appearance":{"@type":"DigitalDocument","name":"A leaflet","text":"Words"}}]}
            """)));
        Assert.Equal("[1]: https://a.example/x \"A \\\"quoted\\\" page\"\n[2]: cite:2 \"A leaflet\"", Citations.MarkdownDefinitions(sources));
    }

    [SkippableTheory]
    [InlineData("Activity", typeof(Activity))]
    [InlineData("ChannelAccount", typeof(ChannelAccount))]
    [InlineData("ConversationAccount", typeof(ConversationAccount))]
    [InlineData("ConversationReference", typeof(ConversationReference))]
    [InlineData("CardAction", typeof(CardAction))]
    [InlineData("CardImage", typeof(CardImage))]
    [InlineData("SuggestedActions", typeof(SuggestedActions))]
    [InlineData("Attachment", typeof(Attachment))]
    [InlineData("HeroCard", typeof(HeroCard))]
    [InlineData("Entity", typeof(Entity))]
    [InlineData("MessageReaction", typeof(MessageReaction))]
    [InlineData("TextHighlight", typeof(TextHighlight))]
    [InlineData("SemanticAction", typeof(SemanticAction))]
    [InlineData("Transcript", typeof(Transcript))]
    [InlineData("ResourceResponse", typeof(ResourceResponse))]
    [InlineData("ExpectedReplies", typeof(ExpectedReplies))]
    public void The_field_names_are_the_published_ones(string definition, Type type)
    {
        Skip.IfNot(File.Exists(Published), "The published schema is not on this machine.");
        var swagger = JsonNode.Parse(File.ReadAllText(Published))!;
        var published = swagger["definitions"]![definition]!["properties"]!.AsObject().Select(field => field.Key).Order();
        var ours = BotFrameworkJson.Wire.GetTypeInfo(type)!.Properties.Where(field => !field.IsExtensionData).Select(field => field.Name).Order();
        Assert.Equal(published, ours);
    }

    [SkippableTheory]
    [InlineData("ActivityTypes", typeof(ActivityTypes))]
    [InlineData("RoleTypes", typeof(RoleTypes))]
    [InlineData("InputHints", typeof(InputHints))]
    [InlineData("DeliveryModes", typeof(DeliveryModes))]
    [InlineData("TextFormatTypes", typeof(TextFormatTypes))]
    [InlineData("AttachmentLayoutTypes", typeof(AttachmentLayoutTypes))]
    [InlineData("ActivityImportance", typeof(ActivityImportance))]
    [InlineData("EndOfConversationCodes", typeof(EndOfConversationCodes))]
    [InlineData("ActionTypes", typeof(ActionTypes))]
    public void The_words_are_the_published_ones(string definition, Type type)
    {
        Skip.IfNot(File.Exists(Published), "The published schema is not on this machine.");
        var swagger = JsonNode.Parse(File.ReadAllText(Published))!;
        var published = swagger["definitions"]![definition]!["enum"]!.AsArray().Select(word => (string)word!).Order();
        Assert.Equal(published, type.GetFields().Select(field => (string)field.GetRawConstantValue()!).Order());
    }
}

internal static class Surrogates
{
    /// <summary>Lone surrogates have no UTF-8 form; JSON cannot carry them.</summary>
    public static bool IsNormalizedForUtf8(this string text) =>
        text == System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
