namespace CommsBot.Answers;

/// <summary>Finds places (ways of asking, or answers) by a stem or by any of its synonyms. Filled once in the order of places, then only read.</summary>
internal sealed class Postings
{
    /// <summary>Above this many places a word that hardly counts in its question is not followed: it would cost time and change nothing.</summary>
    private const int Common = 4000;

    private readonly Dictionary<string, List<(int Stem, int Place, float Value)>> _filling = [];
    private readonly Dictionary<string, int> _stems = [];
    private Dictionary<string, (int Stem, int Place, float Value)[]> _places = [];

    public void Add(Term term, int place, double value)
    {
        var key = term.Key;
        if (!_filling.TryGetValue(key, out var list)) _filling[key] = list = [];
        if (!_stems.TryGetValue(term.Stem, out var stem)) _stems[term.Stem] = stem = _stems.Count;
        list.Add((stem, place, (float)value));
    }

    public void Close()
    {
        _places = _filling.ToDictionary(p => p.Key, p => p.Value.ToArray());
        _filling.Clear();
        _filling.TrimExcess();
    }

    /// <summary>Adds what the term is worth at each place; of several synonyms at one place only the best counts.</summary>
    /// <param name="share">How much of the question the term is, 0 to 1.</param>
    public void AddTo(double[] scores, Term term, double weight, double share, double alike)
    {
        if (!_places.TryGetValue(term.Key, out var places)) return;
        if (places.Length > Common && share < 0.02) return;
        var stem = _stems.GetValueOrDefault(term.Stem, -1);
        for (var i = 0; i < places.Length;)
        {
            var place = places[i].Place;
            var best = 0.0;
            for (; i < places.Length && places[i].Place == place; i++)
            {
                best = Math.Max(best, places[i].Stem == stem ? places[i].Value : places[i].Value * alike);
            }
            scores[place] += weight * best;
        }
    }
}
