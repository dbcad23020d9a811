using System.Text.Json;
using CommsBot.Content;

namespace CommsBot.Channels.WebChat.Page;

/// <summary>The script a website embeds. It is the same for every clinic, so what it says names none.</summary>
internal sealed class WidgetScript
{
    private static readonly string[] Spoken = ["chat", "open", "close", "unread"];

    public WidgetScript(ContentLibrary content)
    {
        var words = Enum.GetValues<Language>().ToDictionary(language => language.Code(), language => Spoken.ToDictionary(
            key => key, key => content.Wording.Text($"handoff/page-{key}", language, MessageForm.Web, static (_, _, _) => null, ("count", "#"))));
        File = new PageFile("text/javascript; charset=utf-8", PageFiles.Read("widget.js").Replace("'[[words]]'", JsonSerializer.Serialize(words)));
    }

    public PageFile File { get; }

    public IResult Answer(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return File.Answer(http, "public, max-age=3600");
    }
}
