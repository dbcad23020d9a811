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

    /// <summary>From this chance on the net raises an alarm where no phrase did; chosen with those below on hidden hints at danger it had not learnt and on the held parts of <c>dialogs/evaluation</c>.</summary>
    private const double NetAlarm = 0.2;

    /// <summary>The same where a turn of speech stands that often takes the danger out of words.</summary>
    private const double NetAlarmSoftened = 0.35;

    /// <summary>The same for a part of a message, which has lost the words around it.</summary>
    private const double NetAlarmInPart = 0.35;

    /// <summary>The same where the whole looks harmless (less than <see cref="WholeOfPart"/>), in a long message, whose rest may drown it; in a shorter one no part alarms against the whole.</summary>
    private const double NetAlarmDrowned = 0.6;
    private const double WholeOfPart = 0.03;

    /// <summary>From this chance on the net says which danger it is, whatever phrase found it.</summary>
    private const double NetIsSure = 0.9;

    /// <summary>With fewer words ("i want to", "stroke?") only a sure net speaks: they are mostly the beginning of something.</summary>
    private const int FewestToGuess = 4;

    /// <summary>In a longer message no turn of speech takes the danger out of a phrase.</summary>
    private const int LongestSoftened = 20;

    /// <summary>Below this chance a phrase is overruled with no such turn of speech: "put me down for the 14th". One in 500 of the held dangers is that unlike danger.</summary>
    private const double SurelyHarmless = 0.01;

    /// <summary>In a longer message no net judges what one phrase in it means.</summary>
    private const int LongestHarmless = 60;

    /// <summary>Danger is said in rare words, and a rare word that shares its row looks like a common one.</summary>
    private const int Rows = 1 << 20;

    private static readonly string[] Softening = ["topic-question", "topic-word", "what-if", "history", "joking", "machine-talk", "listed", "crps-usual", "long-over", "travel", "question-form", "everyday"];

    private readonly PhraseBook book;
    private readonly SecondNet net;

    private SafetyScreen(PhraseBook book, SecondNet net)
    {
        this.book = book;
        this.net = net;
    }

    /// <summary>Ends when its net has learnt.</summary>
    public Task Ready => net.Ready;

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="faults">Receives every fault of the phrase lists with file and item; the caller refuses to start if there are any.</param>
    public static SafetyScreen Load(string dialogs, List<string> faults)
    {
        var classes = Enum.GetNames<AlarmClass>().ToHashSet();
        var book = PhraseBook.Load(dialogs, ["safety/shared.yaml", PhraseBook.Harmless, .. Lists], classes, faults);
        return new SafetyScreen(book, SecondNet.Load(dialogs, Examples, ["safety/examples-boundary.txt", "consent/examples.txt"], classes, book, _ => false, faults, Rows));
    }

    /// <summary>The most urgent alarm in a message; null if there is none. Reads the first <see cref="TextForms.Longest"/> characters.</summary>
    public Alarm? Look(string text)
    {
        var words = book.Read(text);
        return Worst(words, [.. Said(words).Where(found => !IsHarmless(found, words))]) is { } said ? Clearer(said, words) : Guessed(words);
    }

    /// <summary>
    /// The same words mean different dangers ("he won't wake up", "she has a knife"); where the net is sure of another one that comes first, it has the
    /// better view. A phrase that needs 911 keeps it beside a crisis: pills taken "by mistake" are answered with both numbers.
    /// </summary>
    private Alarm Clearer(Alarm said, Words words)
    {
        if (said.Class is not (AlarmClass.Crisis or AlarmClass.Emergency or AlarmClass.Violence or AlarmClass.LowBloodSugar)) return said;
        var guess = net.Judge(words, IsDanger).Whole;
        if (guess.Own < NetIsSure || !Enum.TryParse<AlarmClass>(guess.Label, out var other) || other == said.Class || other == AlarmClass.AfterInfusionWarning) return said;
        if (other == AlarmClass.Crisis) return said with { Class = AlarmClass.CrisisEmergency };
        return said with { Class = other == AlarmClass.Emergency && book[Lists[0]].Says("since-infusion", words) ? AlarmClass.AfterInfusionEmergency : other };
    }

    private IEnumerable<Found> Said(Words words) => Lists.SelectMany(list => book[list].Find(words));

    /// <summary>
    /// The net finds nothing at all in the words around a phrase; where a turn of speech that often takes the danger out of words ("what if",
    /// "years ago", "lol") stands there, next to nothing is enough.
    /// </summary>
    private bool IsHarmless(Found found, Words words)
    {
        if (found.Rule.Sure || found.Rule.Means == nameof(AlarmClass.AfterInfusionWarning) || words.Count > LongestHarmless) return false;
        return IsSoftened(words) ? net.Overrules(found, words) : net.Overrules(found, words, SurelyHarmless);
    }

    private bool IsSoftened(Words words) => words.Count <= LongestSoftened && Softening.Any(frame => book[Lists[0]].Says(frame, words));

    private Alarm? Worst(Words words, IReadOnlyList<Found> said)
    {
        if (said.Count == 0) return null;
        var found = said.Select(hit => (Hit: hit, Class: Enum.Parse<AlarmClass>(hit.Rule.Means))).ToList();
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

    private static bool IsDanger(string label) => label is not (ExampleFiles.None or nameof(AlarmClass.AfterInfusionWarning));

    private Alarm? Guessed(Words words)
    {
        // A phone number or a digit resembles nothing; only words may be likened to examples, and one word alone ("kill") is a piece of a message.
        if (words.Count < 2 || !Enumerable.Range(0, words.Count).Any(at => !words.IsHarmless(at) && words[at].Text.Any(char.IsLetter))) return null;
        var (whole, part) = net.Judge(words, IsDanger);
        var partAlarms = whole.Chance >= WholeOfPart ? part.Chance >= NetAlarmInPart : part.Chance >= NetAlarmDrowned && words.Count > LongestHarmless;
        var enough = IsSoftened(words) ? NetAlarmSoftened : NetAlarm;
        var guess = whole.Chance >= enough ? whole : partAlarms ? part : net.Judge(words).Whole;
        if (guess.Chance < (words.Telling < FewestToGuess ? NetIsSure : enough) || !Enum.TryParse<AlarmClass>(guess.Label, out var likeliest)) return null;
        if (likeliest == AlarmClass.Emergency && book[Lists[0]].Says("since-infusion", words)) likeliest = AlarmClass.AfterInfusionEmergency;
        return new Alarm(likeliest, IsAboutAnother(words, 0, words.Count), SecondNet.LanguageOf(words), "net." + guess.Label);
    }

    /// <summary>
    /// Looks at a patient's latest messages as one text ("I want to" / "die"): the newest last, at most five, written within three minutes.
    /// Look at the newest alone as well; this finds what only the whole says, by phrases alone: examples are single messages.
    /// </summary>
    public Alarm? LookJoined(IReadOnlyList<string> lastMessages)
    {
        var single = lastMessages.TakeLast(5).Select(text => book.Read(text)).ToList();
        var spared = single.SelectMany(words => Said(words).Where(found => IsHarmless(found, words))).Select(found => found.Rule.Id).ToHashSet();
        var joined = book.Read(string.Join(" ", lastMessages.TakeLast(5)));
        return Worst(joined, [.. Said(joined).Where(found => !spared.Contains(found.Rule.Id) && IsSaidAcross(found, single, joined))]);
    }

    /// <summary>What one message says by itself was judged with that message; a question that the next one follows is still a question.</summary>
    private static bool IsSaidAcross(Found found, IReadOnlyList<Words> single, Words joined)
    {
        if (found.Rule.With.Count > 0 || single.Sum(words => words.Count) != joined.Count) return true;
        var end = 0;
        foreach (var words in single)
        {
            end += words.Count;
            if (found.From < end) return found.To > end;
        }

        return true;
    }

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
