using System.Security.Cryptography;
using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Settings;
using CommsBot.Simulator;
using CommsBot.Storage;

namespace CommsBot;

/// <summary>The only place that knows the stand-ins: what they get of the service, and what the service takes from them.</summary>
internal static partial class CommsBotHost
{
    private const string SimulatedAccount = "AC00000000000000000000000000000000";

    /// <summary>With the simulator on and no SMS account named, the simulator is the account.</summary>
    private static void SimulateTwilio(WebApplicationBuilder builder, StartContext start)
    {
        if (!start.Simulated || builder.Configuration.GetSection("Twilio").GetChildren().Any(child => child.Exists() && child.Key is "AccountSid" or "AuthTokens" or "ApiKeySid")) return;
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Twilio:AccountSid"] = SimulatedAccount,
            ["Twilio:AuthTokens:0"] = RandomNumberGenerator.GetHexString(32, lowercase: true),
            ["Twilio:MessagesPerSecond"] = builder.Configuration["Twilio:MessagesPerSecond"] ?? "20",
        });
    }

    /// <summary>The stand-in for the model alone, for <c>evaluate --model</c>.</summary>
    public static Task<(Uri Endpoint, IAsyncDisposable Running)> StartSimulatedModelAsync() => SimulatedModel.StartAsync();

    private static void AddSimulator(WebApplicationBuilder builder, SettingsReader settings)
    {
        var simulator = settings.Read<SimulatorSettings>("Simulator");
        if (!settings.Start.Simulated) return;
        var provider = Uri.TryCreate(builder.Configuration["Twilio:ApiBaseUrl"], UriKind.Absolute, out var account) && account.IsLoopback ? account : new Uri("http://127.0.0.1");

        // Production and a provider elsewhere are refused by the sections themselves, by name.
        var addresses = ListeningAddresses.WellFormed(builder.Configuration["urls"] ?? "") is { Length: > 0 } named ? named : UsualAddress;
        settings.Refuse(SimulatorGuard.Check(environmentIsProduction: false, [addresses], provider, databaseIsDemonstration: true)
            .Select(reason => $"Simulator:Enabled: {reason}"));
        builder.Services.AddSimulator(services => new SimulatorHost
        {
            Lines = () => [.. services.GetRequiredService<ClinicDirectory>().All.Select(Line)],
            AccountSid = builder.Configuration["Twilio:AccountSid"] ?? SimulatedAccount,
            AuthToken = builder.Configuration["Twilio:AuthTokens:0"] ?? "",
            ApiKeySid = builder.Configuration["Twilio:ApiKeySid"],
            ApiKeySecret = builder.Configuration["Twilio:ApiKeySecret"],
            PublicBase = () => services.GetRequiredService<PublicAddress>().Base,
            Now = () => services.GetRequiredService<ClinicClock>().UtcNow,
            MoveTo = moment => MoveClock(services, moment),
            NextDue = until => services.GetRequiredService<DueWork>().NextAsync(until),
            Settled = () => services.GetRequiredService<DueWork>().SettledAsync(),
            InZone = moment => services.GetRequiredService<ClinicDirectory>().All[0].LocalTime(moment),
            DatabasePath = services.GetRequiredService<DatabaseTarget>().File is { } file ? Path.ChangeExtension(file, ".simulator.db") : null,
        });
        if (simulator.Start is { } begin) builder.Services.AddSingleton(new SimulatedStart(begin));
    }

    private static void MapSimulator(WebApplication app, StartContext start)
    {
        if (!start.Simulated) return;
        if (app.Services.GetService<SimulatedStart>() is { } begin) app.Services.GetRequiredService<ClinicClock>().MoveTo(begin.Moment);
        app.MapSimulator();
    }

    private static void MoveClock(IServiceProvider services, DateTimeOffset moment)
    {
        services.GetRequiredService<ClinicClock>().MoveTo(moment);
        _ = services.GetRequiredService<Poller>().LookAsync(default);
    }

    private static ClinicLine Line(Clinic clinic) => new(clinic.Sms.Number.E164, clinic.Name, clinic.Sms.MessagingServiceSid);

    private sealed record SimulatedStart(DateTimeOffset Moment);
}
