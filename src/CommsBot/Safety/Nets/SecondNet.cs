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

    /// <summary>How many words on each side of a phrase are looked at.</summary>
    private const int Around = 12;

    private static readonly HashSet<string> SpanishWords =
        ["que", "de", "la", "el", "mi", "en", "un", "una", "se", "ya", "con", "por", "para", "lo", "esta", "estoy", "tengo", "quiero", "es", "su", "al", "le", "los", "las", "muy", "como", "cuando", "yo", "del", "hoy", "mis", "puedo", "mas"];

    private readonly Task<ExampleNet> learning;

    private SecondNet(Task<ExampleNet> learning) => this.learning = learning;

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="files">Example files below it.</param>
    /// <param name="others">Example files of other nets: whatever their messages mean there, they mean nothing here.</param>
    /// <param name="labels">What the examples may mean.</param>
    /// <param name="read">Brings a message into words.</param>
    /// <param name="phraseKnows">Ways of asking for which this holds teach nothing: a phrase speaks for them.</param>
    /// <param name="faults">Receives every fault of the files.</param>
    public static SecondNet Load(
        string dialogs, IReadOnlyList<string> files, IReadOnlyList<string> others, IReadOnlySet<string> labels, Func<string, Words> read, Func<Words, bool> phraseKnows, List<string> faults)
    {
        List<Example> examples = [.. files.SelectMany(file => ExampleFiles.Read(dialogs, file, labels, faults))];
        return new SecondNet(Task.Run(() =>
        {
            using var content = ExampleFiles.Digest(dialogs, [.. files, .. others]);
            return ExampleNet.Train(examples.Select(example => example.Label), content, () => examples.Concat(Harmless()), read);
        }));

        IEnumerable<Example> Harmless() => others.SelectMany(file => ExampleFiles.ReadAsNone(dialogs, file)).Concat(ExampleFiles.Asks(dialogs))
            .Where(one => !phraseKnows(read(one.Text)));
    }

    private ExampleNet Net => learning.GetAwaiter().GetResult();

    /// <summary>The surest guess for the whole message or one of its sentences.</summary>
    public NetGuess Surest(Words words)
    {
        var surest = Net.Guess(words, 0, words.Count);
        for (var at = 0; at < words.Count; at = words.EndOfSentence(at))
        {
            var end = words.EndOfSentence(at);
            if (end - at < 3 || end - at == words.Count) continue;
            var guess = Net.Guess(words, at, end);
            if (guess.Chance > surest.Chance) surest = guess;
        }
        return surest;
    }

    /// <summary>Neither the words around the phrase nor the whole message look like anything that needs attention.</summary>
    public bool Overrules(Found found, Words words)
    {
        var from = found.From;
        while (!words.StartsSentence(from) && found.From - from < Around) from--;
        var to = Math.Min(words.EndOfSentence(found.From), found.To + Around);
        return Net.Guess(words, from, to).Chance < SurelyHarmless && Net.Guess(words, 0, words.Count).Chance < SurelyHarmless;
    }

    /// <summary>The language most words of a message point to; English in doubt.</summary>
    public static Language LanguageOf(Words words)
    {
        var spanish = Enumerable.Range(0, words.Count).Count(at => SpanishWords.Contains(words[at].Text));
        return spanish * 4 >= words.Count && spanish > 0 ? Language.Spanish : Language.English;
    }
}
