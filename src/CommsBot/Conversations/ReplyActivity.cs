using System.Text.Json.Nodes;
using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;
using CommsBot.Content;

namespace CommsBot.Conversations;

/// <summary>A reply as a Bot Framework message: taps, citations, and <c>channelData.commsBot</c> for programs.</summary>
internal static class ReplyActivity
{
    public static Activity Of(Reply reply, Turn turn)
    {
        var sources = reply.Quotes.SelectMany(quote => quote.Citations.Select(source => new Citation(source.SourceName, source.Url, quote.Title, quote.Title))).ToList();
        var message = MessageFactory.SuggestedActions(reply.Choices.Select(Tap), reply.Text);
        if (reply.Choices.Count == 0) message.SuggestedActions = null;
        message.TextFormat = TextFormatTypes.Markdown;
        message.Locale = turn.Language.Code();
        message.ChannelData = ForPrograms(reply.Outcome, reply.Answers, turn.Language, turn.Clinic.Id);
        if (sources.Count == 0) return message;
        message.Entities = [Citations.ToEntity(sources)];
        message.Text = $"{reply.Text}\n\n{Citations.MarkdownDefinitions(sources)}";
        return message;
    }

    /// <summary>What programs read of a message, as <c>doors.md</c> writes it.</summary>
    public static JsonObject ForPrograms(string outcome, IEnumerable<string> answers, Language language, string clinicId) => new()
    {
        ["commsBot"] = new JsonObject
        {
            ["outcome"] = outcome,
            ["answers"] = new JsonArray([.. answers.Select(id => (JsonNode)id)]),
            ["language"] = language.Code(),
            ["clinic"] = clinicId,
        },
    };

    public static CardAction Tap(Choice choice) => new() { Type = ActionTypes.ImBack, Title = choice.Label, Value = choice.Label };
}
