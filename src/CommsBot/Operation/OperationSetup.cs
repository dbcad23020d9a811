using CommsBot.Settings;

namespace CommsBot.Operation;

internal static class OperationSetup
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static void AddOperation(this WebApplicationBuilder builder, SettingsReader settings)
    {
        settings.Read<HeartbeatSettings>("Heartbeat");
        builder.Services.AddSingleton<Pulse>();
        builder.Services.AddSingleton<Heartbeat>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Heartbeat>());

        // The address of a watch is itself a secret: these calls write no log and start no span.
        builder.Services.AddHttpClient(Heartbeat.Client)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => client.Timeout = Longest)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null });
    }
}
