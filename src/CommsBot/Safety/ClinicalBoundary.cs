using CommsBot.Content;
using CommsBot.Safety.Nets;
using CommsBot.Safety.Phrases;

namespace CommsBot.Safety;

/// <summary>What a message asks that no curated answer may answer. The order is the order of precedence when a message holds several.</summary>
internal enum BoundaryKind
{
    /// <summary>Press, legal, police.</summary>
    Outside,

    /// <summary>A report of harm.</summary>
    Adverse,

    /// <summary>Ate or drank although fasting.</summary>
    FastBroken,
    NoDriver,
    RunningLate,
    Arrived,
    SickToday,

    /// <summary>Wants the drug to buy or for use at home.</summary>
    BuyingHomeUse,
    Dose,

    /// <summary>Take, stop, skip, mix a medicine.</summary>
    Medicine,
    Diagnosis,

    /// <summary>Laboratory, imaging, other findings.</summary>
    Result,
    Complaint,
    Records,

    /// <summary>Whether something is right, normal or safe for this person.</summary>
    Personal,
}

/// <param name="Kind">What is asked.</param>
/// <param name="TimeCritical">The patient should phone now instead of waiting for an answer.</param>
/// <param name="Language">The language of the phrase that was recognised.</param>
/// <param name="Rule">The rule's id; never the patient's words.</param>
internal sealed record BoundaryHit(BoundaryKind Kind, bool TimeCritical, Language Language, string Rule)
{
    /// <summary>Judged by its likeness to examples, not by a phrase: enough to call a nurse, not enough to break into a question that was just asked.</summary>
    public bool IsGuess => Rule.StartsWith("net.", StringComparison.Ordinal);

    /// <summary>Asks what to take, what it is or whether it is right, rather than for papers, a complaint or a way to the clinic.</summary>
    public bool IsHealth => Kind is BoundaryKind.SickToday or BoundaryKind.Dose or BoundaryKind.Medicine or BoundaryKind.Diagnosis or BoundaryKind.Result or BoundaryKind.Personal;

    /// <summary>Something that holds for everybody helps beside the nurse and harms nobody: an amount or where to buy is never one of them.</summary>
    public bool HoldsForEverybody => Kind is BoundaryKind.Medicine or BoundaryKind.Diagnosis or BoundaryKind.Result or BoundaryKind.Personal;

    /// <summary>It may as well be asked by anybody: "can I smoke the day before". What holds for everybody may be said beside the nurse.</summary>
    public bool MayBeGeneral { get; init; }
}

/// <summary>
/// Recognises what needs a nurse, or another person, because it is about this one patient. General questions pass.
/// Look here after <see cref="SafetyScreen"/>; the phrases are content in <c>dialogs/safety/boundary.yaml</c>.
/// </summary>
internal sealed class ClinicalBoundary
{
    private const string List = "safety/boundary.yaml";
    private const string Own = "safety/own.yaml";
    private const int FewestToGuess = 3;

    /// <summary>From this chance on the net sends a message to a nurse where no phrase did; chosen on the held parts of <c>dialogs/evaluation</c>.</summary>
    private const double NetHit = 0.2;

    /// <summary>
    /// From this chance on a question that no answer surely covers goes to a nurse. Harmless examples outnumber the others by far, so that even a small
    /// chance is a sign; see README, Decisions.
    /// </summary>
    private const double NetLeans = 0.02;

    /// <summary>The same for the surest part of a message longer than <see cref="LongestWhole"/>, whose rest drowns it.</summary>
    private const double NetLeansInPart = 0.6;
    private const int LongestWhole = 25;

    /// <summary>Below this chance a phrase about medicine or health is part of a general question; of 181 held requests none was that unlike one.</summary>
    private const double SurelyGeneral = 0.05;

    /// <summary>The same for phrases that tell of something that happened: "my dog ate a grape".</summary>
    private const double SurelyAnother = 0.01;

    /// <summary>The sentence a phrase stands in has lost what the others say; it may look like this much.</summary>
    private const double StillGeneral = 0.3;

    /// <summary>
    /// Below this chance something that holds for everybody may be said beside the nurse: it says itself that a clinician decides, and it helps until
    /// she calls. Above, hardly anybody else would ask it like that.
    /// </summary>
    private const double AsMuchGeneral = 0.95;

