using System.Globalization;
using System.Text.RegularExpressions;

namespace CommsBot.Simulator.Clock;

/// <summary>Where a caller wants the clock to go: by a span, or to a moment.</summary>
internal sealed partial record ClockRequest(TimeSpan? Advance, DateTimeOffset? To)
{
    /// <summary>The request, or what is wrong with it.</summary>
    public static (ClockRequest? Request, string? Wrong) Read(JsonBody body)
    {
        if (body.Has("advance") == body.Has("to"))
        {
            return (null, "Give either advance or to.");
        }

        if (body.Has("advance"))
        {
            return ReadSpan(body.Text("advance")) is { } span
                ? (new(span, null), null)
                : (null, "advance must be written as 06:00:00, or 2.06:00:00 with days.");
        }

        return ReadMoment(body.Text("to")) is { } moment
            ? (new(null, moment), null)
            : (null, "to must be a moment with its offset, as 2027-03-13T18:00:00-06:00.");
    }

    /// <summary>Hours may pass 23: the framework's own reading takes 24:00:00 for 24 days.</summary>
    private static TimeSpan? ReadSpan(string? text)
    {
        var match = Span().Match(text ?? "");
        if (!match.Success)
        {
            return null;
        }

        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        return new TimeSpan(Part("days"), Part("hours"), Part("minutes"), Part("seconds"));
    }

    private static DateTimeOffset? ReadMoment(string? text) =>
        Offset().IsMatch(text ?? "") && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;

    [GeneratedRegex(@"^(?:(?<days>[0-9]{1,4})\.)?(?<hours>[0-9]{1,5}):(?<minutes>[0-5][0-9]):(?<seconds>[0-5][0-9])\z")]
    private static partial Regex Span();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Offset();
}
