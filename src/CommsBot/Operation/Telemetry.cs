using CommsBot.Settings;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CommsBot.Operation;

/// <summary>Traces, metrics and logs by OTLP, when an endpoint is named, and in Production only to a company whose agreement is signed.</summary>
internal static class Telemetry
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Processor = "Otlp";

    public static void AddTelemetry(this WebApplicationBuilder builder, SettingsReader settings)
    {
        if (OffBecause(builder, settings) is { } reason)
        {
            builder.Services.AddSingleton(new Feature("Telemetry", reason));
            return;
        }

        builder.Services.AddSingleton(new Feature("Telemetry", null));
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("commsbot"))
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(options => options.Filter = http => !http.Request.Path.StartsWithSegments("/simulator") && !http.Request.Path.StartsWithSegments("/health"))
                .AddHttpClientInstrumentation()
                .AddProcessor<AddressScrubber>()
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddMeter("Microsoft.Orleans", "System.Runtime").AddOtlpExporter());
        builder.Logging.AddOpenTelemetry(logging =>
        {
            // Scopes carry request paths.
            logging.IncludeScopes = false;
            logging.IncludeFormattedMessage = true;
            logging.AddOtlpExporter();
        });
    }

    private static string? OffBecause(WebApplicationBuilder builder, SettingsReader settings)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint])) return $"{Endpoint} is not set";
        if (!Uri.TryCreate(builder.Configuration[Endpoint], UriKind.Absolute, out _)) settings.Refuse([$"{Endpoint} must be an absolute address."]);
        return new ProcessorSettings(builder.Configuration, builder.Environment).WhyOff(Processor, TimeProvider.System.GetUtcNow());
    }
}
