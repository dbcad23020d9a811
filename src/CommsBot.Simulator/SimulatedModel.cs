using CommsBot.Simulator.OpenAi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommsBot.Simulator;

/// <summary>The stand-in for the model alone, on a free port of this machine, for a program that runs no service.</summary>
public static class SimulatedModel
{
    /// <returns>Its endpoint, and what ends it.</returns>
    public static async Task<(Uri Endpoint, IAsyncDisposable Running)> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ChatScript>();
        builder.Services.AddSingleton(TimeProvider.System);
        var app = builder.Build();
        ChatEndpoints.Map(app.MapGroup(""));
        await app.StartAsync();
        return (new Uri(app.Urls.First()), app);
    }
}
