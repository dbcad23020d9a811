using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CommsBot.Simulator.Twilio;

/// <summary>Lets only the account's own credentials in.</summary>
internal sealed class TwilioAccount(SimulatorHost host) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.HttpContext.Request;
        if (!IsKnown(request.Headers.Authorization.ToString()))
        {
            invocation.HttpContext.Response.Headers.WWWAuthenticate = "Basic realm=\"Twilio API\"";
            return new TwilioError(20003, "Authenticate", 401).ToResult();
        }

        return request.RouteValues["account"] as string == host.AccountSid
            ? await next(invocation)
            : TwilioError.NotFound(Resource(request)).ToResult();
    }

    /// <summary>The address as Twilio would see it, without the place where the stand-in is mapped.</summary>
    public static string Resource(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var start = path.IndexOf("/2010-04-01", StringComparison.Ordinal);
        return start < 0 ? path : path[start..];
    }

    private bool IsKnown(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value)
            || !"Basic".Equals(value.Scheme, StringComparison.OrdinalIgnoreCase) || value.Parameter is not { } encoded)
        {
            return false;
        }

        var given = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, given, out var length)
            && (Same(given.AsSpan(0, length), host.AccountSid, host.AuthToken)
                || (host.ApiKeySid is { } key && host.ApiKeySecret is { } secret && Same(given.AsSpan(0, length), key, secret)));
    }

    private static bool Same(ReadOnlySpan<byte> given, string user, string password) =>
        CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes($"{user}:{password}"));
}
