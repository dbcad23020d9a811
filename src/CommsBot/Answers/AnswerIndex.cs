using System.Buffers;
using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>How well one answer fits. <paramref name="Score"/> is 0 to 1; <paramref name="BestAsk"/> its closest way of asking.</summary>
internal readonly record struct Ranked(string Id, double Score, double BestAsk);

/// <summary>
/// The answers of one language. A question is compared with every way of asking (cosine over rarity-weighted stems) and with the answer's whole
/// vocabulary (how much of the question it knows). A word no answer knows weighs fully and pulls every score down: that is how the search stays
/// silent about what is not ours. Immutable after construction; safe for many threads.
/// </summary>
internal sealed class AnswerIndex
{
    /// <summary>Closest way of asking, how much of the question the answer knows, likeness to all its ways of asking together; they add up to 1.</summary>
    private const double AskShare = 0.4;
    private const double KnowShare = 0.35;
    private const double ProfileShare = 0.25;

    /// <summary>A word of the answer's text proves less than one of its ways of asking.</summary>
    private const double TextKnows = 0.6;

    /// <summary>Rarity of a word no answer has.</summary>
    private const double Unknown = 1;

    /// <summary>A classifier of fewer answers has too little to learn from; of more it would take too long to train and too much memory.</summary>
    private const int FewestClassified = 40;
    private const int MostClassified = 400;

    private const int Considered = 6;

    /// <summary>A synonym is nearly as good as the word itself.</summary>
    private const double Alike = 0.85;

    private readonly QuestionReader _reader;
    private readonly SpellingRepair _repair;
    private readonly string[] _ids;
    private readonly Dictionary<string, int> _answerOf;

    /// <summary>The first way of asking of each answer; its last one is before the next answer's first.</summary>
    private readonly int[] _firstAsks;

    private readonly TermNumbers _numbers;
    private readonly Postings _asks;
    private readonly Postings _answers;
    private readonly Postings _profiles;

    /// <summary>By the number of a key.</summary>
    private readonly double[] _rarity;
    private readonly AskClassifier? _classifier;
    private readonly HashSet<string> _main;

    public AnswerIndex(Language language, IReadOnlyList<Answer> answers, SearchWords words)
    {
        _reader = new QuestionReader(language, words);
        _ids = [.. answers.Select(a => a.Id)];
        var asks = answers.SelectMany((a, i) => a.Asks.Prepend(a.Title).Select(ask => (Answer: i, Terms: _reader.Read(ask)))).ToList();
        var texts = answers.Select(a => _reader.Read($"{Placeholders.LeaveOut(a.Web)} {Placeholders.LeaveOut(a.Sms)}")).ToList();
        _answerOf = _ids.Index().ToDictionary(id => id.Item, id => id.Index);
        _firstAsks = new int[_ids.Length + 1];
        for (var answer = 0; answer < _ids.Length; answer++) _firstAsks[answer + 1] = _firstAsks[answer] + answers[answer].Asks.Count + 1;
        var rarity = Rarity.Of(asks, texts);
        _numbers = new TermNumbers(rarity.Keys);
        _rarity = [.. rarity.Values];
        _main = Rarity.MainWords(asks, _ids.Length);
        (_asks, _answers, _profiles) = (new Postings(_numbers), new Postings(_numbers), new Postings(_numbers));
        PostAsks(asks);
        PostAnswers(asks, texts);
        PostProfiles(asks);
        _asks.Close();
        _answers.Close();
        _profiles.Close();
        if (_ids.Length is >= FewestClassified and <= MostClassified)
        {
            var examples = new AskExamples(language, words, _reader);
            var asked = asks.SelectMany(a => a.Terms).Select(t => t.Key).ToHashSet();
            List<(int Class, List<Term> Terms)> plain = [.. asks, .. examples.Elsewhere(asked).Select(terms => (_ids.Length, terms))];
            _classifier = AskClassifier.Train(plain, () => examples.Varied(plain), examples.Fillers, _ids.Length + 1);
        }
        _repair = new SpellingRepair(SpellingRepair.Vocabulary(answers, _reader.KnownWords), word => _numbers.KeyOf(Stems.Of(word, language)) is not null, words.Keep, language);
    }

