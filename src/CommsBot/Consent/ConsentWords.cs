using CommsBot.Content;
using CommsBot.Safety;
using CommsBot.Safety.Nets;
using CommsBot.Safety.Phrases;

namespace CommsBot.Consent;

/// <summary>What a message says about being texted.</summary>
internal enum ConsentMeaning
{
    /// <summary>A bare keyword that ends texting, as carriers and the provider act on it.</summary>
    Stop,

    /// <summary>A bare keyword that allows texting again. Counts only while the number is opted out.</summary>
    Start,

    /// <summary>A bare keyword that asks for help.</summary>
    Help,

    /// <summary>The number belongs to somebody else.</summary>
    WrongNumber,

    /// <summary>Free words that surely end texting.</summary>
    OptOutCertain,

    /// <summary>Free words that may end texting: hold reminders and ask a person.</summary>
    OptOutUnsure,
}

/// <param name="Meaning">What it means.</param>
/// <param name="Keyword">The bare keyword in capitals (<c>STOP</c>, <c>CANCEL</c> ...); null for free words.</param>
/// <param name="Language">The language of keyword or phrase.</param>
/// <param name="Rule">The rule's id; never the patient's words.</param>
internal sealed record ConsentWord(ConsentMeaning Meaning, string? Keyword, Language Language, string Rule)
{
    private static readonly HashSet<string> AlsoCancelsAVisit = new(["CANCEL", "END", "QUIT"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What staff ask whoever left texting by a keyword with which people also cancel a visit; null for any other.</summary>
    public static string? AskAbout(string? keyword) =>
        keyword is not null && AlsoCancelsAVisit.Contains(keyword.Trim()) ? "Left texting: cancel the visit, or only the texts?" : null;

    /// <summary>The whole message was a keyword: the turn acts before any other decision. Free words wait for the danger screens.</summary>
    public bool IsBare => Keyword is not null;

    /// <summary>Judged by its likeness to examples, not by a phrase.</summary>
    public bool IsGuess => Rule.StartsWith("net.", StringComparison.Ordinal);
}

/// <summary>Recognises words about being texted; which of them apply, and when, is decided by the turn. Phrases: <c>dialogs/consent/words.yaml</c>.</summary>
internal sealed class ConsentWords
{
    private const string List = "consent/words.yaml";
    private const int LongestKeyword = 24;
    private static readonly string[] Spanish = ["ALTO", "PARAR", "PARE", "AYUDA"];

    /// <summary>From this chance on the net speaks where no phrase did: below the second figure only as an unsure opt-out, which a person reads.</summary>
    private const double NetUnsure = 0.45;

    /// <summary>A digit, a name or a thank-you is no ground for a guess.</summary>
    private const int FewestToGuess = 3;

    private readonly PhraseBook book;
    private readonly SecondNet net;
    private readonly Dictionary<string, ConsentMeaning> keywords = [];

    private ConsentWords(PhraseBook book, SecondNet net, List<string> faults)
    {
        this.book = book;
        this.net = net;
        foreach (var (kind, words) in book.KeywordsOf(List))
        {
            if (!Enum.TryParse<ConsentMeaning>(kind, ignoreCase: true, out var meaning) || meaning > ConsentMeaning.Help)
                faults.Add($"{List}: keywords: '{kind}' is none of stop, start, help");
            else foreach (var word in words)
                if (!keywords.TryAdd(word.Replace("-", ""), meaning)) faults.Add($"{List}: keywords: '{word}' stands twice");
        }
        foreach (var required in (string[])["stop", "unsubscribe", "end", "quit", "stopall", "revoke", "optout", "cancel", "start", "unstop", "yes", "help", "info"])
            if (!keywords.ContainsKey(required)) faults.Add($"{List}: keywords: '{required}' is missing, the provider acts on it");
    }

    /// <summary>Ends when its net has learnt.</summary>
    public Task Ready => net.Ready;

    /// <inheritdoc cref="SafetyScreen.Load"/>
    public static ConsentWords Load(string dialogs, List<string> faults)
    {
        HashSet<string> free = [nameof(ConsentMeaning.OptOutCertain), nameof(ConsentMeaning.OptOutUnsure), nameof(ConsentMeaning.WrongNumber)];
        var book = PhraseBook.Load(dialogs, [List], free, faults);
        return new ConsentWords(book, SecondNet.Load(dialogs, ["consent/examples.txt"], ["safety/examples-none.txt", "safety/examples-boundary.txt"], free, book, words => book[List].Find(words).Any(), faults), faults);
    }

    /// <param name="text">The message.</param>
    /// <param name="isSms">Bare keywords exist on the phone only; on the web "yes" or "help" is ordinary text.</param>
    public ConsentWord? Look(string text, bool isSms)
    {
        if (isSms && Bare(text) is { } keyword && keywords.TryGetValue(keyword, out var meaning))
        {
            var capitals = keyword.ToUpperInvariant();
            return new ConsentWord(meaning, capitals, Spanish.Contains(capitals) ? Language.Spanish : Language.English, "consent.keyword");
        }
        var words = book.Read(text);
        var found = book[List].Find(words).Where(hit => !net.Overrules(hit, words)).ToList();
        if (found.Count == 0) return Guessed(words);
        var first = found.MinBy(hit => Enum.Parse<ConsentMeaning>(hit.Rule.Means));
        return new ConsentWord(Enum.Parse<ConsentMeaning>(first.Rule.Means), null, first.Language, first.Rule.Id);
    }

    private ConsentWord? Guessed(Words words)
    {
        var (_, guess) = net.Judge(words);
        if (words.Count < FewestToGuess || guess.Chance < NetUnsure || !Enum.TryParse<ConsentMeaning>(guess.Label, out _)) return null;
        // Likeness to examples is reason to ask, never to act.
        return new ConsentWord(ConsentMeaning.OptOutUnsure, null, SecondNet.LanguageOf(words), "net." + guess.Label);
    }

    /// <summary>The letters of a message that is one word apart from marks, quotes, emoji and white space ("Stop.", "OPT-OUT", "stop all"); otherwise null.</summary>
    private static string? Bare(string text)
    {
        if (text.Length > 4 * LongestKeyword) return null;
        var plain = TextForms.Plain(text);
        if (plain.Any(char.IsDigit) || plain.Contains('?') && plain.Trim().Length == 1) return null;
        var words = new string([.. plain.Select(c => char.IsLetter(c) || c == '-' ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var joined = string.Concat(words).Replace("-", "");
        return words.Length == 1 || joined is "stopall" or "optout" ? joined : null;
    }
}
