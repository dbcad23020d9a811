using CommsBot.Content;

namespace CommsBot.Staff.Room;

/// <summary>One thing patients read, in one language, with its forms and where its approval stands.</summary>
/// <param name="Kind">Answer, Protocol or the folder of a fixed sentence.</param>
/// <param name="Forms">What a patient reads, per form, and what an approval is bound to.</param>
/// <param name="State">approved, changed, never, returned, recalled or expired.</param>
internal sealed record RoomItem(
    string Id, Language Language, string Kind, string Title, IReadOnlyList<RoomForm> Forms, IReadOnlyList<Source> Sources, string Owner, string State, string StateWords)
{
    public const string Answer = "Answer";
    public const string Protocol = "Protocol";

    /// <summary>When the approval of these very words ends, or ended; null when they have none.</summary>
    public DateTimeOffset? Until { get; init; }

    public bool MayBeRecalled => Kind is Answer or Protocol;

    /// <summary>Bound to all forms together: what was read is what is signed.</summary>
    public string Hash => ContentHash.Of(Forms.Select(form => form.Key.Hash));

    public string Link => $"/staff/content/{Language.Code()}/{Id}";
}

internal sealed record RoomForm(string Name, string Text, ApprovalKey Key);
