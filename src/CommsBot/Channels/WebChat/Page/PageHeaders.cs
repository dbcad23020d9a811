namespace CommsBot.Channels.WebChat.Page;

/// <summary>What a browser is told about every page of ours.</summary>
internal static class PageHeaders
{
    public static void Apply(HttpContext http, string contentSecurityPolicy)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = contentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers.CacheControl = "no-store";
    }
}
