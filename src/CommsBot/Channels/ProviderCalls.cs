namespace CommsBot.Channels;

internal static class ProviderCalls
{
    /// <summary>
    /// A client for calls to a provider. Their addresses can carry phone numbers and ids of people, so they write no log and start no span; our own
    /// rows tell what was called. Never follows to another address, and each call sets its own limit of time.
    /// </summary>
    public static void AddProviderClient(this IServiceCollection services, string name) => services.AddHttpClient(name)
        .RemoveAllLoggers()
        .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
}
