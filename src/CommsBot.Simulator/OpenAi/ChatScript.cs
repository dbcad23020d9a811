using System.Text.Json;

namespace CommsBot.Simulator.OpenAi;

/// <summary>One prepared reply: used when the last user message contains <paramref name="Match"/>, whatever the case; an empty one matches all.</summary>
/// <param name="Status">HTTP status of the answer; anything but 200 is a failure with <paramref name="Reply"/> as its message.</param>
/// <param name="DelayMs">Machine time before the answer, 0-120000.</param>
internal sealed record ChatLine(string Match, string Reply, int Status, int DelayMs);

/// <summary>What the stand-in for the language model says.</summary>
internal sealed class ChatScript
{
    public IReadOnlyList<ChatLine> Lines { get; set; } = [];

    public ChatLine? Find(string message) => Lines.FirstOrDefault(line => message.Contains(line.Match, StringComparison.OrdinalIgnoreCase));

    /// <summary>The lines of the list, or null when one of them is malformed.</summary>
    public static List<ChatLine>? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var lines = body.EnumerateArray().Select(ReadLine).ToList();
        return lines.Contains(null) ? null : lines.ConvertAll(line => line!);
    }

    private static ChatLine? ReadLine(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || Text(item, "match") is not { } match || Text(item, "reply") is not { } reply)
        {
            return null;
        }

        return Whole(item, "status", 200) is >= 200 and <= 599 and var status && Whole(item, "delayMs", 0) is >= 0 and <= 120_000 and var delay
            ? new(match, reply, status, delay)
            : null;
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Whole(JsonElement item, string name, int standard) =>
        !item.TryGetProperty(name, out var value) ? standard : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : -1;
}
