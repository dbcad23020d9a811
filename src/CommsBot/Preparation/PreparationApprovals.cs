using CommsBot.Clinics;
using CommsBot.Content;

namespace CommsBot.Preparation;

/// <summary>What a clinician signs of the preparation: each protocol as a whole, and the replies as a whole, because a plan is understood together.</summary>
internal static class PreparationApprovals
{
    public const string Replies = "preparation/replies";

    public static string IdOf(Protocol protocol) => $"preparation/{protocol.Id}";

    public static ApprovalKey KeyOf(Protocol protocol, Language language) =>
        new(IdOf(protocol), language, MessageForm.Sms, ContentHash.Of(Words(protocol).Select(text => text.In(language))));

    public static ApprovalKey KeyOf(PreparationReplies replies, Language language) =>
        new(Replies, language, MessageForm.Sms, ContentHash.Of(replies.All.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value.In(language)}")));

    public static IEnumerable<ApprovalKey> Of(PreparationContent content) =>
        Enum.GetValues<Language>().SelectMany(language =>
            content.All.OrderBy(p => p.Id, StringComparer.Ordinal).Select(p => KeyOf(p, language)).Append(KeyOf(content.Replies, language)));

    private static IEnumerable<LocalText> Words(Protocol protocol) => protocol.Steps.SelectMany(step => step.Wordings).Select(said => said.Text).Append(protocol.Notice);
}
