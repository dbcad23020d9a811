using CommsBot.Safety.Phrases;

namespace CommsBot.Handoff;

/// <summary>Recognises that a message says when the patient can be reached; phrases: <c>dialogs/handoff/times.yaml</c>.</summary>
internal sealed class CallTimes
{
    private const string List = "handoff/times.yaml";
    private const string Means = "Times";

    private readonly PhraseBook book;

    private CallTimes(PhraseBook book) => this.book = book;

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="faults">Receives every fault of the list with file and item.</param>
    public static CallTimes Load(string dialogs, List<string> faults) => new(PhraseBook.Load(dialogs, [List], new HashSet<string> { Means }, faults));

    public bool AreSaidIn(string text) => book[List].Find(book.Read(text)).Any();
}
