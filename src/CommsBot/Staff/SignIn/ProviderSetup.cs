using CommsBot.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CommsBot.Staff.SignIn;

/// <summary>OpenID Connect with the organization's provider: authorization code with PKCE, and nothing of the provider's is kept.</summary>
internal static class ProviderSetup
{
    public const string Scheme = "provider";
    public const string Back = "/staff/sign-in/provider/back";

    private const string Client = "staff-provider";
    private const int LongestAnswer = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClocksMayDiffer = TimeSpan.FromMinutes(1);

    /// <summary>How long ago the provider may have asked the person: who passes a locked screen must not get in by a session that is still open there.</summary>
    public static readonly TimeSpan AskedWithin = TimeSpan.FromMinutes(5);

    public static void AddProvider(this IServiceCollection services, OidcSettings settings, IHostEnvironment environment)
    {
        services.AddSingleton(settings);
        if (!settings.IsOn) return;
        services.AddSingleton<ProviderPeople>();
        services.AddScoped<ProviderDoor>();
        services.AddHttpClient(Client, client => (client.Timeout, client.MaxResponseContentBufferSize) = (Patience, LongestAnswer))
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.AddAuthentication().AddOpenIdConnect(Scheme, options => Describe(options, settings, environment));
        services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IHttpClientFactory>((options, clients) => options.Backchannel = clients.CreateClient(Client));
    }

    private static void Describe(OpenIdConnectOptions options, OidcSettings settings, IHostEnvironment environment)
    {
        options.Authority = settings.Authority!.AbsoluteUri;
        options.RequireHttpsMetadata = !environment.IsDevelopment();
        (options.ClientId, options.ClientSecret) = (settings.ClientId, settings.ClientSecret);
        (options.Prompt, options.MaxAge) = ("login", AskedWithin);
        options.Scope.Add("email");
        options.CallbackPath = Back;
        options.RemoteSignOutPath = options.SignedOutCallbackPath = PathString.Empty;
        options.SignInScheme = IdentityConstants.ExternalScheme;

        // An answer in the address comes with Lax cookies and is no form of another site; the code in it is worth nothing without the secret and the verifier.
        (options.ResponseType, options.ResponseMode, options.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        foreach (var cookie in new[] { options.NonceCookie, options.CorrelationCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = environment.IsProduction() ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }

        options.MapInboundClaims = false;
        options.ClaimActions.Clear();
        options.TokenValidationParameters.ClockSkew = ClocksMayDiffer;
        options.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = asked =>
            {
                // Behind a proxy our own address is the one in the settings.
                asked.ProtocolMessage.RedirectUri = asked.HttpContext.RequestServices.GetRequiredService<PublicAddress>().At(Back).AbsoluteUri;
                return Task.CompletedTask;
            },
            OnTokenValidated = answer =>
            {
                // The specification lets a token of the token endpoint go unsigned, and the library follows it.
                if (answer.SecurityToken.RawSignature.Length == 0) answer.Fail("The token is not signed.");
                return Task.CompletedTask;
            },
            OnTicketReceived = answer => Ended(answer, door => door.EnterAsync(answer.HttpContext, answer.Principal!)),
            OnRemoteFailure = answer => Ended(answer, door => door.FailAsync(answer.HttpContext, answer.Failure)),
        };
    }

    private static Task Ended(HandleRequestContext<RemoteAuthenticationOptions> answer, Func<ProviderDoor, Task> end)
    {
        answer.HandleResponse();
        return end(answer.HttpContext.RequestServices.GetRequiredService<ProviderDoor>());
    }
}
