using CommsBot.Content;

namespace CommsBot.Safety.Phrases;

/// <summary>The compiled rules of one phrase list with the turns of phrase that they must not see.</summary>
internal sealed class PhraseSet(IEnumerable<Pattern> masks, IEnumerable<(Rule Rule, Language Language, Pattern Pattern)> rules, IReadOnlyDictionary<string, Pattern> frames)
{
    private readonly PatternIndex<bool> masks = new(masks.Select(mask => (mask, true)));
    private readonly PatternIndex<(Rule Rule, Language Language)> rules = new(rules.Select(entry => (entry.Pattern, (entry.Rule, entry.Language))));

    /// <summary>Every rule whose phrase is said and not spared, in the order of the text; a rule at most once per place.</summary>
    public IEnumerable<Found> Find(Words words)
    {
        var seen = Masked(words);
        return rules.Matches(seen).Where(match => !match.Value.Rule.Unmasked)
            .Concat(rules.Matches(words).Where(match => match.Value.Rule.Unmasked))
            .Where(match => !IsSpared(match.Value.Rule, words, match.Place) && match.Value.Rule.With.All(frame => Says(frame, words)))
            .Select(match => new Found(match.Value.Rule, match.Value.Language, match.Place, match.Place + match.Length));
    }

    /// <summary>What a net may make of the phrases: each rule that is said, apart from those that a frame or a turn of phrase spares.</summary>
    public IEnumerable<Sign> Signs(Words words)
    {
        var meant = Find(words).Select(found => (found.Rule.Id, found.From)).ToHashSet();
        return rules.Matches(words).Select(match => meant.Contains((match.Value.Rule.Id, match.Place))
            ? new Sign("rule " + match.Value.Rule.Id, match.Place)
            : new Sign("spared " + match.Value.Rule.Id, match.Place))
            .Concat(masks.Matches(words).Select(match => new Sign("masked", match.Place)));
    }

    /// <summary>Whether the frame stands anywhere in the message.</summary>
    public bool Says(string frame, Words words) => SaysBetween(frame, words, 0, words.Count);

    /// <summary>Whether the frame begins at one of these places.</summary>
    public bool SaysBetween(string frame, Words words, int from, int to)
    {
        if (!frames.TryGetValue(frame, out var pattern)) return false;
        for (var at = from; at < to; at++)
            if (pattern.Lengths(words, at, words.EndOfSentence(at)) != 0) return true;
        return false;
    }

    /// <summary>The same words without what this list masks, for every list and net.</summary>
    public Words Spare(Words words) => Hidden(words) is { } hidden ? words.Sparing(hidden) : words;

    private Words Masked(Words words) => Hidden(words) is { } hidden ? words.Without(hidden) : words;

    private bool[]? Hidden(Words words)
    {
        bool[]? hidden = null;
        foreach (var (place, length, _) in masks.Matches(words))
            (hidden ??= new bool[words.Count]).AsSpan(place, length).Fill(true);
        return hidden;
    }

    private bool IsSpared(Rule rule, Words words, int place)
    {
        foreach (var (frame, anywhere) in rule.Unless)
        {
            var pattern = frames[frame];
            var end = words.EndOfSentence(place);
            var start = place;
            while (!words.StartsSentence(start)) start--;
            for (var at = start; at < (anywhere ? end : place + 1); at++)
                if (pattern.Lengths(words, at, end) != 0) return true;
        }
        return false;
    }
}

/// <summary>Something a phrase list sees in a message, at this word.</summary>
internal readonly record struct Sign(string Name, int Place);
