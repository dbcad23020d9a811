using System.Net;
using System.Net.Sockets;
using CommsBot.Settings;
using CommsBot.Storage;
using Orleans.Configuration;

namespace CommsBot.Engine;

/// <summary>
/// The Orleans silo inside the service. Alone it takes a free port (the default ones are silently shared on Linux); with <c>Cluster</c> set the nodes
/// find each other by rows in the database. No gateway either way: nothing but a node calls a grain.
/// </summary>
internal static class Silo
{
    public static void AddSilo(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var cluster = settings.Read<ClusterSettings>("Cluster");
        var database = DatabaseTarget.TryRead(builder.Configuration.GetConnectionString("CommsBot"), settings.Start.Home, out _);
        if (database is not null) settings.Refuse(cluster.DatabaseFaults(database.IsPostgres));
        builder.Host.UseOrleans(silo =>
        {
            if (cluster.IsOn) Join(silo, cluster);
            else StandAlone(silo);
            // The directory's caches are allocated whole at the start: room for a million grains each takes 20 MB that no clinic ever fills.
            silo.Configure<GrainDirectoryOptions>(options => options.CacheSize = 20_000);
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5));
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(30));
        });
        builder.Services.AddSingleton<Hints>();
        builder.Services.AddSingleton<DueWork>();
        builder.Services.AddSingleton<Changes>();
        builder.Services.AddSingleton<WaitingWork>();
        builder.Services.AddSingleton<Poller>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Poller>());
        if (cluster.IsOn) builder.Services.AddHostedService<ChangeRelay>();
    }

    private static void StandAlone(ISiloBuilder silo)
    {
        var port = FreePort();
        silo.UseLocalhostClustering(siloPort: port, gatewayPort: 0, clusterId: $"commsbot-{port}", serviceId: "commsbot");
    }

    private static void Join(ISiloBuilder silo, ClusterSettings cluster)
    {
        silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = "commsbot");
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = cluster.Endpoint.Address;
            options.SiloPort = cluster.Endpoint.Port;
            options.SiloListeningEndpoint = cluster.Endpoint;
            options.GatewayPort = 0;
        });
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            // Measured: with the defaults a cluster that died wholly takes 93 s to work again, like this 20 s.
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            options.NumMissedTableIAmAliveLimit = 3;
            options.ProbeTimeout = TimeSpan.FromSeconds(2);
            options.NumMissedProbesLimit = 3;

            // Of two nodes only one is left to vote. A node voted out by mistake ends itself; the rows' fences hold meanwhile.
            options.NumVotesForDeathDeclaration = 1;
            options.DefunctSiloExpiration = TimeSpan.FromDays(1);
            options.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
        });
        silo.Services.AddSingleton<IMembershipTable, MembershipTable>();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
