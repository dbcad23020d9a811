using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>Whether a follow-up was put into a whole question without inventing: each of its words was said, or stands in the answer it leans on.</summary>
internal static class Rewording
{
    public static bool AddsNothing(string question, string said, Answer last)
    {
        var known = PlainText.Words(said).Concat(last.Asks.Prepend(last.Title).SelectMany(PlainText.Words)).Select(word => Stems.Of(word, last.Language)).ToHashSet();
        return PlainText.Words(question).All(word => FunctionWords.Weight(word, last.Language) < 1 || known.Contains(Stems.Of(word, last.Language)));
    }
}
