using CommsBot.Safety.Phrases;

namespace CommsBot.Conversations;

/// <summary>
/// Recognises that a message tells what the health questions ask for: a medicine, a pregnancy, an illness for which a nurse must plan the fast.
/// Phrases: <c>dialogs/preparation/health-told.yaml</c>.
/// </summary>
internal sealed class HealthWords
{
    private const string List = "preparation/health-told.yaml";
    private const string Own = "Own";
    private const string Relative = "Relative";
    private const string Asked = "Asked";

    private readonly PhraseBook book;

    private HealthWords(PhraseBook book) => this.book = book;

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="faults">Receives every fault of the list with file and item.</param>
    public static HealthWords Load(string dialogs, List<string> faults) => new(PhraseBook.Load(dialogs, [List], new HashSet<string> { Own, Relative, Asked }, faults));

    /// <param name="forAnother">Whoever writes speaks for the patient: "she takes insulin" is then about the patient.</param>
    public bool TellIn(string text, bool forAnother) => book[List].Find(book.Read(text)).Any(found => found.Rule.Means == Own || (forAnother && found.Rule.Means == Relative));

    /// <summary>Whoever was just asked the health questions says that there is something, whatever it is: "I have high cholesterol".</summary>
    public bool AnswerIn(string text) => book[List].Find(book.Read(text)).Any(found => found.Rule.Means == Asked);
}
