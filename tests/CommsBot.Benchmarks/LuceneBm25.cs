using CommsBot.Content;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.En;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace CommsBot.Benchmarks;

/// <summary>Field-weighted BM25 over the answers of one language as Lucene.NET has it: its analyzer, its similarity, one document per answer.</summary>
internal sealed class LuceneBm25
{
    private static readonly (string Field, float Weight)[] Fields = [("title", 2), ("asks", 3), ("text", 1)];

    private readonly Analyzer _analyzer;
    private readonly IndexSearcher _searcher;

    public LuceneBm25(Language language, IEnumerable<Answer> answers)
    {
        _analyzer = language == Language.Spanish ? new SpanishAnalyzer(LuceneVersion.LUCENE_48) : new EnglishAnalyzer(LuceneVersion.LUCENE_48);
        var folder = new RAMDirectory();
        using (var writer = new IndexWriter(folder, new IndexWriterConfig(LuceneVersion.LUCENE_48, _analyzer) { Similarity = new BM25Similarity() }))
        {
            foreach (var answer in answers)
            {
                writer.AddDocument(
                [
                    new StringField("id", answer.Id, Field.Store.YES), new TextField("title", answer.Title, Field.Store.NO),
                    new TextField("asks", string.Join(" . ", answer.Asks), Field.Store.NO), new TextField("text", Placeholders.LeaveOut(answer.Web), Field.Store.NO),
                ]);
            }
        }
        _searcher = new IndexSearcher(DirectoryReader.Open(folder)) { Similarity = new BM25Similarity() };
    }

    /// <summary>The best answer with its score per word of the question.</summary>
    public (string Id, double Score) Best(string question)
    {
        var query = new BooleanQuery();
        var words = Words(question);
        foreach (var word in words.Distinct())
        {
            foreach (var (field, weight) in Fields) query.Add(new TermQuery(new Term(field, word)) { Boost = weight }, Occur.SHOULD);
        }
        var top = _searcher.Search(query, 1);
        return top.ScoreDocs is [var best, ..] ? (_searcher.Doc(best.Doc).Get("id"), best.Score / Math.Sqrt(words.Count)) : ("", 0);
    }

    private List<string> Words(string text)
    {
        var words = new List<string>();
        using var stream = _analyzer.GetTokenStream("asks", text);
        var word = stream.AddAttribute<ICharTermAttribute>();
        stream.Reset();
        while (stream.IncrementToken()) words.Add(word.ToString());
        stream.End();
        return words;
    }
}
