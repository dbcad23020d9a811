using Microsoft.AspNetCore.Http.Features;

namespace CommsBot.Staff.Console;

/// <summary>
/// What the console's pages may load and run: only our own files. MudBlazor writes its theme as inline styles, so <c>style-src</c> allows them;
/// scripts are files without exception. Circuits run over WebSockets only, so any node can take a reconnecting page and nothing needs sticky sessions.
/// </summary>
internal static class ConsoleHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "form-action 'self'; base-uri 'self'; frame-ancestors 'none'; manifest-src 'self'";

    public static void UseConsoleHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/_blazor", out var rest) && !IsWanted(context, rest))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        if (!path.StartsWithSegments("/staff")) return next(context);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    });

    private static bool IsWanted(HttpContext context, PathString rest) =>
        IsWebSocket(context) || rest.StartsWithSegments("/initializers") || rest.StartsWithSegments("/disconnect");

    // Read from the request itself: the hub brings its own WebSocket middleware, which runs later.
    private static bool IsWebSocket(HttpContext context) =>
        context.Request.Headers.Upgrade == "websocket" || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