    /// <summary>The terms of a patient's words: repaired, with synonyms, stemmed.</summary>
    public List<Term> Read(string question) => _reader.Read(question, _repair);

    /// <summary>True when some answer uses the word in a way of asking or in its text.</summary>
    public bool Knows(Term term) => _numbers.KeyOf(term.Key) is not null;

    /// <summary>Weight of a term in this collection: its own weight times its rarity, 1 for a word no answer has.</summary>
    public double WeightOf(Term term) => term.Weight * (_numbers.KeyOf(term.Key) is { } key ? _rarity[key] : Unknown);

    /// <summary>
    /// False when the question names another subject and the answer only shares that name: "what is fibromyalgia" is not "do you treat fibromyalgia".
    /// One way of asking must hold the foreign word together with at least a third of what else the question is about.
    /// </summary>
    public bool Covers(string id, IReadOnlyList<Term> question)
    {
        var foreign = question.Where(t => t.Outside).ToList();
        if (foreign.Count == 0) return true;
        var subject = question.Where(t => t.IsSubject).ToList();
        var held = Held(id, subject);
        return subject.Count > 0
            && foreign.TrueForAll(word => held.Zip(Held(id, [word])).Any(ask => ask.Second > 0 && 3 * ask.First >= subject.Count));
    }

    /// <summary>True when one way of asking this answer holds at least half of the words that carry the question, question words included.</summary>
    public bool Hears(string id, IReadOnlyList<Term> question)
    {
        var carrying = question.Where(t => t.Weight >= FunctionWords.Asking).ToList();
        return carrying.Count > 0 && Array.Exists(Held(id, carrying), held => 2 * held >= carrying.Count);
    }

    /// <summary>How many of the terms each way of asking this answer holds.</summary>
    private int[] Held(string id, IReadOnlyList<Term> terms)
    {
        var first = _firstAsks[_answerOf[id]];
        var held = new int[_firstAsks[_answerOf[id] + 1] - first];
        foreach (var term in terms)
        {
            var last = -1;
            foreach (var posting in _asks.Between(term, first, first + held.Length))
            {
                // Two synonyms of it may stand in one way of asking.
                if (posting.Place != last) held[posting.Place - first]++;
                last = posting.Place;
            }
        }
        return held;
    }

    /// <summary>The likeliest answers by classifier and ranking together, and how like the question is to what is not ours; null without a classifier.</summary>
    public (List<Candidate> Best, double Elsewhere)? Weigh(IReadOnlyList<Term> question, int most = Considered)
    {
        if (_classifier is null) return null;
        var ranked = Rank(question, _ids.Length).ToDictionary(r => r.Id);
        var shares = _classifier.Shares(question);
        var all = _ids.Select((id, at) => new Candidate(ranked.GetValueOrDefault(id, new Ranked(id, 0, 0)), shares[at]));
        return ([.. all.OrderByDescending(c => c.Blend).Take(most)], shares[^1]);
    }

    /// <summary>True for the words our answers turn around: they stand in the asks of many.</summary>
    public bool IsMain(Term term) => term.IsSubject && _main.Contains(term.Key);

    /// <summary>True when some way of asking has the word.</summary>
    public bool Asks(Term term) => _profiles.Between(term, 0, _ids.Length).Length > 0;

    /// <summary>True when some way of asking this answer has the word.</summary>
    public bool AskedIn(string id, Term term) => _profiles.Between(term, _answerOf[id], _answerOf[id] + 1).Length > 0;

