using System.Globalization;
using CommsBot.Simulator.Storage;
using Microsoft.AspNetCore.Http;

namespace CommsBot.Simulator.Twilio;

/// <summary>The list of an account's texts, newest first, page by page.</summary>
internal static class MessageList
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public static IResult Read(HttpRequest request, string account, Texts texts)
    {
        var query = request.Query;
        var size = query["PageSize"] is [{ } given] ? (int.TryParse(given, out var parsed) ? parsed : 0) : 50;
        var page = query["Page"] is [{ } number] ? (int.TryParse(number, out var at) ? at : -1) : 0;
        if (size is < 1 or > 1000 || page < 0)
        {
            return new TwilioError(20001, "PageSize must be 1-1000 and Page not negative.").ToResult();
        }

        if (!TryWindow(query, out var from, out var before))
        {
            return new TwilioError(20001, "DateSent must be a date, YYYY-MM-DD.").ToResult();
        }

        long? below = query["PageToken"] is [{ } token] ? After(token) : null;
        var rows = texts.List(new(Value(query, "To"), Value(query, "From"), from, before, below, size + 1));
        var shown = rows.Take(size).ToList();
        return Results.Json(new
        {
            messages = shown.ConvertAll(text => MessageResource.Of(text, account)),
            page,
            page_size = size,
            start = page * size,
            end = shown.Count == 0 ? page * size : (page * size) + shown.Count - 1,
            uri = Address(request, account, size, page, null),
            first_page_uri = Address(request, account, size, 0, null),
            previous_page_uri = (string?)null,
            next_page_uri = rows.Count > size ? Address(request, account, size, page + 1, shown[^1].Seq) : null,
        });
    }

    /// <summary>A token that is not ours leads to an empty page.</summary>
    private static long After(string token) =>
        token.StartsWith("PA", StringComparison.Ordinal) && long.TryParse(token[2..], out var seq) ? seq : 0;

    private static string? Value(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>Twilio writes the comparison before the sign of equality: DateSent&gt;=2026-11-22.</summary>
    private static bool TryWindow(IQueryCollection query, out DateTimeOffset? from, out DateTimeOffset? before)
    {
        (from, before) = (null, null);
        foreach (var (name, op) in new[] { ("DateSent", '='), ("DateSent>", '>'), ("DateSent<", '<') })
        {
            if (Value(query, name) is not { } text)
            {
                continue;
            }

            var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
            if (!DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            {
                return false;
            }

            from = op == '<' ? from : moment;
            before = op == '>' ? before : moment + (isDay ? TimeSpan.FromDays(1) : TimeSpan.FromSeconds(1));
        }

        return true;
    }

    private static string Address(HttpRequest request, string account, int size, int page, long? after)
    {
        var filters = request.Query.Where(field => field.Key is not ("PageSize" or "Page" or "PageToken"))
            .Select(field => KeyValuePair.Create(field.Key, (string?)field.Value.ToString()));
        var query = QueryString.Create([.. filters, new("PageSize", $"{size}"), new("Page", $"{page}")]);
        return $"/2010-04-01/Accounts/{account}/Messages.json{(after is null ? query : query.Add("PageToken", $"PA{after}"))}";
    }
}
