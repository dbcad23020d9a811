using CommsBot.Safety.Phrases;

namespace CommsBot.Handoff;

/// <summary>What a patient asks to be done, rather than told.</summary>
internal enum Request
{
    None,

    /// <summary>To speak or write with a person, or be called.</summary>
    Person,

    /// <summary>To move or cancel a visit that exists.</summary>
    Reschedule,

    /// <summary>A new appointment.</summary>
    Booking,
}

/// <summary>Recognises requests for a person or an appointment; phrases: <c>dialogs/handoff/requests.yaml</c>.</summary>
internal sealed class Requests
{
    private const string List = "handoff/requests.yaml";

    private readonly PhraseBook book;

    private Requests(PhraseBook book) => this.book = book;

    /// <param name="dialogs">The folder <c>dialogs</c>.</param>
    /// <param name="faults">Receives every fault of the list with file and item.</param>
    public static Requests Load(string dialogs, List<string> faults) =>
        new(PhraseBook.Load(dialogs, [List], Enum.GetNames<Request>().ToHashSet(), faults));

    /// <summary>A person before a change before a booking, where a message asks for several.</summary>
    public Request Look(string text)
    {
        var asked = book[List].Find(book.Read(text)).Select(found => Enum.Parse<Request>(found.Rule.Means)).ToList();
        return asked.Count == 0 ? Request.None : asked.Min();
    }
}