    /// <summary>The best answers, best first, at most <paramref name="most"/>.</summary>
    public List<Ranked> Rank(IReadOnlyList<Term> question, int most = 5)
    {
        var total = question.Sum(t => Square(WeightOf(t)));
        if (total <= 0 || _ids.Length == 0) return [];
        var asks = ArrayPool<double>.Shared.Rent(_firstAsks[^1]);
        var best = ArrayPool<double>.Shared.Rent(_ids.Length);
        var known = ArrayPool<double>.Shared.Rent(_ids.Length);
        var profile = ArrayPool<double>.Shared.Rent(_ids.Length);
        try
        {
            asks.AsSpan(0, _firstAsks[^1]).Clear();
            best.AsSpan(0, _ids.Length).Clear();
            known.AsSpan(0, _ids.Length).Clear();
            profile.AsSpan(0, _ids.Length).Clear();
            foreach (var term in question)
            {
                var weight = WeightOf(term);
                _asks.AddTo(asks, term, weight, weight * weight / total, Alike);
                _answers.AddTo(known, term, weight * weight, 1, Alike);
                _profiles.AddTo(profile, term, weight, 1, Alike);
            }
            var norm = Math.Sqrt(total);
            for (var answer = 0; answer < _ids.Length; answer++)
            {
                foreach (var likeness in asks.AsSpan(_firstAsks[answer].._firstAsks[answer + 1])) best[answer] = Math.Max(best[answer], Math.Min(1, likeness / norm));
            }
            return Top(best, known, profile, total, most);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(asks);
            ArrayPool<double>.Shared.Return(best);
            ArrayPool<double>.Shared.Return(known);
            ArrayPool<double>.Shared.Return(profile);
        }
    }

    private List<Ranked> Top(double[] best, double[] known, double[] profile, double total, int most)
    {
        var top = new List<Ranked>(most + 1);
        for (var answer = 0; answer < _ids.Length; answer++)
        {
            var score = AskShare * best[answer] + KnowShare * Math.Min(1, known[answer] / total) + ProfileShare * Math.Min(1, profile[answer] / Math.Sqrt(total));
            if (score < 0.05 || top.Count == most && score <= top[^1].Score) continue;
            var place = top.FindIndex(r => r.Score < score);
            top.Insert(place < 0 ? top.Count : place, new Ranked(_ids[answer], score, best[answer]));
            if (top.Count > most) top.RemoveAt(most);
        }
        return top;
    }

    private void PostAsks(List<(int Answer, List<Term> Terms)> asks)
    {
        for (var ask = 0; ask < asks.Count; ask++)
        {
            var norm = Math.Sqrt(asks[ask].Terms.Sum(t => Square(WeightOf(t))));
            foreach (var term in asks[ask].Terms) _asks.Add(term, ask, WeightOf(term) / norm);
        }
    }

    private void PostProfiles(List<(int Answer, List<Term> Terms)> asks)
    {
        foreach (var answer in asks.GroupBy(a => a.Answer))
        {
            var counts = answer.SelectMany(a => a.Terms).CountBy(t => t).ToList();
            var terms = counts.ConvertAll(c => (Term: c.Key, Value: WeightOf(c.Key) * Math.Sqrt(c.Value)));
            var norm = Math.Sqrt(terms.Sum(t => Square(t.Value)));
            foreach (var (term, value) in terms) _profiles.Add(term, answer.Key, value / norm);
        }
    }

    private void PostAnswers(List<(int Answer, List<Term> Terms)> asks, List<List<Term>> texts)
    {
        var knows = new Dictionary<(Term Term, int Answer), double>();
        for (var answer = 0; answer < texts.Count; answer++)
        {
            foreach (var term in texts[answer]) knows[(term, answer)] = TextKnows;
        }
        foreach (var ask in asks)
        {
            foreach (var term in ask.Terms) knows[(term, ask.Answer)] = 1;
        }
        foreach (var ((term, answer), share) in knows.OrderBy(k => k.Key.Answer)) _answers.Add(term, answer, share);
    }

    private static double Square(double value) => value * value;
}
