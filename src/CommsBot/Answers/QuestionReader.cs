using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>
/// Turns words into searched terms for one language: text-speak, spelling, the clinic's synonyms, stems, weights.
/// Asks and answers pass the same way, except that only a patient's words are repaired.
/// </summary>
internal sealed class QuestionReader
{
    private const int LongestSynonym = 5;
    private const double QuietWeight = 0.15;
    private const double OutsideWeight = 1.5;

    private readonly Language _language;
    private readonly SearchWords _words;
    private readonly Dictionary<string, string[]> _shorthand = [];
    private readonly Dictionary<string, string> _groups = [];

    public QuestionReader(Language language, SearchWords words)
    {
        _language = language;
        _words = words;
        foreach (var (said, meant) in words.Shorthand.GetValueOrDefault(language) ?? new Dictionary<string, string>())
        {
            _shorthand[said] = [.. PlainText.Words(meant)];
        }
        foreach (var (said, meant) in words.Synonyms.GetValueOrDefault(language) ?? new Dictionary<string, string>())
        {
            var group = Stems.Of(Bare(meant), language);
            _groups[Key(PlainText.Words(said))] = group;
            _groups.TryAdd(Key(PlainText.Words(meant)), group);
        }
    }

    /// <summary>Words the search understands without having seen them in an answer.</summary>
    public IEnumerable<string> KnownWords =>
        _shorthand.Keys.Concat(_words.Quiet).Concat(_words.Outside).Concat(SynonymWords);

    private IEnumerable<string> SynonymWords =>
        (_words.Synonyms.GetValueOrDefault(_language) ?? new Dictionary<string, string>()).SelectMany(p => PlainText.Words($"{p.Key} {p.Value}"));

    public List<Term> Read(string text, SpellingRepair? repair = null)
    {
        var words = PlainText.Words(text).SelectMany(w => _shorthand.TryGetValue(w, out var spelled) ? spelled : [w]).ToList();
        if (repair is not null) words = [.. words.Select(repair.Repair)];
        var stems = words.ConvertAll(word => Stems.Of(word, _language));
        var terms = new List<Term>(words.Count);
        for (var i = 0; i < words.Count;)
        {
            i += Next(words, stems, i, out var term);
            if (!terms.Exists(t => t.Stem == term.Stem)) terms.Add(term);
        }
        return terms;
    }

    private int Next(List<string> words, List<string> stems, int at, out Term term)
    {
        for (var length = Math.Min(LongestSynonym, words.Count - at); length > 0; length--)
        {
            var key = string.Join(' ', stems.GetRange(at, length));
            if (!_groups.TryGetValue(key, out var group)) continue;
            term = new Term(key, length == 1 ? Weight(words[at]) : 1, group, length == 1 && _words.Outside.Contains(words[at]));
            return length;
        }
        term = new Term(stems[at], Weight(words[at]), null, _words.Outside.Contains(words[at]));
        return 1;
    }

    private double Weight(string word)
    {
        if (_words.Outside.Contains(word)) return OutsideWeight;
        return _words.Quiet.Contains(word) ? QuietWeight : FunctionWords.Weight(word, _language);
    }

    private string Key(IEnumerable<string> words) => string.Join(' ', words.Select(word => Stems.Of(word, _language)));

    private static string Bare(string words) => string.Concat(PlainText.Words(words));
}
