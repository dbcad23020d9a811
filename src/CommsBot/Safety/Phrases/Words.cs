namespace CommsBot.Safety.Phrases;

/// <summary>
/// A message as the phrase patterns see it: plain words without case, accents, look-alike letters and typing errors, cut into sentences.
/// A pattern never reaches over the end of a sentence.
/// </summary>
internal sealed class Words(IReadOnlyList<Word> list, Vocabulary vocabulary, bool[]? harmless = null)
{
    private readonly int[] ends = SentenceEnds(list);
    private readonly double[] numbers = [.. list.Select((word, at) => harmless?[at] == true ? double.NaN : word.Number)];
    private readonly int[][] ids = [.. list.Select((word, at) => harmless?[at] == true ? [] : vocabulary.IdsOf(word.Text))];

    public int Count => list.Count;

    public Word this[int at] => list[at];

    /// <summary>The word belongs to a turn of phrase that never means anything: neither a pattern nor a net sees it.</summary>
    public bool IsHarmless(int at) => harmless?[at] == true;

    /// <summary>How many words a net may judge by.</summary>
    public int Telling => harmless is null ? Count : harmless.Count(hidden => !hidden);

    /// <summary>The value of the digits at this place; not a number where there are none or they are masked.</summary>
    public double NumberAt(int at) => numbers[at];

    /// <summary>The pattern words that the word at this place stands for; none where it is masked or no pattern knows it.</summary>
    public int[] IdsAt(int at) => ids[at];

    /// <summary>The place behind the last word of the sentence that holds this place.</summary>
    public int EndOfSentence(int at) => ends[at];

    public bool StartsSentence(int at) => at == 0 || list[at - 1].Sentence != list[at].Sentence;

    /// <summary>The same words with those places hidden from every pattern word; gaps still pass over them.</summary>
    public Words Without(bool[] hidden)
    {
        var copy = new Words(list, vocabulary, harmless);
        for (var at = 0; at < hidden.Length; at++)
        {
            if (!hidden[at]) continue;
            copy.ids[at] = [];
            copy.numbers[at] = double.NaN;
        }
        return copy;
    }

    /// <summary>The same words, these of them harmless.</summary>
    public Words Sparing(bool[] hidden) => new(list, vocabulary, hidden);

    private static int[] SentenceEnds(IReadOnlyList<Word> list)
    {
        var ends = new int[list.Count];
        for (var at = list.Count - 1; at >= 0; at--)
            ends[at] = at + 1 < list.Count && list[at + 1].Sentence == list[at].Sentence ? ends[at + 1] : at + 1;
        return ends;
    }
}

/// <summary>One word.</summary>
/// <param name="Number">Its value when it is written in digits, otherwise not a number.</param>
/// <param name="Kind">The kind of word it is ("husband" and "mom" are both a relative), or the word itself.</param>
internal readonly record struct Word(string Text, int Sentence, double Number, string Kind);
