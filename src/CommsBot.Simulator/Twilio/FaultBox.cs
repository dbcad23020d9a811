namespace CommsBot.Simulator.Twilio;

/// <summary>What becomes of one new message: a refusal, or the road it takes.</summary>
/// <param name="Refusal">HTTP status or Twilio code; null when the message is accepted.</param>
/// <param name="DeliveryError">Code the message ends with; null when it arrives.</param>
internal sealed record Fate(int? Refusal, int? DeliveryError, bool Drop, CallbackFate Callbacks);

/// <summary>Which callbacks are posted: how often each of the three, and whether in disorder (order, if given, holds positions).</summary>
internal sealed record CallbackFate(IReadOnlyList<int> Times, IReadOnlyList<int>? Order)
{
    public static readonly CallbackFate AsTwilio = new([1, 1, 1], null);
}

/// <summary>Holds the present faults and throws their dice, one message after the other.</summary>
internal sealed class FaultBox
{
    private readonly Lock gate = new();
    private Random dice = Random.Shared;

    public Faults Present { get; private set; } = Faults.None;

    public void Set(Faults faults)
    {
        lock (gate)
        {
            Present = faults;
            dice = faults.Seed is { } seed ? new Random(seed) : Random.Shared;
        }
    }

    public Fate Throw()
    {
        lock (gate)
        {
            var faults = Present;
            if (Hits(faults.ErrorRate))
            {
                var code = faults.ErrorCodes.Count == 0 ? 500 : faults.ErrorCodes[dice.Next(faults.ErrorCodes.Count)];
                return code >= 30_000 ? new(null, code, Hits(faults.AcceptThenDrop), Callbacks(faults)) : new(code, null, false, CallbackFate.AsTwilio);
            }

            return new(null, null, Hits(faults.AcceptThenDrop), Callbacks(faults));
        }
    }

    private CallbackFate Callbacks(Faults faults)
    {
        int[] times = [.. Enumerable.Range(0, 3).Select(_ => Hits(faults.LoseCallbacks) ? 0 : Hits(faults.DuplicateCallbacks) ? 2 : 1)];
        if (!Hits(faults.ShuffleCallbacks))
        {
            return new(times, null);
        }

        // The last one always overtakes the one before: an order that only looks shuffled would test nothing.
        int[] order = [0, 1, 2];
        do
        {
            dice.Shuffle(order);
        }
        while (Array.IndexOf(order, 2) > Array.IndexOf(order, 1));
        return new(times, order);
    }

    private bool Hits(double rate) => rate >= 1 || (rate > 0 && dice.NextDouble() < rate);
}
