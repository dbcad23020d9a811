using System.Reflection;

namespace CommsBot.Channels.WebChat.Page;

/// <summary>Microsoft's Web Chat as the build fetched it (<c>.build/WebChat.targets</c>); missing when that build had no network or no npm.</summary>
internal sealed class WebChatBundle(IHostEnvironment environment)
{
    public static readonly string Version =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(given => given.Key == "WebChatVersion").Value!;

    public static readonly string Address = $"/webchat/{Version}/webchat.js";

    // Beside the published program; else in the sources, which is where a build puts it.
    private readonly string[] _folders =
    [
        Path.Combine(AppContext.BaseDirectory, "wwwroot", "webchat"),
        Path.Combine(environment.ContentRootPath, "src", "CommsBot", "wwwroot", "webchat"),
    ];

    /// <summary>The folder that holds this very version; null when there is none.</summary>
    public string? Folder => _folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, $"{Version}.txt")));

    public IResult Answer(HttpContext http)
    {
        if (Folder is not { } folder) return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        foreach (var (coding, ending) in new[] { ("br", ".br"), ("gzip", ".gz") })
        {
            if (!PageFile.Accepts(http, coding)) continue;
            http.Response.Headers.ContentEncoding = coding;
            return Script(folder, ending);
        }

        return Script(folder, "");
    }

    private static IResult Script(string folder, string ending) =>
        Results.File(Path.Combine(folder, "webchat.js" + ending), "text/javascript; charset=utf-8", entityTag: new($"\"{Version}{ending}\""));
}
