using CommsBot.Content;
using CommsBot.Safety.Nets;
using CommsBot.Safety.Phrases;

namespace CommsBot.Safety;

/// <summary>
/// Looks for danger in what a patient writes: crisis, emergency, low blood sugar, violence, warning signs after an infusion.
/// Pure and deterministic; the phrases are content in <c>dialogs/safety</c>. A miss is worse than ten false alarms.
/// </summary>
internal sealed class SafetyScreen
{
    private static readonly string[] Lists =
        ["safety/crisis.yaml", "safety/emergency.yaml", "safety/low-sugar.yaml", "safety/violence.yaml", "safety/after-infusion.yaml"];

    private static readonly string[] Examples =
        ["safety/examples-crisis.txt", "safety/examples-emergency.txt", "safety/examples-low-sugar.txt", "safety/examples-violence.txt", "safety/examples-after-infusion.txt", "safety/examples-none.txt"];

    /// <summary>From this chance on the net raises an alarm where no phrase did; chosen on the held parts of <c>dialogs/evaluation</c>.</summary>
    private const double NetAlarm = 0.8;

    private readonly PhraseBook book;
    private readonly SecondNet net;

    private SafetyScreen(PhraseBook book, SecondNet net)
    {
        this.book = book;
        this.net = net;
    }

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="faults">Receives every fault of the phrase lists with file and item; the caller refuses to start if there are any.</param>
    public static SafetyScreen Load(string dialogs, List<string> faults)
    {
        var classes = Enum.GetNames<AlarmClass>().ToHashSet();
        var book = PhraseBook.Load(dialogs, ["safety/shared.yaml", .. Lists], classes, faults);
        return new SafetyScreen(book, SecondNet.Load(dialogs, Examples, ["safety/examples-boundary.txt", "consent/examples.txt"], classes, book.Read, _ => false, faults));
    }

    /// <summary>The most urgent alarm in a message; null if there is none. Reads the first <see cref="TextForms.Longest"/> characters.</summary>
    public Alarm? Look(string text)
    {
        var words = book.Read(text);
        var found = Lists.SelectMany(list => book[list].Find(words)).Select(hit => (Hit: hit, Class: Enum.Parse<AlarmClass>(hit.Rule.Means))).ToList();
        if (found.Count == 0) return Guessed(words);
        var (worst, _) = found.MinBy(entry => entry.Class);
        var set = book[Lists[0]];
        var inCrisis = found.Any(entry => entry.Class is AlarmClass.Crisis or AlarmClass.CrisisEmergency);
        var worstClass = found.Min(entry => entry.Class) switch
        {
            AlarmClass.Emergency or AlarmClass.AfterInfusionEmergency or AlarmClass.LowBloodSugar when inCrisis => AlarmClass.CrisisEmergency,
            AlarmClass.Emergency when set.Says("since-infusion", words) => AlarmClass.AfterInfusionEmergency,
            var single => single,
        };
        return new Alarm(worstClass, IsAboutAnother(words, worst.From, worst.To), worst.Language, worst.Rule.Id);
    }

    private Alarm? Guessed(Words words)
    {
        // A phone number or a digit resembles nothing; only words may be likened to examples.
        if (!Enumerable.Range(0, words.Count).Any(at => words[at].Text.Any(char.IsLetter))) return null;
        var guess = net.Surest(words);
        if (guess.Chance < NetAlarm || !Enum.TryParse<AlarmClass>(guess.Label, out var likeliest)) return null;
        if (likeliest == AlarmClass.Emergency && book[Lists[0]].Says("since-infusion", words)) likeliest = AlarmClass.AfterInfusionEmergency;
        return new Alarm(likeliest, IsAboutAnother(words, 0, words.Count), SecondNet.LanguageOf(words), "net." + guess.Label);
    }

    /// <summary>
    /// Looks at a patient's latest messages as one text ("I want to" / "die"): the newest last, at most five, written within three minutes.
    /// Look at the newest alone as well; this finds what only the whole says.
    /// </summary>
    public Alarm? LookJoined(IReadOnlyList<string> lastMessages) =>
        Look(string.Join(" ", lastMessages.TakeLast(5))) is { IsGuess: false } alarm ? alarm : null;

    /// <summary>Somebody else is named in the sentence before the end of the phrase, and the phrase itself does not say "I".</summary>
    private bool IsAboutAnother(Words words, int from, int to)
    {
        for (var at = from; at < to; at++)
            if (words[at].Text is "i" or "im" or "yo") return false;
        var start = from;
        while (!words.StartsSentence(start)) start--;
        return book[Lists[0]].SaysBetween("somebody-else", words, start, to);
    }
}
