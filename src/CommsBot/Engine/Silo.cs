using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace CommsBot.Engine;

/// <summary>The Orleans silo inside the service: one node, a free port of its own, no gateway (the default ports are silently shared on Linux).</summary>
internal static class Silo
{
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        builder.Host.UseOrleans(silo =>
        {
            var port = FreePort();
            silo.UseLocalhostClustering(siloPort: port, gatewayPort: 0, clusterId: $"commsbot-{port}", serviceId: "commsbot");
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5));
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(30));
        });
        builder.Services.AddSingleton<Hints>();
        builder.Services.AddSingleton<DueWork>();
        builder.Services.AddSingleton<Changes>();
        builder.Services.AddSingleton<Poller>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Poller>());
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