    /// <summary>In a longer message no net judges what one phrase in it means.</summary>
    private const int LongestHarmless = 100;

    /// <summary>Kinds whose phrases general questions share.</summary>
    private static readonly HashSet<BoundaryKind> Questions =
        [BoundaryKind.BuyingHomeUse, BoundaryKind.Dose, BoundaryKind.Medicine, BoundaryKind.Diagnosis, BoundaryKind.Result, BoundaryKind.Personal];

    /// <summary>Kinds whose phrase stands whatever the net thinks: a person asked for nothing costs less than a lawyer, or somebody who came to harm, who is not heard.</summary>
    private static readonly HashSet<BoundaryKind> Stand = [BoundaryKind.Outside, BoundaryKind.Adverse, BoundaryKind.Complaint];

    private readonly PhraseBook book;
    private readonly SecondNet net;

    private ClinicalBoundary(PhraseBook book, SecondNet net)
    {
        this.book = book;
        this.net = net;
    }

    /// <summary>Ends when its net has learnt.</summary>
    public Task Ready => net.Ready;

    /// <inheritdoc cref="SafetyScreen.Load"/>
    public static ClinicalBoundary Load(string dialogs, List<string> faults)
    {
        var kinds = Enum.GetNames<BoundaryKind>().ToHashSet();
        var book = PhraseBook.Load(dialogs, [PhraseBook.Harmless, List, Own], kinds, faults);
        return new ClinicalBoundary(book, SecondNet.Load(dialogs, ["safety/examples-boundary.txt"], ["safety/examples-none.txt", "consent/examples.txt"], kinds, book, words => book[List].Find(words).Any(), faults,
            ofNurses: ask => book[Own].Find(book.Read(ask)).Any()));
    }

    public BoundaryHit? Look(string text)
    {
        BoundaryHit? first = null;
        var words = book.Read(text);
        foreach (var found in book[List].Find(words))
        {
            var kind = Enum.Parse<BoundaryKind>(found.Rule.Means);
            if (!found.Rule.Sure && !Stand.Contains(kind) && words.Count <= LongestHarmless && net.Overrules(found, words, Questions.Contains(kind) ? SurelyGeneral : SurelyAnother, StillGeneral)) continue;
            if (first is null || kind < first.Kind) first = new BoundaryHit(kind, IsTimeCritical(kind), found.Language, found.Rule.Id);
        }
        first ??= Guessed(words);
        return first is { HoldsForEverybody: true } ? first with { MayBeGeneral = net.Judge(words).Whole.Chance < AsMuchGeneral } : first;
    }

    // Two words say too little to guess from: they are a name, a digit or a thank-you more often than a worry.
    private BoundaryHit? Guessed(Words words)
    {
        if (words.Telling < FewestToGuess) return null;
        var guess = net.Judge(words).Whole;
        if (guess.Chance < NetHit || !Enum.TryParse<BoundaryKind>(guess.Label, out var kind)) return null;
        return new BoundaryHit(kind, IsTimeCritical(kind), SecondNet.LanguageOf(words), "net." + guess.Label);
    }

    /// <summary>Somebody tells of themself or of a relative, whatever it is.</summary>
    public bool TellsOfSomebody(string text) => book[Own].Find(book.Read(text)).Any();

    /// <summary>For a question that no curated answer surely covers: it looks a little as if it were about this one patient. Null when it does not.</summary>
    public BoundaryHit? LookInDoubt(string text)
    {
        var words = book.Read(text);
        if (words.Telling < FewestToGuess) return null;
        var (whole, part) = net.Judge(words, label => Enum.TryParse<BoundaryKind>(label, out var kind) && Questions.Contains(kind));
        if (whole.Chance < NetLeans && (words.Count <= LongestWhole || part.Chance < NetLeansInPart)) return null;
        return new BoundaryHit(BoundaryKind.Personal, TimeCritical: false, SecondNet.LanguageOf(words), "net.InDoubt");
    }

    private static bool IsTimeCritical(BoundaryKind kind) =>
        kind is BoundaryKind.FastBroken or BoundaryKind.NoDriver or BoundaryKind.RunningLate or BoundaryKind.Arrived or BoundaryKind.SickToday;
}
