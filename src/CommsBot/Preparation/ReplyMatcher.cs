using System.Text.RegularExpressions;

namespace CommsBot.Preparation;

internal enum Reply
{
    NotAReply,

    /// <summary>It is a reply, but to what or meaning what is not certain: ask again, change nothing.</summary>
    Ambiguous,
    Understood,
    Reschedule,
    CallMe,
    ScreenClear,
    ScreenYes,

    /// <summary>By name, or only by what the driver is to the patient; then the name is empty.</summary>
    DriverNamed,

    /// <summary>The time to stop eating, said back as the text said it.</summary>
    TimeRight,
    TimeWrong,

    /// <summary>A time is awaited, and a bare digit or "ok" came: it could mean anything, so the time is asked again.</summary>
    TimeAgain,

    /// <summary>Several people on this number wait for an answer, and the message does not say whose it is.</summary>
    WhoseReply,
}

/// <summary>A text of the current plan version that left for this number and has no answer yet.</summary>
internal sealed record OpenText(string Id, string VisitId, string Step, StepKind Kind, DateTimeOffset SentAt)
{
    public string PatientId { get; init; } = "";
    public string? FirstName { get; init; }

    /// <summary>The time to stop eating on the clinic's and the patient's clocks; empty when nothing has to be said back.</summary>
    public IReadOnlyList<TimeOnly> Cutoff { get; init; } = [];

    public Said Said { get; init; }

    /// <summary>A health screen whose deadline passed without an answer, or that a call asks instead: somebody phones whatever is texted.</summary>
    public bool IsLate { get; init; }

    /// <summary>Understood, it leaves nothing to understand: the fasting text, or any text of a visit without a fast.</summary>
    public bool Completes { get; init; }

    /// <summary>The patient said "understood" and owes the time.</summary>
    public bool AwaitsTime => Cutoff.Count > 0 && Said is Said.Understood or Said.WrongTime;
}

/// <summary>What was said to a text so far.</summary>
internal enum Said
{
    Nothing,
    Understood,
    WrongTime,
}

/// <param name="Text">The text that was answered; null when none is certain (then a call concerns the number, not one visit).</param>
internal sealed record ReplyMatch(Reply Reply, OpenText? Text = null, string? DriverName = null);

/// <summary>
/// Decides what a message answers. It counts only when the whole message is a reply and the unanswered texts leave one reading:
/// of one visit, the newest instruction stands for the older ones it repeats; the health screen never shares a "1" with an instruction;
/// several visits on one number are never told apart by a digit. Phone reactions confirm nothing.
/// Safety screens come before this, and other words are answered first by whoever calls it.
/// </summary>
internal sealed partial class ReplyMatcher(ReplyPhrases phrases)
{
    public ReplyMatch Match(string text, IReadOnlyList<OpenText> open)
    {
        if (text.Length > 200 || Reaction().IsMatch(text)) return new(Reply.NotAReply);
        if ((DriverWords.NameIn(text) ?? (open.Count > 0 ? DriverWords.BareIn(text, wasAsked: false) : null)) is { } driver) return new(Reply.DriverNamed, DriverName: driver);
        return Of(text, open);
    }

    private ReplyMatch Of(string text, IReadOnlyList<OpenText> open)
    {
        var meaning = phrases.MeaningOf(text);
        if (TimeReply(text, meaning, open) is { } time) return time;
        if (open.Select(one => one.PatientId).Distinct().Count() > 1) return OfSeveralPeople(text, meaning, open);
        if (meaning is Meaning.Nothing or Meaning.AsksWhen or Meaning.AsksFast || open.Count == 0) return new(Reply.NotAReply);
        // "1?" asks; it does not confirm.
        if (text.Contains('?') && meaning is not (Meaning.Reschedule or Meaning.CallMe)) return new(Reply.Ambiguous);
        return open.Select(one => one.VisitId).Distinct().Count() > 1 ? OfSeveralVisits(meaning) : OfOneVisit(meaning, open);
    }

    /// <summary>Whether the message is just one of the digits; with nothing open it deserves the "already answered" reply.</summary>
    public bool IsBareDigit(string text) => phrases.MeaningOf(text) is Meaning.One or Meaning.Two or Meaning.Three;

    /// <summary>Whether the whole message asks when the visit is.</summary>
    public bool AsksWhen(string text) => text.Length <= 200 && phrases.MeaningOf(text) == Meaning.AsksWhen;

    /// <summary>Whether the whole message asks when to stop eating.</summary>
    public bool AsksFast(string text) => text.Length <= 200 && phrases.MeaningOf(text) == Meaning.AsksFast;

