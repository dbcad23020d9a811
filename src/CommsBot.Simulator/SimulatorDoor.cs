using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CommsBot.Simulator;

/// <summary>Stands before everything below /simulator: marks each answer as simulated and lets nobody in from elsewhere.</summary>
internal sealed class SimulatorDoor : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(Guard);
        next(app);
    };

    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/simulator"))
        {
            return next(context);
        }

        context.Response.OnStarting(() =>
        {
            context.Response.Headers["X-Simulated"] = "true";
            context.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });

        // The name is checked too: a website that points its own name at this machine must not become the same origin.
        var near = context.Connection.RemoteIpAddress is not { } caller || IPAddress.IsLoopback(caller);
        return near && SimulatorGuard.IsLoopbackHost(context.Request.Host.Host)
            ? next(context)
            : Problem.Of(403, "The simulator answers only on this machine.").ExecuteAsync(context);
    }
}
