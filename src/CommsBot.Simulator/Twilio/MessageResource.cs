using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommsBot.Simulator.Storage;
using Microsoft.AspNetCore.Http;

namespace CommsBot.Simulator.Twilio;

/// <summary>A text as Twilio's API writes it.</summary>
internal static class MessageResource
{
    private static readonly JsonSerializerOptions Snake = new() { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public static IResult Created(Text text, string account) => Results.Json(Of(text, account), Snake, statusCode: 201);

    public static IResult Ok(Text text, string account) => Results.Json(Of(text, account), Snake);

    public static object Of(Text text, string account)
    {
        var uri = $"/2010-04-01/Accounts/{account}/Messages/{text.Sid}";
        var chosen = text.Status != "accepted";
        return new
        {
            account_sid = account,
            api_version = "2010-04-01",
            body = text.Body,
            date_created = Rfc2822(text.Created),
            date_sent = text.Sent is { } sent ? Rfc2822(sent) : null,
            date_updated = Rfc2822(text.Updated),
            direction = text.Direction,
            error_code = text.Error,
            error_message = text.Error is { } code ? DeliveryErrors.Message(code) : null,
            from = chosen ? text.From : null,
            messaging_service_sid = text.Service,
            num_media = text.Media.ToString(CultureInfo.InvariantCulture),
            num_segments = chosen ? text.Segments.ToString(CultureInfo.InvariantCulture) : "0",
            price = (string?)null,
            price_unit = "USD",
            sid = text.Sid,
            status = text.Status,
            subresource_uris = new { media = $"{uri}/Media.json" },
            to = text.To,
            uri = $"{uri}.json",
        };
    }

    private static string Rfc2822(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
