using CommsBot.BotFramework.DirectLine;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Settings;
using CommsBot.Staff.Keys;
using CommsBot.Storage;

namespace CommsBot.Channels.WebChat;

internal static class WebChatSetup
{
    public const string Cors = "webchat";
    private const string KeyPath = "/api/webchat/token";

    /// <summary>Room for 20,000 characters of four bytes, so that even the longest message is screened before it is refused.</summary>
    private const int LongestBody = 128 * 1024;

    public static void AddWebChat(this WebApplicationBuilder builder, SettingsReader settings)
    {
        settings.Read<WebChatSettings>("WebChat");
        var services = builder.Services;
        services.AddSingleton<AllowedOrigins>();
        services.AddSingleton<IDirectLineBackend, WebChatBackend>();
        services.AddSingleton<IReplyChannel, WebChatReplies>();
        services.AddSingleton<ChatCaps>();
        services.AddSingleton<KeyLimit>();
        services.AddSingleton<ChatTokens>();
        services.AddSingleton<LastWords>();
        services.AddDirectLine(provider => new DirectLineOptions
        {
            PublicAddress = () => provider.GetRequiredService<PublicAddress>().Base,
            SigningKeys = () => [new DirectLineKey("1", provider.GetRequiredService<KeyStore>().ChatTokenKey)],
            Secret = secret => SecretOf(provider, secret),
            MaxBodyBytes = LongestBody,
            CorsPolicy = Cors,
            Gate = (asked, ct) => provider.GetRequiredService<ChatTokens>().RefusalAsync(asked, ct),
            ErrorSuffix = token => provider.GetRequiredService<LastWords>().Of(token?.Claims),
            IsOutage = fault => fault is Microsoft.Data.Sqlite.SqliteException or Npgsql.NpgsqlException,
        });
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<AllowedOrigins>((cors, origins) =>
            cors.AddPolicy(Cors, policy => policy.SetIsOriginAllowed(origin => origins.Allows(origin)).AllowAnyHeader().WithMethods("GET", "POST")));
    }

    /// <summary>Before anything of the request is read.</summary>
    public static void UseKeyLimit(this WebApplication app)
    {
        var limit = app.Services.GetRequiredService<KeyLimit>();
        app.Use((http, next) => !http.Request.Path.StartsWithSegments(KeyPath) || limit.Allows(http.Connection.RemoteIpAddress) ? next(http) : TooMany(http).ExecuteAsync(http));
    }

    public static void MapWebChat(this WebApplication app)
    {
        app.MapDirectLine();
        app.MapPost(KeyPath, (ChatTokenRequest? asked, HttpContext http, ChatTokens tokens, CancellationToken ct) =>
                tokens.GiveAsync(asked ?? new ChatTokenRequest(null, null, null), http.Request.Headers.Origin, http.Connection.RemoteIpAddress, ct))
            .RequireCors(Cors);
        var sockets = app.Services.GetRequiredService<DirectLineSockets>();
        app.Services.GetRequiredService<Changes>().Subscribe(change =>
        {
            if (change.ConversationId is { } id) sockets.Wake(id);
        });
    }

    /// <summary>The Direct Line secret is an API key of role <c>webchat</c>; its chats belong to the key's clinic.</summary>
    private static DirectLineSecret? SecretOf(IServiceProvider services, string secret) =>
        services.GetRequiredService<ApiKeys>().Find(secret) is { Role: ApiRole.WebChat, Clinics: [var clinic] }
            ? new DirectLineSecret(new Dictionary<string, string> { [WebChatBackend.ClinicClaim] = clinic })
            : null;

    // Nobody has read the body yet: the browser's language is all that is known.
    private static IResult TooMany(HttpContext http)
    {
        var language = http.Request.Headers.AcceptLanguage.ToString().Split(',', ';')[0];
        var numbers = http.RequestServices.GetRequiredService<LastWords>().Of(clinic: null, language);
        return Results.Problem(title: "too-many", detail: $"Too many chats were opened here. Please wait a minute. {numbers}", statusCode: StatusCodes.Status429TooManyRequests);
    }
}