    /// <summary>The time that one text waits for; with several such texts on one number nobody can know whose it is.</summary>
    private ReplyMatch? TimeReply(string text, Meaning meaning, IReadOnlyList<OpenText> open)
    {
        if (open.Where(one => one.Cutoff.Count > 0).ToList() is not [var waiting]) return null;
        if (waiting.AwaitsTime && meaning is Meaning.One or Meaning.Two or Meaning.Three or Meaning.Understood or Meaning.Attending) return new(Reply.TimeAgain, waiting);
        if (phrases.TimeOf(text) is not { } said || (!said.Explicit && !waiting.AwaitsTime)) return null;
        return new(said.Times.Any(waiting.Cutoff.Contains) ? Reply.TimeRight : Reply.TimeWrong, waiting);
    }

    /// <summary>Whom the message names among several people, and the message without the name. A name that two of them share, or none of them has, tells nobody apart.</summary>
    public static (string PatientId, string Words)? Named(string text, IReadOnlyList<OpenText> open)
    {
        if (open.Select(one => one.PatientId).Distinct().Count() < 2) return null;
        var named = open.Where(one => one.FirstName is not null).Select(one => (one.PatientId, Words: ReplyPhrases.Without(one.FirstName!, text)))
            .Where(one => one.Words is not null).Distinct().ToList();
        return named is [var only] ? (only.PatientId, only.Words!) : null;
    }

    /// <summary>"1 Ana" answers Ana's text.</summary>
    private ReplyMatch OfSeveralPeople(string text, Meaning meaning, IReadOnlyList<OpenText> open)
    {
        if (Named(text, open) is { } only) return Of(only.Words, [.. open.Where(one => one.PatientId == only.PatientId)]);
        if (meaning is Meaning.Nothing or Meaning.AsksWhen or Meaning.AsksFast) return new(phrases.TimeOf(text) is { Explicit: true } && open.Any(one => one.AwaitsTime) ? Reply.WhoseReply : Reply.NotAReply);
        return meaning is Meaning.Three or Meaning.CallMe ? new(Reply.CallMe) : new(Reply.WhoseReply);
    }

    private static ReplyMatch OfSeveralVisits(Meaning meaning) =>
        meaning is Meaning.Three or Meaning.CallMe ? new(Reply.CallMe) : new(Reply.Ambiguous);

    private static ReplyMatch OfOneVisit(Meaning meaning, IReadOnlyList<OpenText> open)
    {
        var screen = open.Where(one => one.Kind == StepKind.Screen).MaxBy(one => one.SentAt);
        var instruction = open.Where(one => one.Kind != StepKind.Screen).MaxBy(one => one.SentAt);
        var newest = open.MaxBy(one => one.SentAt)!;
        return (meaning, screen, instruction) switch
        {
            (Meaning.CallMe, _, _) => new(Reply.CallMe, newest),
            (Meaning.Reschedule, _, _) => new(Reply.Reschedule, newest),
            // Whatever else waits for a 3, it may be a yes to the health questions: the fast is held, and a nurse calls either way.
            (Meaning.Three, not null, _) => new(Reply.ScreenYes, screen),
            (Meaning.Three, _, _) => new(Reply.CallMe, newest),
            (Meaning.One, not null, null) => new(Reply.ScreenClear, screen),
            (Meaning.One, null, not null) => new(Reply.Understood, instruction),
            (Meaning.Two, null, not null) => new(Reply.Reschedule, instruction),
            (Meaning.Understood, _, not null) => new(Reply.Understood, instruction),
            (Meaning.Attending, _, { Kind: StepKind.Information } or { Cutoff.Count: > 0 }) => new(Reply.Understood, instruction),
            (Meaning.NoneOfThese, not null, _) => new(Reply.ScreenClear, screen),
            (Meaning.SomeOfThese, not null, null) => new(Reply.ScreenYes, screen),
            _ => new(Reply.Ambiguous),
        };
    }

    /// <summary>What iPhones and Android phones send for a tap on a bubble, and a message of nothing but pictures.</summary>
    [GeneratedRegex("""^\s*((Liked|Loved|Disliked|Laughed at|Emphasized|Questioned|Removed an? \w+ from|Reacted .{1,12} to|Le gustó|Le encantó|Le dio me gusta|Reaccionó con .{1,12} a|.{1,6} (to|a))\s*[“"«]|[^\p{L}\p{N}]+$)""", RegexOptions.IgnoreCase)]
    private static partial Regex Reaction();
}
