using CommsBot.Safety.Phrases;

namespace CommsBot.Safety;

/// <summary>
/// Says whether words written minutes after an alarm are about the danger ("can it wait?", "he is fine now"); phrases: <c>dialogs/safety/after-alarm.yaml</c>.
/// Look here only while an alarm is fresh: by themselves the same words may be about anything.
/// </summary>
internal sealed class AfterAlarm
{
    private const string List = "safety/after-alarm.yaml";

    private readonly PhraseBook book;

    private AfterAlarm(PhraseBook book) => this.book = book;

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="faults">Receives every fault of the list with file and item.</param>
    public static AfterAlarm Load(string dialogs, List<string> faults) =>
        new(PhraseBook.Load(dialogs, [List], new HashSet<string> { "AboutIt" }, faults));

    public bool IsAboutIt(string text) => book[List].Find(book.Read(text)).Any();
}
