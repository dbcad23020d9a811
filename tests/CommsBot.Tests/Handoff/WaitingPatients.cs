using CommsBot.Tests.Outbox;

namespace CommsBot.Tests.Handoff;

/// <summary>
/// Patients who wait for a person, on a database of their own: few enough that the tables stay small, so many that what they share costs each of them
/// little. They are played one after the other; two blocks may be played at once.
/// </summary>
internal sealed class WaitingPatients : IAsyncDisposable
{
    private const int Patients = 250;

    private readonly TextHouse texts;
    private readonly Queue<OwnershipHouse> waiting;

    private WaitingPatients(TextHouse texts, IEnumerable<OwnershipHouse> waiting) => (this.texts, this.waiting) = (texts, new Queue<OwnershipHouse>(waiting));

    public bool AreAllServed => waiting.Count == 0;

    public static async Task<WaitingPatients> OpenAsync()
    {
        var texts = await TextHouse.OpenAsync(inMemory: true);
        return new WaitingPatients(texts, await OwnershipHouse.BeginAsync(texts, Patients));
    }

    public OwnershipHouse Next() => waiting.Dequeue();

    public ValueTask DisposeAsync() => texts.DisposeAsync();
}
