using CommsBot.BotFramework.Authentication;
using CommsBot.BotFramework.Connector;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Settings;

namespace CommsBot.Channels.BotService;

internal static class BotServiceSetup
{
    public const string Client = "bot-service";

    /// <param name="clinics">As read at start.</param>
    public static void AddBotService(this WebApplicationBuilder builder, SettingsReader settings, ClinicDirectory clinics)
    {
        var bot = settings.Read<BotServiceSettings>("BotService");
        settings.Refuse(bot.ClinicFaults(clinics));
        var services = builder.Services;
        services.AddSingleton<IReplyChannel, BotServiceReplies>();
        services.AddSingleton(new Feature("Azure Bot Service", bot.IsOn
            ? new ProcessorSettings(builder.Configuration, builder.Environment).WhyOff(BotServiceCarrier.Processor, TimeProvider.System.GetUtcNow())
            : "BotService:AppId is not set; /api/messages answers 404"));
        if (!bot.IsOn)
        {
            services.AddSingleton<ITextCarrier>(new NoCarrier(Channel.BotService, "bot-service-off"));
            return;
        }

        services.AddProviderClient(Client);
        AddProtocol(services, bot, allowLoopback: !builder.Environment.IsProduction());
        services.AddSingleton<BotServiceCarrier>();
        services.AddSingleton<ITextCarrier>(provider => provider.GetRequiredService<BotServiceCarrier>());
        services.AddSingleton<BotServiceInbox>();
        services.AddSingleton<RepliesInAnswer>();
        services.AddSingleton<TypingSign>();
        services.AddSingleton<BotServiceInvokes>();
        services.AddSingleton<BotServiceDoor>();
    }

    public static void MapBotService(this WebApplication app)
    {
        // GET is named too, or the page of last resort would answer for it.
        var messages = app.MapGroup("/api/messages").ExcludeFromDescription().DisableAntiforgery();
        if (app.Services.GetService<BotServiceDoor>() is not { } door)
        {
            messages.Map("", () => Results.NotFound());
            return;
        }

        messages.MapPost("", door.ReceiveAsync);
        messages.MapGet("", () => Results.StatusCode(StatusCodes.Status405MethodNotAllowed));
    }

    private static void AddProtocol(IServiceCollection services, BotServiceSettings bot, bool allowLoopback)
    {
        var options = new ChannelAuthenticationOptions
        {
            AppId = bot.AppId!,
            Metadata = bot.OpenIdMetadata ?? ChannelAuthenticationOptions.PublishedMetadata,
            AllowLoopback = allowLoopback,
            ServiceHosts = bot.Hosts,
        };
        services.AddSingleton(new ServiceAddresses(options));
        services.AddSingleton(provider => new ChannelAuthentication(
            options, new ChannelKeys(options, Http(provider), provider.GetRequiredService<TimeProvider>()), provider.GetRequiredService<ServiceAddresses>()));
        services.AddSingleton<IConnectorTokens>(provider => bot.AppSecret is { } secret
            ? new ClientCredentialTokens(bot.TokenAddress, bot.AppId!, secret, Http(provider), provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ClientCredentialTokens>>())
            : new ManagedIdentityTokens(bot.AppId!, Http(provider), provider.GetRequiredService<ILogger<ManagedIdentityTokens>>()));
        services.AddSingleton(provider => new ConnectorClient(
            provider.GetRequiredService<ServiceAddresses>(), provider.GetRequiredService<IConnectorTokens>(), Http(provider)));
    }

    private static Func<HttpClient> Http(IServiceProvider provider)
    {
        var clients = provider.GetRequiredService<IHttpClientFactory>();
        return () => clients.CreateClient(Client);
    }
}
