using System.Security.Cryptography;
using System.Text.Json;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Settings;

namespace CommsBot.Channels.WebChat.Page;

/// <summary>The page with the chat: alone in a browser, or in the frame that a website's button opens.</summary>
internal sealed class ChatPage(ClinicDirectory clinics, ContentLibrary content, AllowedOrigins origins, PublicAddress address, WebChatBundle bundle, StartContext start)
{
    private static readonly string Template = PageFiles.Read("chat.html");
    // Web Chat also writes one empty style element without the nonce: this is the hash of nothing.
    private const string NoStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

    private static readonly string[] Spoken =
        ["connecting", "missing", "offline", "refused", "busy", "over", "ended", "try-again", "start-new"];

    public IResult Show(HttpContext http, string? clinicId, string? asked)
    {
        var clinic = clinicId is null && clinics.All.Count == 1 ? clinics.All[0] : clinics.Find(clinicId);
        var language = Languages.Parse(asked) ?? Preferred(http);
        if (clinic is null) return Unknown(http, language);
        if (!clinic.Languages.Contains(language)) language = clinic.Languages[0];

        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        PageHeaders.Apply(http, Policy(clinic, nonce));
        return Results.Content(Html(clinic, language, nonce), "text/html; charset=utf-8");
    }

    // Web Chat writes its own style elements, so they carry the nonce; scripts are files of ours only.
    private string Policy(Clinic clinic, string nonce) =>
        $"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}' {NoStyle}; img-src 'self' data: blob:; connect-src 'self' {Sockets()}; "
        + $"base-uri 'none'; form-action 'none'; frame-ancestors {origins.FrameAncestors(clinic)}";

    private string Sockets() => new UriBuilder(address.Base) { Scheme = address.Base.Scheme == "https" ? "wss" : "ws", Path = "" }.Uri.GetLeftPart(UriPartial.Authority);

    private string Html(Clinic clinic, Language language, string nonce)
    {
        string Say(string key) => content.Wording.Text($"handoff/{key}", language, MessageForm.Web, clinic.Fact);
        string Page(string key) => Say($"page-{key}");
        var script = JsonSerializer.Serialize(new
        {
            clinic = clinic.Id,
            language = language.Code(),
            nonce,
            bundle = bundle.Folder is null ? null : WebChatBundle.Address,
            words = Spoken.ToDictionary(key => key, Page),
        });
        return PageTemplate.Fill(Template, new()
        {
            ["language"] = language.Code(),
            ["title"] = Page("title"),
            ["chat"] = Page("chat"),
            ["clinic"] = clinic.Name,
            ["simulated"] = start.Simulated ? PageTemplate.Simulated : "",
            ["connecting"] = Page("connecting"),
            ["noscript"] = Page("noscript"),
            ["end"] = Page("end"),
            ["end-ask"] = Page("end-ask"),
            ["end-yes"] = Page("end-yes"),
            ["end-no"] = Page("end-no"),
            ["id"] = clinic.Id,
            ["other-name"] = OtherName(clinic, language),
            ["other-code"] = Other(language).Code(),
            ["phone"] = clinic.Phone.Shown,
            ["phone-number"] = clinic.Phone.E164,
            ["privacy"] = Page("privacy"),
            ["privacy-url"] = clinic.PrivacyUrl.ToString(),
            ["terms"] = Page("terms"),
            ["terms-url"] = clinic.TermsUrl.ToString(),
            ["style"] = PageAssets.Address("chat.css"),
            ["script"] = PageAssets.Address("chat.js"),
        }, ("settings", script), ("preload", Preload()), ("notice", PageTemplate.Callable(Page("notice"))), ("greeting", PageTemplate.Formatted(Say("greeting"))));
    }

    private string Preload() => bundle.Folder is null ? "" : $"""<link rel="preload" as="script" href="{WebChatBundle.Address}">""";

    private IResult Unknown(HttpContext http, Language language)
    {
        PageHeaders.Apply(http, "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *");
        var said = content.Wording.Text("handoff/page-unknown-clinic", language, MessageForm.Web, static (_, _, _) => null);
        var page = PageTemplate.Fill(PageFiles.Read("unknown.html"), new() { ["language"] = language.Code(), ["said"] = said, ["style"] = PageAssets.Address("chat.css") });
        return Results.Content(page, "text/html; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
    }

    private string OtherName(Clinic clinic, Language language) => clinic.Languages.Contains(Other(language))
        ? content.Wording.Text(language == Language.English ? "handoff/choice-spanish" : "handoff/choice-english", language, MessageForm.Web, clinic.Fact)
        : "";

    private static Language Other(Language language) => language == Language.English ? Language.Spanish : Language.English;

    private static Language Preferred(HttpContext http) => http.Request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(given => given.Quality ?? 1).Select(given => Languages.Parse(given.Value.Value)).FirstOrDefault(known => known is not null) ?? Language.English;
}
