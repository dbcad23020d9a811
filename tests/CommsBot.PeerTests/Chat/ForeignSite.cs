using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommsBot.PeerTests.Chat;

/// <summary>A website that is not ours, with a strict policy of its own and a script that breaks. It is reached under two names: one is allowed to embed the chat, the other is not.</summary>
internal sealed class ForeignSite(WebApplication app, int port) : IAsyncDisposable
{
    /// <summary>What old scripts do to the pages they run on, and worse.</summary>
    private const string Rough = """
        Object.prototype.extra = function () {};
        for (const name of ['map', 'filter', 'forEach', 'find', 'includes', 'push', 'concat']) Array.prototype[name] = () => { throw new Error('the website is broken'); };
        for (const name of ['replace', 'includes', 'startsWith', 'trim', 'match']) String.prototype[name] = () => { throw new Error('the website is broken'); };
        Function.prototype.bind = JSON.parse = JSON.stringify = Object.assign = () => { throw new Error('the website is broken'); };
        window.URL = window.URLSearchParams = window.Promise = window.fetch = undefined;
        document.addEventListener('click', () => { throw new Error('the website is broken'); }, true);
        throw new Error('the website is broken');
        """;

    public string Allowed => $"http://127.0.0.1:{port}";

    public string NotAllowed => $"http://localhost:{port}";

    public static async Task<ForeignSite> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/broken.js", () => Results.Text("throw new Error('the website is broken');", "text/javascript"));
        app.MapGet("/rough.js", () => Results.Text(Rough, "text/javascript"));
        app.MapGet("/rough", (HttpContext http, string service) => Page(http, service,
            $"""<script src="/rough.js"></script><script src="{service}widget.js" data-clinic="mind-balance" async></script><script src="/broken.js" defer></script>"""));
        app.MapGet("/widget", (HttpContext http, string service, string? color) => Page(http, service,
            $"""<script src="{service}widget.js" data-clinic="mind-balance" data-color="{color ?? "#7a1f5c"}" data-position="left" async></script>"""));
        app.MapGet("/frame", (HttpContext http, string service) => Page(http, service, $"""<iframe src="{service}webchat?clinic=mind-balance" title="chat"></iframe>"""));
        await app.StartAsync();
        return new ForeignSite(app, new Uri(app.Urls.First()).Port);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static IResult Page(HttpContext http, string service, string body)
    {
        var origin = new Uri(service).GetLeftPart(UriPartial.Authority);
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self' {origin}; frame-src {origin}; require-trusted-types-for 'script'";
        return Results.Content($"""
            <!doctype html><html lang="en"><head><title>Another site</title></head>
            <body><script src="/broken.js"></script><main><h1>Another site</h1><button id="own">Own button</button></main>{body}</body></html>
            """, "text/html");
    }
}
