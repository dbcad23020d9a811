using System.Text;
using CommsBot.Clinics;

namespace CommsBot.Preparation;

/// <summary>What a whole message can mean as a reply.</summary>
internal enum Meaning
{
    Nothing,
    One,
    Two,
    Three,
    Understood,

    /// <summary>"I'll be there": says that the patient comes, not that an instruction was understood.</summary>
    Attending,
    Reschedule,
    CallMe,
    NoneOfThese,
    SomeOfThese,

    /// <summary>No reply: asks when the visit is.</summary>
    AsksWhen,

    /// <summary>No reply: asks when to stop eating.</summary>
    AsksFast,

    /// <summary>Two meanings that contradict each other: "1 call me".</summary>
    Mixed,
}

/// <summary>The ways patients word a reply, from <c>dialogs/preparation/meanings.yaml</c>. A phrase counts only as the whole message.</summary>
internal sealed class ReplyPhrases
{
    private static readonly (string Key, Meaning Meaning)[] Lists =
    [
        ("one", Meaning.One), ("two", Meaning.Two), ("three", Meaning.Three), ("understood", Meaning.Understood), ("attending", Meaning.Attending),
        ("reschedule", Meaning.Reschedule), ("call-me", Meaning.CallMe), ("none-of-these", Meaning.NoneOfThese), ("some-of-these", Meaning.SomeOfThese),
        ("asks-when", Meaning.AsksWhen), ("asks-fast", Meaning.AsksFast),
    ];

    private readonly Dictionary<string, Meaning> phrases = [];
    private HashSet<string> courtesies = [];
    private Dictionary<string, string> spellings = [];
    private SaidTime time = SaidTime.Read(null, Plain);

    public static ReplyPhrases Read(string fullPath, ICollection<FileFault> faults)
    {
        var read = new ReplyPhrases();
        if (!File.Exists(fullPath))
        {
            faults.Add(new FileFault("preparation/meanings.yaml", "", "is missing"));
            return read;
        }
        if (YamlItem.Open(fullPath, faults) is not { } item) return read;
        read.courtesies = [.. item.Texts("courtesies").Select(Plain)];
        if (item.Map("spellings") is { } spellings) read.spellings = spellings.Keys.ToDictionary(Plain, key => Plain(spellings.Required(key)));
        foreach (var (key, meaning) in Lists)
            foreach (var phrase in item.Texts(key).Select(read.Normal))
                if (!read.phrases.TryAdd(phrase, meaning) && read.phrases[phrase] != meaning)
                    item.Fault(key, $"'{phrase}' already means {Words.Kebab(read.phrases[phrase].ToString())}");
        read.time = SaidTime.Read(item.Map("time"), Plain);
        item.RefuseUnknown();
        return read;
    }

    /// <summary>The clock time that the whole message is; null when it is anything else.</summary>
    public SaidTime.Said? TimeOf(string text) => time.Of(Plain(SaidTime.JoinMinutes(text)));

    /// <summary>The message without that name at one of its ends; null when it is not there.</summary>
    public static string? Without(string name, string text)
    {
        var (words, called) = ($" {Plain(text)} ", $" {Plain(name)} ");
        if (called.Length == 2) return null;
        if (words.StartsWith(called, StringComparison.Ordinal)) return words[called.Length..];
        return words.EndsWith(called, StringComparison.Ordinal) ? words[..^called.Length] : null;
    }

    /// <summary>What the whole message means. A digit may be followed by words that agree with it.</summary>
    public Meaning MeaningOf(string text)
    {
        var normal = Normal(text);
        if (normal.Length == 0) return Meaning.Nothing;
        if (phrases.TryGetValue(normal, out var whole)) return whole;
        var space = normal.IndexOf(' ');
        if (space < 0 || !phrases.TryGetValue(normal[..space], out var digit) || digit is not (Meaning.One or Meaning.Two or Meaning.Three)) return Meaning.Nothing;
        if (!phrases.TryGetValue(normal[(space + 1)..], out var rest)) return Meaning.Nothing;
        return Together(digit, rest);
    }

    /// <summary>A digit with words keeps what the words say, so that "1 I understand" cannot clear a health screen.</summary>
    private static Meaning Together(Meaning digit, Meaning words) => (digit, words) switch
    {
        (Meaning.One, Meaning.Understood or Meaning.Attending) => Meaning.Understood,
        (Meaning.One, Meaning.One or Meaning.NoneOfThese) => words,
        (Meaning.Two, Meaning.Two or Meaning.Reschedule) => words,
        (Meaning.Three, Meaning.Three or Meaning.CallMe) => words,
        _ => Meaning.Mixed,
    };

    /// <summary>Small letters, known misspellings mended, courtesies at both ends left out.</summary>
    private string Normal(string text)
    {
        var words = Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => spellings.GetValueOrDefault(word, word)).ToList();
        var joined = " " + string.Join(' ', words) + " ";
        for (var before = ""; before != joined;)
        {
            before = joined;
            foreach (var courtesy in courtesies)
            {
                if (joined.StartsWith($" {courtesy} ", StringComparison.Ordinal)) joined = joined[(courtesy.Length + 1)..];
                if (joined.EndsWith($" {courtesy} ", StringComparison.Ordinal)) joined = joined[..^(courtesy.Length + 1)];
            }
        }
        return joined.Trim();
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(letter)) plain.Append(letter);
            else if (letter is '-' or '/' || char.IsWhiteSpace(letter) || letter is '.' or ',' or '!' or '?' or ';' or ':' or '(' or ')') plain.Append(' ');
        }
        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
