using System.Globalization;
using System.Text.Json.Serialization;
using CommsBot.Outbox;

namespace CommsBot.Channels.Sms;

/// <summary>Twilio's message resource, as far as we read it.</summary>
internal sealed record TwilioMessage(
    [property: JsonPropertyName("sid")] string? Sid,
    [property: JsonPropertyName("status")] string? Status,
    [property: JsonPropertyName("direction")] string? Direction,
    [property: JsonPropertyName("from")] string? From,
    [property: JsonPropertyName("to")] string? To,
    [property: JsonPropertyName("body")] string? Body,
    [property: JsonPropertyName("num_media")] string? NumMedia,
    [property: JsonPropertyName("error_code")] int? ErrorCode,
    [property: JsonPropertyName("date_created")] string? DateCreated)
{
    public DateTimeOffset CreatedAt =>
        DateTimeOffset.TryParse(DateCreated, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.MinValue;

    public bool IsInbound => Direction == "inbound";

    public CarriedText? Carried => Sid is null || Status is null ? null : new(Sid, Status, ErrorCode?.ToString(CultureInfo.InvariantCulture), Body ?? "", CreatedAt);
}

internal sealed record TwilioMessagePage(
    [property: JsonPropertyName("messages")] IReadOnlyList<TwilioMessage>? Messages,
    [property: JsonPropertyName("next_page_uri")] string? NextPageUri);

/// <param name="Messages">Newest first.</param>
/// <param name="IsCut">There are older ones that were asked for and not read.</param>
internal sealed record TwilioList(IReadOnlyList<TwilioMessage> Messages, bool IsCut);

/// <summary>How Twilio says no.</summary>
internal sealed record TwilioRefusal([property: JsonPropertyName("code")] int? Code);
