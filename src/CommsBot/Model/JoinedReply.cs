using CommsBot.Answers;

namespace CommsBot.Model;

/// <summary>Passages of approved answers in the order the model chose, and of which quotes they were taken.</summary>
internal sealed record JoinedReply(IReadOnlyList<Quote> Sources, string Text)
{
    /// <summary>The joined text, if these very quotes are still what would be said word for word; else null.</summary>
    public string? For(IReadOnlyList<Quote> quotes) =>
        Sources.Select(source => (source.Id, source.Text)).SequenceEqual(quotes.Select(quote => (quote.Id, quote.Text))) ? Text : null;
}
