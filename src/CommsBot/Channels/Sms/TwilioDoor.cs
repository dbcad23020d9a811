using CommsBot.Settings;
using CommsBot.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace CommsBot.Channels.Sms;

/// <summary>
/// Stands before every address below <c>/twilio</c>: SMS off is 404, a bad or missing signature 403 and nothing else, a body too large 413. What
/// passes has its form read; with the database out of reach it is answered with 503.
/// </summary>
internal sealed partial class TwilioDoor(TwilioSettings settings, PublicAddress address, ILogger<TwilioDoor> log) : IEndpointFilter
{
    private const int LargestBody = 256 * 1024;

    private static readonly FormOptions Bounds = new()
    {
        BufferBody = false,
        BufferBodyLengthLimit = LargestBody,
        ValueCountLimit = 256,
        KeyLengthLimit = 256,
        ValueLengthLimit = LargestBody,
        MultipartBodyLengthLimit = LargestBody,
    };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        if (!settings.IsOn) return Results.NotFound();
        if (http.Request.Headers[TwilioSignature.Header] is not [{ Length: > 0 } signature]) return Forbidden();
        if (http.Request.ContentLength > LargestBody) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (await ReadAsync(http) is not { } form) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var fields = form.SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? ""));
        return TwilioSignature.IsValid(signature, settings.AuthTokens, UrlOf(http), fields) ? await EnterAsync(call, next) : Forbidden();
    }

    private async ValueTask<object?> EnterAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            return await next(call);
        }
        catch (Exception fault) when (ClinicStore.IsDatabaseFault(fault))
        {
            Log.NotTaken(log, fault);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IFormCollection?> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return FormCollection.Empty;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LargestBody;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, Bounds));
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    // Behind a proxy the address we see is not the one Twilio called: base as configured, path and query as they came over the wire.
    private string UrlOf(HttpContext http)
    {
        var raw = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(raw) || raw[0] != '/') raw = http.Request.PathBase.ToUriComponent() + http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent();
        return address.Base.AbsoluteUri.TrimEnd('/') + raw;
    }

    private IResult Forbidden()
    {
        Log.BadSignature(log);
        return Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A request to /twilio carried no valid signature. If it was Twilio's, Public:BaseUrl or Twilio:AuthTokens is wrong.")]
        public static partial void BadSignature(ILogger logger);

        [LoggerMessage(LogLevel.Error, "A request to /twilio was not taken: the database cannot be used. A text is fetched from the provider's list later.")]
        public static partial void NotTaken(ILogger logger, Exception fault);
    }
}
