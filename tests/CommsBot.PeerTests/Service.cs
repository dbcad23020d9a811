using System.Net;
using CommsBot.Tests.Drivers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.PeerTests;

/// <summary>The whole service on a port of its own, as <c>dotnet run</c> starts it, on a database of its own.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("commsbot-peer-").FullName;

    private Service()
    {
    }

    public WebApplication App { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    /// <param name="database">A connection string; null: a new SQLite file.</param>
    /// <param name="settings">Further settings as <c>Section:Name=value</c>.</param>
    public static Task<Service> StartAsync(string? database = null, params string[] settings) => StartAsync(database, _ => { }, settings);

    /// <param name="adjust">Changes before the slices register themselves.</param>
    public static async Task<Service> StartAsync(string? database, Action<WebApplicationBuilder> adjust, params string[] settings)
    {
        var service = new Service();
        string[] args =
        [
            "--urls=http://127.0.0.1:0", "--environment=Development", $"--contentRoot={AppContext.BaseDirectory}",
            $"--Security:DevelopmentKeyFile={Path.Combine(service._folder, "key")}",
            $"--ConnectionStrings:CommsBot={database ?? $"Data Source={Path.Combine(service._folder, "peer.db")}"}",
            "--Logging:LogLevel:Default=Error", .. settings.Select(setting => $"--{setting}"),
        ];
        service.App = await CommsBotHost.CreateAsync(args, builder =>
        {
            SharedKeys.AddTo(builder);
            builder.Services.AddSingleton<IStartupFilter>(new FromManyAddresses());
            adjust(builder);
        });
        await service.App.StartAsync();
        service.Address = new Uri(service.App.Urls.First());
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await TestFolder.EndAsync(App);
        TestFolder.Delete(_folder);
    }

    /// <summary>Each connection comes from an address of its own on this machine, or the limits per address would count all visitors of a run as one.</summary>
    private sealed class FromManyAddresses : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, rest) =>
            {
                var port = http.Connection.RemotePort;
                http.Connection.RemoteIpAddress = new IPAddress([127, 1, (byte)(port >> 8), (byte)port]);
                return rest(http);
            });
            next(app);
        };
    }
}
