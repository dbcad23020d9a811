using System.Text.Json;
using CommsBot.Handoff;

namespace CommsBot.Commands;

/// <summary>What staff judged of the alarms raised in the clinic (the console's <c>alarms.jsonl</c>), worst rule first.</summary>
internal static class EvaluateAlarms
{
    /// <summary>The alarms of a file, or null when it holds questions.</summary>
    /// <exception cref="InvalidDataException">It begins as a file of alarms, and a line is none.</exception>
    public static IReadOnlyList<JudgedAlarm>? Read(string file)
    {
        var lines = File.ReadLines(file).Where(line => line.Trim().Length > 0).ToList();
        if (lines.Count == 0 || Parse(lines[0]) is null) return null;
        return [.. lines.Select(line => Parse(line) ?? throw new InvalidDataException($"{Path.GetFileName(file)}: '{line}' is no judged alarm."))];
    }

    public static void Print(IReadOnlyList<JudgedAlarm> alarms, TextWriter to)
    {
        to.WriteLine("alarms judged by staff:");
        to.WriteLine($"{"rule",-34}{"kind",-12}{"language",-10}{"closed",8}{"false",8}{"share",9}");
        foreach (var alarm in alarms.OrderByDescending(alarm => alarm.FalseAlarms).ThenBy(alarm => alarm.Rule, StringComparer.Ordinal))
            to.WriteLine($"{alarm.Rule,-34}{alarm.Kind,-12}{alarm.Lang,-10}{alarm.Closed,8}{alarm.FalseAlarms,8}{(double)alarm.FalseAlarms / Math.Max(1, alarm.Closed),9:P1}");
        to.WriteLine($"{"all",-56}{alarms.Sum(alarm => alarm.Closed),8}{alarms.Sum(alarm => alarm.FalseAlarms),8}");
    }

    private static JudgedAlarm? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<JudgedAlarm>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
