namespace CommsBot.Channels.WebChat.Page;

/// <summary>Scripts and styles of the pages, under addresses that change with their content and may be kept for a year.</summary>
internal static class PageAssets
{
    private static readonly Dictionary<string, PageFile> Files = new()
    {
        ["chat.js"] = Script("chat.js"),
        ["chat.css"] = Style("chat.css"),
        ["demo.css"] = Style("demo.css"),
    };

    public static string Address(string name) => $"/webchat/assets/{Files[name].Version}/{name}";

    public static IResult Answer(HttpContext http, string version, string name)
    {
        if (!Files.TryGetValue(name, out var file)) return Results.NotFound();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return file.Answer(http, version == file.Version ? "public, max-age=31536000, immutable" : "no-cache");
    }

    private static PageFile Script(string name) => new("text/javascript; charset=utf-8", PageFiles.Read(name));

    private static PageFile Style(string name) => new("text/css; charset=utf-8", PageFiles.Read(name));
}
