using CommsBot.Settings;

namespace CommsBot.Channels.WebChat.Page;

/// <summary>The doors of patients on the website: the chat page, the button for any site, and the demonstration page.</summary>
internal static class WebChatPages
{
    public static void AddWebChatPages(this WebApplicationBuilder builder, SettingsReader settings)
    {
        builder.Services.AddSingleton(settings.Start);
        builder.Services.AddSingleton<WebChatBundle>();
        builder.Services.AddSingleton<WidgetScript>();
        builder.Services.AddSingleton<ChatPage>();
        builder.Services.AddSingleton<DemoPage>();
    }

    public static void MapWebChatPages(this WebApplication app)
    {
        var pages = app.MapGroup("").ExcludeFromDescription().AllowAnonymous();
        pages.MapGet("/", (HttpContext http, DemoPage page) => page.Show(http));
        pages.MapGet("/webchat", (HttpContext http, string? clinic, string? language, ChatPage page) => page.Show(http, clinic, language));
        pages.MapGet("/widget.js", (HttpContext http, WidgetScript widget) => widget.Answer(http));
        pages.MapGet("/webchat/assets/{version}/{name}", PageAssets.Answer);
        pages.MapGet(WebChatBundle.Address, (HttpContext http, WebChatBundle bundle) => bundle.Answer(http));
    }
}
