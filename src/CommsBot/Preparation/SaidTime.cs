using System.Text.RegularExpressions;
using CommsBot.Clinics;

namespace CommsBot.Preparation;

/// <summary>
/// A message that is a clock time: "1am", "1:00", "at 1", "no food after 1 in the morning", "a la una". Without AM or PM both halves of the day are meant.
/// The words around the digits stand in <c>dialogs/preparation/meanings.yaml</c>; any other word makes it a message of its own.
/// </summary>
internal sealed partial class SaidTime
{
    private readonly HashSet<string> fillers;
    private readonly Dictionary<string, Half> halves = [];
    private readonly Dictionary<string, string> numbers = [];
    private readonly Dictionary<string, string> minutes = [];

    /// <summary>"media noche", "medio dia": one word in two.</summary>
    private readonly List<string> split = [];

    private SaidTime(IEnumerable<string> fillers) => this.fillers = [.. fillers];

    private enum Half
    {
        Morning,
        Afternoon,

        /// <summary>Before midnight from six o'clock on, else after it.</summary>
        Night,
        Midnight,
        Noon,
    }

    /// <param name="Explicit">Nobody could read it as one of the digits 1, 2 and 3 or as a bare number.</param>
    public sealed record Said(IReadOnlyList<TimeOnly> Times, bool Explicit);

    /// <param name="plain">Folds a phrase as messages are folded.</param>
    public static SaidTime Read(YamlItem? item, Func<string, string> plain)
    {
        if (item is null) return new SaidTime([]);
        var read = new SaidTime(item.Texts("fillers").SelectMany(phrase => plain(phrase).Split(' ')));
        foreach (var half in Enum.GetValues<Half>())
            foreach (var word in item.Texts(half.ToString().ToLowerInvariant()).Select(plain))
            {
                if (word.Contains(' ')) read.split.Add(word);
                read.halves[Joined(word)] = half;
            }

        if (item.Map("numbers") is { } numbers) foreach (var word in numbers.Keys) read.numbers[plain(word)] = numbers.Required(word);
        if (item.Map("minutes") is { } minutes) foreach (var word in minutes.Keys) read.minutes[plain(word)] = minutes.Required(word);
        item.RefuseUnknown();
        return read;
    }

    /// <param name="plain">The message with small plain letters, digits and single spaces; minutes stand right behind their hour.</param>
    /// <returns>Null when the message is anything else than one time.</returns>
    public Said? Of(string plain)
    {
        string? clock = null, minutesSaid = null;
        Half? half = null;
        var followsClock = false;
        foreach (var word in Mark().Replace(Whole(plain), "$1 $2m").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rightBehind = followsClock;
            followsClock = false;
            if (halves.TryGetValue(word, out var named)) half ??= named;
            else if (fillers.Contains(word)) continue;
            else if (minutesSaid is null && (minutes.GetValueOrDefault(word) ?? (rightBehind && Minute().IsMatch(word) ? word : null)) is { } said) minutesSaid = said;
            else if (clock is null) (clock, followsClock) = (numbers.GetValueOrDefault(word, word), true);
            else return null;
        }

        if (half is Half.Midnight or Half.Noon) return minutesSaid is null && clock is (null or "12" or "1200") ? new Said([new TimeOnly(half == Half.Noon ? 12 : 0, 0)], Explicit: true) : null;
        if (clock is null || Clock().Match(clock) is not { Success: true } match || (minutesSaid is not null && match.Groups["minute"].Success)) return null;
        var (hour, minute) = (int.Parse(match.Groups["hour"].Value), int.Parse(minutesSaid ?? (match.Groups["minute"].Success ? match.Groups["minute"].Value : "0")));
        if (hour > 23 || minute > 59) return null;
        var isBare = half is null && plain.Split(' ').Length == 1 && !match.Groups["minute"].Success;
        return new Said(Meant(hour, minute, half), Explicit: !isBare);
    }

    private string Whole(string plain) => split.Aggregate($" {plain} ", (text, word) => text.Replace($" {word} ", $" {Joined(word)} ", StringComparison.Ordinal));

    private static string Joined(string word) => word.Replace(" ", "", StringComparison.Ordinal);

    private static IReadOnlyList<TimeOnly> Meant(int hour, int minute, Half? half)
    {
        if (hour is 0 or > 12) return [new TimeOnly(hour, minute)];
        var morning = new TimeOnly(hour % 12, minute);
        var afternoon = morning.AddHours(12);
        return half switch
        {
            Half.Morning => [morning],
            Half.Afternoon => [afternoon],
            Half.Night => [hour is >= 6 and < 12 ? afternoon : morning],
            _ => [morning, afternoon],
        };
    }

    /// <summary>Lets "1:00" and "1.00" come through the folding of signs as one word.</summary>
    public static string JoinMinutes(string text) => Minutes().Replace(text, "$1$2");

    [GeneratedRegex("([0-9]{1,2})[:.h]([0-9]{2})(?![0-9])")]
    private static partial Regex Minutes();

    /// <summary>"1am", "1 a m", "1 a": the mark behind a number.</summary>
    [GeneratedRegex("([0-9]) ?([ap])(?: ?m)?\\b")]
    private static partial Regex Mark();

    [GeneratedRegex("^[0-5][0-9]$")]
    private static partial Regex Minute();

    [GeneratedRegex("^(?<hour>[0-9]{1,2})(?<minute>[0-9]{2})?$")]
    private static partial Regex Clock();
}
