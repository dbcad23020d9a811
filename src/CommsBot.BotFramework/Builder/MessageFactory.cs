using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.Builder;

/// <summary>Outgoing messages; the turn addresses them.</summary>
public static class MessageFactory
{
    public static Activity Text(string text, string? speak = null, string? inputHint = null) => new()
    {
        Type = ActivityTypes.Message,
        Text = text,
        Speak = speak,
        InputHint = inputHint ?? InputHints.AcceptingInput,
    };

    /// <summary>Each tap sends its own words back as the user's message.</summary>
    public static Activity SuggestedActions(IEnumerable<string> actions, string? text = null) =>
        SuggestedActions(actions.Select(words => new CardAction { Type = ActionTypes.ImBack, Title = words, Value = words }), text);

    public static Activity SuggestedActions(IEnumerable<CardAction> actions, string? text = null)
    {
        var message = Text(text ?? "");
        message.SuggestedActions = new SuggestedActions { Actions = [.. actions] };
        return message;
    }

    public static Activity Attachment(Attachment attachment, string? text = null)
    {
        var message = Text(text ?? "");
        message.Attachments = [attachment];
        return message;
    }
}
