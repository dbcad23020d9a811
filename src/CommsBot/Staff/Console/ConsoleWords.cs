using System.Globalization;
using System.Text.RegularExpressions;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;

namespace CommsBot.Staff.Console;

/// <summary>What staff read for kinds, channels and spans of time.</summary>
internal static partial class ConsoleWords
{
    public static string Of(HandoffKind kind) => kind switch
    {
        HandoffKind.Call => "Call task",
        HandoffKind.Adverse => "Side effect",
        HandoffKind.Outside => "Press, legal, police",
        _ => kind.ToString(),
    };

    public static string Of(Channel? channel) => channel switch
    {
        Channel.Sms => "Text",
        Channel.WebChat => "Website",
        Channel.BotService => "App",
        _ => "Task",
    };

    public static string Of(Language language) => language == Language.Spanish ? "Spanish" : "English";

    /// <summary>How long ago, or until then, in the largest whole unit.</summary>
    public static string Span(TimeSpan span) => Math.Abs(span.TotalMinutes) switch
    {
        < 1 => "now",
        < 60 and var minutes => $"{(int)minutes} min",
        < 48 * 60 and var minutes => $"{(int)(minutes / 60)} h",
        var minutes => $"{(int)(minutes / 1440)} days",
    };

    public static string HoursLeft(DateTimeOffset deadline, DateTimeOffset now) =>
        deadline <= now ? "too late" : deadline - now >= TimeSpan.FromDays(3) ? $"{(int)(deadline - now).TotalDays} days left"
        : string.Create(CultureInfo.InvariantCulture, $"{(deadline - now).TotalHours:0.#} h left");

    public static string Time(DateTimeOffset local) => local.ToString("h:mm tt", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("dddd, MMMM d", CultureInfo.InvariantCulture);

    /// <summary>A clinic-local moment: the time alone on the same day, else with the day.</summary>
    public static string Moment(DateTimeOffset local, DateTimeOffset localNow) =>
        local.ToString(local.Date == localNow.Date ? "h:mm tt" : "ddd MMM d, h:mm tt", CultureInfo.InvariantCulture);

    /// <summary>The assistant's words without the marks for bold, and with a link's address behind its words.</summary>
    public static string Plain(string markdown) => Link().Replace(markdown.Replace("**", "", StringComparison.Ordinal), "$1 ($2)");

    [GeneratedRegex(@"\[([^\]\n]+)\]\((https?://[^)\s]+|tel:[^)\s]+)\)")]
    private static partial Regex Link();
}
