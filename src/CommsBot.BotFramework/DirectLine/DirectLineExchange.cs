using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using CommsBot.BotFramework.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CommsBot.BotFramework.DirectLine;

/// <summary>One call and its answer.</summary>
internal sealed class DirectLineExchange(HttpContext http, DirectLineOptions options)
{
    public HttpContext Http => http;

    /// <summary>Whose call it is, as far as known; null with a secret.</summary>
    public DirectLineToken? Token { get; set; }

    public DirectLineSecret? Secret { get; set; }

    /// <summary>What follows <c>Bearer</c>; null when there is none.</summary>
    public string? Bearer
    {
        get
        {
            var header = http.Request.Headers.Authorization.ToString();
            if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return null;
            return header[7..].Trim() is { Length: > 0 } text ? text : null;
        }
    }

    /// <summary>
    /// Reads the body as <typeparamref name="T"/>. An empty one is null without a refusal; so is the JSON text <c>null</c>.
    /// </summary>
    public async ValueTask<(T? Body, DirectLineRefusal? Refusal)> ReadAsync<T>(JsonTypeInfo<T> type) where T : class
    {
        var (body, fault) = await BoundedBody.ReadAsync(http.Request, type, options.MaxBodyBytes);
        return (body, fault switch { null => null, BodyFault.TooBig => DirectLineRefusal.TooBig, _ => DirectLineRefusal.BrokenJson });
    }

    public async ValueTask<DirectLineRefusal?> AnswerAsync<T>(int status, T body, JsonTypeInfo<T> type)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(body, type, cancellationToken: http.RequestAborted);
        return null;
    }

    public async ValueTask RefuseAsync(DirectLineRefusal refusal)
    {
        if (refusal.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.Status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
        var suffix = options.ErrorSuffix?.Invoke(Token);
        var message = string.IsNullOrWhiteSpace(suffix) ? refusal.Message : $"{refusal.Message} {suffix}";
        var error = new ErrorResponse { Error = new Error { Code = refusal.Code, Message = message } };
        await AnswerAsync(refusal.Status, error, BotFrameworkJson.Wire.ErrorResponse);
    }

    /// <summary>Answers carry keys and what people wrote: nobody on the way keeps them.</summary>
    public void ForbidStoring()
    {
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";
        http.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
    }
}
