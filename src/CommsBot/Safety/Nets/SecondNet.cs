using CommsBot.Content;
using CommsBot.Safety.Phrases;

namespace CommsBot.Safety.Nets;

/// <summary>
/// A net beside a phrase book: it finds what no phrase foresaw, and it may overrule a phrase where the words around it are surely harmless.
/// Learning begins when the lists are loaded and goes on in the background; the first question waits for it.
/// </summary>
internal sealed class SecondNet
{
    /// <summary>A phrase is overruled below this chance: once in so many messages like it.</summary>
    private const double SurelyHarmless = 0.03;

    /// <summary>Danger is often a few words inside a long message about something else.</summary>
    private const int Window = 12;

    /// <summary>The phrase with only its nearest words has lost what makes it harmless; alone it may look like this much.</summary>
    private const double StillHarmless = 0.5;

    private const int Close = 3;

    /// <summary>How many words on each side of a phrase are looked at.</summary>
    private const int Around = 12;

    private const int FewRows = 1 << 18;

    private static readonly HashSet<string> SpanishWords =
        ["que", "de", "la", "el", "mi", "en", "un", "una", "se", "ya", "con", "por", "para", "lo", "esta", "estoy", "tengo", "quiero", "es", "su", "al", "le", "los", "las", "muy", "como", "cuando", "yo", "del", "hoy", "mis", "puedo", "mas"];

    private readonly PhraseBook book;
    private readonly Task<ExampleNet> learning;

    private SecondNet(PhraseBook book, Task<ExampleNet> learning) => (this.book, this.learning) = (book, learning);

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="files">Example files below it.</param>
    /// <param name="others">Example files of other nets: whatever their messages mean there, they mean nothing here.</param>
    /// <param name="labels">What the examples may mean.</param>
    /// <param name="book">Brings a message into words and says what its phrases see in it.</param>
    /// <param name="phraseKnows">Ways of asking for which this holds teach nothing: a phrase speaks for them.</param>
    /// <param name="faults">Receives every fault of the files.</param>
    /// <param name="ofNurses">Which ways of asking of an answer that names a nurse are no harmless examples.</param>
    /// <param name="rows">Rows of weights; 32 bytes each in a file, 192 in memory while it learns.</param>
    public static SecondNet Load(
        string dialogs, IReadOnlyList<string> files, IReadOnlyList<string> others, IReadOnlySet<string> labels, PhraseBook book, Func<Words, bool> phraseKnows, List<string> faults,
        int rows = FewRows, Func<string, bool>? ofNurses = null)
    {
        List<Example> examples = [.. files.SelectMany(file => ExampleFiles.Read(dialogs, file, labels, faults))];
        var meanings = examples.Select(example => example.Label).ToHashSet();
        return new SecondNet(book, Task.Run(() =>
        {
            using var content = ExampleFiles.Digest(dialogs, [.. files, .. others]);
            return ExampleNet.Train(meanings, rows, content, () => examples.Concat(Others()), text => See(book, book.Read(text)), Parts);
        }));

        IEnumerable<Example> Others() => EvaluatedExamples.Read(dialogs, meanings)
            .Concat(others.SelectMany(file => ExampleFiles.ReadAsNone(dialogs, file)).Concat(ExampleFiles.Asks(dialogs, ofNurses)).Where(one => !phraseKnows(book.Read(one.Text))));
    }

    private static Seen See(PhraseBook book, Words words) => new(words, book.Signs(words));

    private ExampleNet Net => learning.GetAwaiter().GetResult();

    /// <summary>Ends when it has learnt.</summary>
    public Task Ready => learning;

    /// <summary>What the whole message looks like, and what the surest of its parts does: its sentences, and windows of a long one.</summary>
    /// <param name="counts">The labels of interest; all but none when left out.</param>
    public (NetGuess Whole, NetGuess Part) Judge(Words words, Func<string, bool>? counts = null)
    {
        counts ??= label => label != ExampleFiles.None;
        var seen = See(book, words);
        var whole = Net.Guess(seen, 0, words.Count, counts);
        var part = whole;
        foreach (var (from, to) in Parts(words))
            if (Net.Guess(seen, from, to, counts) is var guess && guess.Chance > part.Chance) part = guess;
        return (whole, part);
    }

    private static IEnumerable<(int From, int To)> Parts(Words words)
    {
        for (var at = 0; at < words.Count; at = words.EndOfSentence(at))
            if (words.EndOfSentence(at) is var end && end - at >= 3 && end - at < words.Count) yield return (at, end);
        for (var at = 0; at + Window < words.Count; at += Window / 2) yield return (at, at + Window);
    }

    /// <summary>Neither the words around the phrase nor the whole message look like anything that needs attention.</summary>
    /// <param name="below">The chance below which they do not.</param>
    /// <param name="around">The same for the words around the phrase; as for the whole when left out.</param>
    public bool Overrules(Found found, Words words, double below = SurelyHarmless, double? around = null)
    {
        static bool Counts(string label) => label != ExampleFiles.None;
        var from = found.From;
        while (!words.StartsSentence(from) && found.From - from < Around) from--;
        var to = Math.Min(words.EndOfSentence(found.From), found.To + Around);
        var seen = See(book, words);
        return Net.Guess(seen, from, to, Counts).Chance < (around ?? below) && Net.Guess(seen, 0, words.Count, Counts).Chance < below
            && Net.Guess(seen, Math.Max(from, found.From - Close), Math.Min(to, found.To + Close), Counts).Chance < StillHarmless;
    }

    /// <summary>The language most words of a message point to; English in doubt.</summary>
    public static Language LanguageOf(Words words)
    {
        var spanish = Enumerable.Range(0, words.Count).Count(at => SpanishWords.Contains(words[at].Text));
        return spanish * 4 >= words.Count && spanish > 0 ? Language.Spanish : Language.English;
    }
}
