using CommsBot.Settings;

namespace CommsBot.Operation;

/// <summary>What holds for every address: how long a body may be, and what a browser is told beside the answer.</summary>
internal static class Edge
{
    /// <summary>Bytes; doors that take less say so themselves, the import says more.</summary>
    private const long LongestBody = 1024 * 1024;

    public static void AddEdge(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
    }

    public static void UseEdge(this WebApplication app)
    {
        if (app.Environment.IsProduction() && app.Services.GetRequiredService<PublicSettings>().BaseUrl?.Scheme == Uri.UriSchemeHttps)
        {
            // A proxy ends TLS before us: to the browser every address is https, so redirects and cookies must say so.
            app.Use((context, next) =>
            {
                context.Request.Scheme = Uri.UriSchemeHttps;
                return next(context);
            });
            app.UseHsts();
        }

        app.Use((context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        });
    }
}
