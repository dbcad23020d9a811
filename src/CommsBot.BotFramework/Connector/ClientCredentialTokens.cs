using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace CommsBot.BotFramework.Connector;

/// <summary>A token for app id and secret (OAuth 2.0 client credentials), kept until shortly before it ends; many callers share one fetch.</summary>
public sealed partial class ClientCredentialTokens(Uri endpoint, string appId, string secret, Func<HttpClient> http, TimeProvider machine, ILogger<ClientCredentialTokens> log)
    : IConnectorTokens, IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim one = new(1);
    private (string Token, DateTimeOffset Until)? kept;

    public static Uri Published(string? tenant) => new($"https://login.microsoftonline.com/{Uri.EscapeDataString(tenant ?? "botframework.com")}/oauth2/v2.0/token");

    public async Task<string?> GetAsync(CancellationToken ct)
    {
        if (Kept is { } token) return token;
        await one.WaitAsync(ct);
        try
        {
            return Kept ?? await FetchAsync(ct);
        }
        finally
        {
            one.Release();
        }
    }

    public void Forget(string token)
    {
        if (kept is { } known && known.Token == token) kept = null;
    }

    public void Dispose() => one.Dispose();

    private string? Kept => kept is { } known && machine.GetUtcNow() < known.Until ? known.Token : null;

    private async Task<string?> FetchAsync(CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", appId), new("client_secret", secret), new("scope", $"{IConnectorTokens.Resource}/.default"),
        ]);
        try
        {
            using var client = http();
            using var answer = await client.PostAsync(endpoint, form, ct);
            if (!answer.IsSuccessStatusCode)
            {
                Log.Refused(log, (int)answer.StatusCode);
                return null;
            }

            if (await answer.Content.ReadFromJsonAsync(TokenJson.Default.TokenAnswer, ct) is not { AccessToken: { Length: > 0 } token } given) return null;
            kept = (token, machine.GetUtcNow() + TimeSpan.FromSeconds(Math.Max(0, given.ExpiresIn)) - Early);
            return token;
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException or OperationCanceledException)
        {
            Log.Failed(log, fault.GetType().Name);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The token endpoint refused the bot's app id and secret with {Status}.")]
        public static partial void Refused(ILogger logger, int status);

        [LoggerMessage(LogLevel.Warning, "The token endpoint gave no answer: {Fault}.")]
        public static partial void Failed(ILogger logger, string fault);
    }
}

internal sealed record TokenAnswer([property: JsonPropertyName("access_token")] string? AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);

[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenJson : JsonSerializerContext;
