using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommsBot.BotFramework.DirectLine;

public static class DirectLineEndpoints
{
    /// <summary>
    /// Registers the server. The host registers an <see cref="IDirectLineBackend"/> as a singleton, and calls <c>UseWebSockets</c>.
    /// </summary>
    public static IServiceCollection AddDirectLine(this IServiceCollection services, Func<IServiceProvider, DirectLineOptions> options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => options(provider));
        services.AddSingleton<DirectLineTokens>();
        services.AddSingleton<DirectLineSockets>();
        services.AddSingleton<DirectLineServer>();
        services.AddSingleton<DirectLineDoor>();
        return services;
    }

    /// <summary>Maps Direct Line 3.0 below <c>/v3/directline</c>. Wrong settings throw here.</summary>
    public static RouteGroupBuilder MapDirectLine(this IEndpointRouteBuilder endpoints)
    {
        var server = endpoints.ServiceProvider.GetRequiredService<DirectLineServer>();
        var door = endpoints.ServiceProvider.GetRequiredService<DirectLineDoor>();
        var policy = endpoints.ServiceProvider.GetRequiredService<DirectLineOptions>().CorsPolicy;

        var group = endpoints.MapGroup(DirectLineServer.Root).ExcludeFromDescription();
        if (policy is not null) group.RequireCors(policy);
        group.MapPost("/tokens/generate", door.Open(DirectLineCall.GenerateToken, server.GenerateTokenAsync));
        group.MapPost("/tokens/refresh", door.Open(DirectLineCall.RefreshToken, server.RefreshTokenAsync));
        group.MapGet("/session/getsessionid", door.Open(DirectLineCall.Session, DirectLineServer.SessionAsync));
        group.MapPost("/conversations", door.Open(DirectLineCall.Start, server.StartAsync));
        group.MapGet("/conversations/{conversationId}", door.Open(DirectLineCall.Reconnect, server.ReconnectAsync));
        group.MapGet("/conversations/{conversationId}/activities", door.Open(DirectLineCall.Read, server.ReadActivitiesAsync));
        group.MapPost("/conversations/{conversationId}/activities", door.Open(DirectLineCall.Post, server.PostActivityAsync));
        group.MapPost("/conversations/{conversationId}/upload", door.Open(DirectLineCall.Upload, DirectLineServer.UploadAsync));
        group.MapGet("/conversations/{conversationId}/stream", door.Open(DirectLineCall.Stream, server.StreamAsync));
        return group;
    }
}
