using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>What the classifier learns from beside the asks: questions that are not ours, and everything once more among fillers.</summary>
internal sealed class AskExamples(Language language, SearchWords words, QuestionReader reader)
{
    private const int FramesPerWord = 2;

    public IReadOnlyList<string> Fillers => words.Fillers.GetValueOrDefault(language, []);

    /// <summary>The questions of <c>elsewhere</c>, and the words of <c>outside</c> that no ask has, each in a few frames.</summary>
    /// <param name="asked">Words that stand in asks.</param>
    public IEnumerable<List<Term>> Elsewhere(IReadOnlySet<string> asked)
    {
        foreach (var question in words.Elsewhere.GetValueOrDefault(language)?.Keys ?? []) yield return reader.Read(question);
        var frames = words.Frames.GetValueOrDefault(language, []);
        var strangers = words.Outside.Where(w => reader.Read(w).TrueForAll(t => !asked.Contains(t.Key))).Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i < strangers.Count && frames.Count > 0; i++)
        {
            for (var j = 0; j < FramesPerWord; j++) yield return reader.Read(frames[(i * FramesPerWord + j) % frames.Count].Replace("{}", strangers[i], StringComparison.Ordinal));
        }
    }

    /// <summary>Each example with what people say before or after a question: in turn, so that no filler belongs to a subject.</summary>
    public IEnumerable<(int Class, List<Term> Terms)> Varied(IReadOnlyList<(int Class, List<Term> Terms)> examples)
    {
        var fillers = Fillers.Select(filler => reader.Read(filler)).ToList();
        for (var i = 0; i < examples.Count && fillers.Count > 0; i++)
        {
            var filler = fillers[i % fillers.Count];
            var (@class, terms) = examples[i];
            yield return (@class, i % 2 == 0 ? [.. filler.Union(terms)] : [.. terms.Union(filler)]);
        }
    }
}
