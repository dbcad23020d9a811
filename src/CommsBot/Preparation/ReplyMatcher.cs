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
    DriverNamed,
}

/// <summary>A text of the current plan version that left for this number and has no answer yet.</summary>
internal sealed record OpenText(string Id, string VisitId, string Step, StepKind Kind, DateTimeOffset SentAt);

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
        if (DriverOf(text) is { } driver) return new(Reply.DriverNamed, DriverName: driver);
        var meaning = phrases.MeaningOf(text);
        if (meaning is Meaning.Nothing or Meaning.AsksWhen || open.Count == 0) return new(Reply.NotAReply);
        // "1?" asks; it does not confirm.
        if (text.Contains('?') && meaning is not (Meaning.Reschedule or Meaning.CallMe)) return new(Reply.Ambiguous);
        return open.Select(one => one.VisitId).Distinct().Count() > 1 ? OfSeveralVisits(meaning) : OfOneVisit(meaning, open);
    }

    /// <summary>Whether the message is just one of the digits; with nothing open it deserves the "already answered" reply.</summary>
    public bool IsBareDigit(string text) => phrases.MeaningOf(text) is Meaning.One or Meaning.Two or Meaning.Three;

    /// <summary>Whether the whole message asks when the visit is.</summary>
    public bool AsksWhen(string text) => text.Length <= 200 && phrases.MeaningOf(text) == Meaning.AsksWhen;

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
            (Meaning.Three, not null, null) => new(Reply.ScreenYes, screen),
            (Meaning.Three, _, _) => new(Reply.CallMe, newest),
            (Meaning.One, not null, null) => new(Reply.ScreenClear, screen),
            (Meaning.One, null, not null) => new(Reply.Understood, instruction),
            (Meaning.Two, null, not null) => new(Reply.Reschedule, instruction),
            (Meaning.Understood, _, not null) => new(Reply.Understood, instruction),
            (Meaning.Attending, _, { Kind: StepKind.Information }) => new(Reply.Understood, instruction),
            (Meaning.NoneOfThese, not null, _) => new(Reply.ScreenClear, screen),
            (Meaning.SomeOfThese, not null, null) => new(Reply.ScreenYes, screen),
            _ => new(Reply.Ambiguous),
        };
    }

    private static string? DriverOf(string text)
    {
        var match = Driver().Match(text.Trim());
        if (!match.Success || PlanWording.SayableName(match.Groups["name"].Value) is not { } name) return null;
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length is >= 1 and <= 4 && !words.Any(word => NoName().IsMatch(word)) ? name : null;
    }

    /// <summary>What iPhones and Android phones send for a tap on a bubble, and a message of nothing but pictures.</summary>
    [GeneratedRegex("""^\s*((Liked|Loved|Disliked|Laughed at|Emphasized|Questioned|Removed an? \w+ from|Reacted .{1,12} to|Le gustó|Le encantó|Le dio me gusta|Reaccionó con .{1,12} a|.{1,6} (to|a))\s*[“"«]|[^\p{L}\p{N}]+$)""", RegexOptions.IgnoreCase)]
    private static partial Regex Reaction();

    [GeneratedRegex(@"^(?:my\s+|mi\s+)?(?:driver|ch[oó]fer|conductora?)(?:'?s name| se llama)?(?:\s+is|\s+es|\s*[:=-])?\s+(?<name>[\p{L}' -]{2,30})\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex Driver();

    /// <summary>Words that show a sentence about the driver, not a name.</summary>
    [GeneratedRegex("^(not?|never|late|sick|can|cant|can't|cannot|will|wont|won't|yet|the|an?|my|unavailable|cancel\\w*|didn't|didnt|doesn't|doesnt|has|have|had|was|needs?|coming|canceled|is|isn't|isnt|que|todavia|todavía|tarde|enferm[oa]|puede|va|ya|si|sí|tengo|unknown|later|needed|please|required|one|needs|name|tbd|who|what|when|where|and|or|to|for|yes|ok|instructions?|change|changed|problem)$", RegexOptions.IgnoreCase)]
    private static partial Regex NoName();
}
