using System.Text.Json;

namespace CommsBot.Simulator.Twilio;

/// <summary>What goes wrong on purpose. Rates are 0 (never) to 1 (always).</summary>
/// <param name="ErrorRate">Share of new messages refused, or accepted and then not delivered, with one of <paramref name="ErrorCodes"/>.</param>
/// <param name="ErrorCodes">HTTP statuses 400-599, Twilio's refusals 20000-29999, or delivery errors 30000-39999; 500 when empty.</param>
/// <param name="AcceptThenDrop">Share of new messages that are stored and delivered while the caller's connection is cut without an answer.</param>
/// <param name="LatencyMs">Machine time each call of the API waits, 0-60000.</param>
/// <param name="Seed">Makes the same calls fail in the same order each time.</param>
internal sealed record Faults(
    double ErrorRate, IReadOnlyList<int> ErrorCodes, double LoseCallbacks, double DuplicateCallbacks, double ShuffleCallbacks,
    double AcceptThenDrop, int LatencyMs, int? Seed)
{
    public static readonly Faults None = new(0, [], 0, 0, 0, 0, 0, null);

    /// <summary>Reads the whole set: what the object leaves out is off. The text names the first thing that is wrong.</summary>
    public static (Faults? Faults, string? Wrong) Read(JsonElement body)
    {
        var faults = None;
        foreach (var property in body.EnumerateObject())
        {
            var value = property.Value;
            var next = property.Name switch
            {
                "errorRate" => Rate(value) is { } rate ? faults with { ErrorRate = rate } : null,
                "loseCallbacks" => Rate(value) is { } rate ? faults with { LoseCallbacks = rate } : null,
                "duplicateCallbacks" => Rate(value) is { } rate ? faults with { DuplicateCallbacks = rate } : null,
                "shuffleCallbacks" => Rate(value) is { } rate ? faults with { ShuffleCallbacks = rate } : null,
                "acceptThenDrop" => Rate(value) is { } rate ? faults with { AcceptThenDrop = rate } : null,
                "errorCodes" => Codes(value) is { } codes ? faults with { ErrorCodes = codes } : null,
                "latencyMs" => Whole(value) is >= 0 and <= 60_000 and var ms ? faults with { LatencyMs = ms } : null,
                "seed" => value.ValueKind == JsonValueKind.Null ? faults : Whole(value) is { } seed ? faults with { Seed = seed } : null,
                _ => null,
            };
            if (next is null)
            {
                return (null, Explain(property.Name));
            }

            faults = next;
        }

        return (faults, null);
    }

    private static string Explain(string name) => name switch
    {
        "errorRate" or "loseCallbacks" or "duplicateCallbacks" or "shuffleCallbacks" or "acceptThenDrop" =>
            $"{name} must be true, false or a number from 0 to 1.",
        "errorCodes" => "errorCodes must be a list of whole numbers, each 400-599 or 20000-39999.",
        "latencyMs" => "latencyMs must be a whole number from 0 to 60000.",
        "seed" => "seed must be a whole number.",
        _ => "The body names a fault that does not exist. "
            + "Known are errorRate, errorCodes, loseCallbacks, duplicateCallbacks, shuffleCallbacks, acceptThenDrop, latencyMs and seed.",
    };

    private static double? Rate(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False or JsonValueKind.Null => 0,
        JsonValueKind.Number when value.GetDouble() is >= 0 and <= 1 and var rate => rate,
        _ => null,
    };

    private static int? Whole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static List<int>? Codes(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var codes = value.EnumerateArray().Select(Whole).ToList();
        return codes.All(code => code is (>= 400 and <= 599) or (>= 20_000 and <= 39_999)) ? codes.ConvertAll(code => code!.Value) : null;
    }
}
