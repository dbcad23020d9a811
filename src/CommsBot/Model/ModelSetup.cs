using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using CommsBot.Content;
using CommsBot.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace CommsBot.Model;

internal static class ModelSetup
{
    private const string Processor = "AzureOpenAI";

    /// <summary>Reads section <c>AzureOpenAI</c>; without it no model is registered and turns do not know that there could be one.</summary>
    public static void AddModel(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var model = settings.Read<AzureOpenAISettings>("AzureOpenAI");
        builder.Services.AddSingleton(new Feature("Language model", model.IsOn
            ? new ProcessorSettings(builder.Configuration, builder.Environment).WhyOff(Processor, TimeProvider.System.GetUtcNow())
            : "AzureOpenAI:Endpoint is not set; answers are found by search alone"));
        if (!model.IsOn) return;
        var root = new ContentRoot(new ContentSettings { Root = builder.Configuration["Content:Root"] }.Folder(settings.Start.Home));
        var faults = new List<string>();
        if (Prompts.Read(root, faults) is { } prompts) builder.Services.AddModelParts(model, prompts);
        settings.Refuse(faults);
        builder.Services.AddSingleton<MayLeave>(provider => Allowed(provider.GetRequiredService<ProcessorSettings>(), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ModelBudget>();
        builder.Services.AddSingleton<TakeCall>(provider => provider.GetRequiredService<ModelBudget>().TakeAsync);
    }

    public static MayLeave Allowed(ProcessorSettings processors, TimeProvider machine) => () => processors.MayReceivePatientData(Processor, machine.GetUtcNow());

    /// <summary>The door without its budget and the word that patient data may leave: whoever has neither patients nor a database brings other ones.</summary>
    public static void AddModelParts(this IServiceCollection services, AzureOpenAISettings settings, Prompts prompts)
    {
        services.AddSingleton(prompts);
        services.AddSingleton<ModelSwitch>();
        services.AddSingleton<Masking>();
        services.AddSingleton<ModelDoor>();
        services.TryAddSingleton<TokenCredential>(provider => new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            Transport = new HttpClientTransport(provider.GetRequiredService<IHttpClientFactory>().CreateClient(LanguageModel.TokenName)),
        }));
        services.AddSingleton(provider => new LanguageModel(
            settings, provider.GetRequiredService<IHttpClientFactory>().CreateClient(LanguageModel.Name), provider.GetRequiredService<TokenCredential>,
            provider.GetRequiredService<ILogger<LanguageModel>>()));
        AddClients(services, settings);
    }

    // No log and no span's header goes along: a call's body holds a patient's words.
    private static void AddClients(IServiceCollection services, AzureOpenAISettings settings)
    {
        services.AddHttpClient(LanguageModel.TokenName).RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(Sockets);
        var client = services.AddHttpClient(LanguageModel.Name).RemoveAllLoggers().SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan).ConfigurePrimaryHttpMessageHandler(Sockets);
        client.AddResilienceHandler("model", pipeline => Describe(pipeline, settings));
        client.AddHttpMessageHandler(() => new BoundedReplies());
    }

    /// <summary>
    /// A quick refusal is tried once more within the one time-out; a slow try is not, the patient has waited long enough. After half of at least
    /// four questions in 30 seconds got nothing, the model rests for 30 seconds and costs nobody a wait.
    /// </summary>
    private static void Describe(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, AzureOpenAISettings settings)
    {
        pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 4,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(30),
        });
        pipeline.AddTimeout(TimeSpan.FromSeconds(settings.TimeoutSeconds));
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Constant,
            ShouldRetryAfterHeader = false,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is HttpRequestException || (int?)args.Outcome.Result?.StatusCode is 408 or 429 or >= 500),
        });
    }

    private static SocketsHttpHandler Sockets() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
