using CommsBot.Content;
using CommsBot.Safety;
using CommsBot.Safety.Phrases;

namespace CommsBot.Conversations;

/// <summary>Words that ask for nothing. None of them opens or reopens a ticket or confirms anything.</summary>
internal enum SmallTalkKind
{
    Hello,
    Thanks,
    Bye,
    Ok,

    /// <summary>A sigh or a remark: "what a joke", "that is not reassuring".</summary>
    Comment,

    /// <summary>A cry of pain that asks for nothing: "it hurts so bad".</summary>
    Pain,

    /// <summary>A bare yes or no: it may answer what a person asked.</summary>
    YesNo,

    /// <summary>Looks for somebody: "is anyone there?", "still waiting".</summary>
    Waiting,

    /// <summary>Only emoji or marks.</summary>
    Emoji,

    /// <summary>A phone's reaction to one of our texts: Liked "...", Loved "...".</summary>
    Reaction,
}

/// <summary>Recognises messages that are small talk as a whole; phrases: <c>dialogs/handoff/smalltalk.yaml</c>.</summary>
internal sealed class SmallTalk
{
    private const string List = "handoff/smalltalk.yaml";
    private static readonly string[] ReactionVerbs =
        ["liked ", "loved ", "disliked ", "laughed at ", "emphasized ", "questioned ", "le gusto ", "le encanto ", "no le gusto ", "removed a "];

    /// <summary>Kinds that matter more than what else a message says.</summary>
    private static readonly SmallTalkKind[] Telling = [SmallTalkKind.Waiting, SmallTalkKind.YesNo];

    private readonly PhraseBook book;

    private SmallTalk(PhraseBook book) => this.book = book;

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="faults">Receives every fault of the list with file and item.</param>
    public static SmallTalk Load(string dialogs, List<string> faults) =>
        new(PhraseBook.Load(dialogs, [List], Enum.GetNames<SmallTalkKind>().ToHashSet(), faults));

    /// <summary>The kind and its language; null if any sentence says more than small talk. An empty text is none.</summary>
    /// <param name="conversation">The language of what both say, as "ok".</param>
    public (SmallTalkKind Kind, Language Language)? Look(string text, Language conversation)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 2_000) return null;
        if (IsReaction(text)) return (SmallTalkKind.Reaction, Language.English);
        if (!text.Any(char.IsLetterOrDigit)) return text.Contains('?') ? (SmallTalkKind.Waiting, conversation) : (SmallTalkKind.Emoji, Language.English);
        // To the phrase lists a "k" is a Spanish "que".
        if (text.Trim(' ', '.', '!').ToUpperInvariant() is "K" or "KK") return (SmallTalkKind.Ok, conversation);
        var words = book.Read(text);
        (SmallTalkKind Kind, Language Language)? first = null;
        var found = book[List].Find(words).ToList();
        for (var at = 0; at < words.Count; at = words.EndOfSentence(at))
        {
            var end = words.EndOfSentence(at);
            List<SmallTalkKind> kinds = [.. found.Where(one => one.From == at && one.To == end).Select(one => Enum.Parse<SmallTalkKind>(one.Rule.Means))];
            if (kinds.Count == 0) return null;
            // "Hello? Anybody there?" looks for somebody, and "Thanks. Yes" answers somebody.
            var kind = Telling.Where(kinds.Contains).DefaultIfEmpty(kinds[0]).First();
            if (first is null || Telling.Contains(kind)) first = (kind, LanguageOf(found.Where(one => one.From == at && one.To == end), conversation));
        }
        return first;
    }

    /// <summary>Thanks, ok, goodbye or a reaction: whoever gets it owes no answer. A question mark asks for one.</summary>
    public bool IsLastWord(string text, Language conversation) => Look(text, conversation)?.Kind switch
    {
        SmallTalkKind.Reaction => true,
        SmallTalkKind.Thanks or SmallTalkKind.Bye or SmallTalkKind.Ok or SmallTalkKind.Emoji => !text.Contains('?'),
        _ => false,
    };

    private static Language LanguageOf(IEnumerable<Found> said, Language conversation)
    {
        List<Language> languages = [.. said.Select(one => one.Language)];
        return languages.Contains(conversation) ? conversation : languages[0];
    }

    private static bool IsReaction(string text)
    {
        var plain = TextForms.Plain(text).TrimStart();
        if (!ReactionVerbs.Any(verb => plain.StartsWith(verb, StringComparison.Ordinal)) && !plain.StartsWith("reacted ", StringComparison.Ordinal)) return false;
        return plain.Contains('"') || plain.Contains('“') || plain.Contains('«') || plain.Contains("an image");
    }
}
