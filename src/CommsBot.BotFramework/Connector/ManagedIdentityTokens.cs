using Microsoft.Extensions.Logging;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace CommsBot.BotFramework.Connector;

/// <summary>A token of the identity that Azure gave this machine: no secret to keep.</summary>
public sealed partial class ManagedIdentityTokens : IConnectorTokens
{
    private readonly IManagedIdentityApplication app;
    private readonly ILogger<ManagedIdentityTokens> log;
    private volatile string? refused;

    /// <param name="appId">The client id of the user-assigned identity.</param>
    public ManagedIdentityTokens(string appId, Func<HttpClient> http, ILogger<ManagedIdentityTokens> log)
    {
        this.log = log;
        app = ManagedIdentityApplicationBuilder.Create(ManagedIdentityId.WithUserAssignedClientId(appId)).WithHttpClientFactory(new Clients(http)).Build();
    }

    public async Task<string?> GetAsync(CancellationToken ct)
    {
        try
        {
            var asked = app.AcquireTokenForManagedIdentity(IConnectorTokens.Resource);
            var given = await asked.ExecuteAsync(ct);
            if (given.AccessToken == refused) given = await asked.WithForceRefresh(true).ExecuteAsync(ct);
            return given.AccessToken;
        }
        catch (Exception fault) when (fault is MsalException or HttpRequestException or OperationCanceledException)
        {
            Log.Failed(log, (fault as MsalException)?.ErrorCode ?? fault.GetType().Name);
            return null;
        }
    }

    public void Forget(string token) => refused = token;

    private sealed class Clients(Func<HttpClient> http) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => http();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The managed identity gave no token: {Fault}.")]
        public static partial void Failed(ILogger logger, string fault);
    }
}
