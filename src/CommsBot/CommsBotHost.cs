using CommsBot.Answers;
using CommsBot.Appointments;
using CommsBot.Appointments.Caring;
using CommsBot.Appointments.Closing;
using CommsBot.Appointments.Fhir;
using CommsBot.Appointments.Stopping;
using CommsBot.Clinics;
using CommsBot.Channels.BotService;
using CommsBot.Channels.Sms;
using CommsBot.Channels.WebChat;
using CommsBot.Channels.WebChat.Page;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Model;
using CommsBot.Operation;
using CommsBot.Outbox;
using CommsBot.Preparation;
using CommsBot.Retention;
using CommsBot.Settings;
using CommsBot.Staff;
using CommsBot.Staff.Keys;
using CommsBot.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommsBot;

/// <summary>The wiring, as a table of contents: what each slice brings, in the order of the house.</summary>
internal static partial class CommsBotHost
{
    /// <summary>Builds the service and opens its database; nothing listens yet.</summary>
    /// <param name="adjust">For tests: changes to the builder after the settings were read from their usual places.</param>
    /// <param name="use">What a verb wants of the database; the service owns it.</param>
    /// <exception cref="StartRefusedException">Settings, content or database forbid a start; the message names every fault.</exception>
    public static async Task<WebApplication> CreateAsync(
        string[] args, Action<WebApplicationBuilder>? adjust = null, DatabaseUse use = DatabaseUse.Serve, CancellationToken ct = default)
    {
        var builder = Builder(args);
        adjust?.Invoke(builder);
        var settings = Settings(builder);
        if (use == DatabaseUse.Serve) settings.Refuse(ListeningAddresses.InUse(builder.Configuration["urls"] ?? UsualAddress));

        builder.AddEdge();
        builder.AddTelemetry(settings);
        builder.AddOperation(settings);
        builder.AddStorage(settings);
        var clinics = builder.AddContent(settings);
        builder.AddSilo(settings);
        builder.Services.TryAddSingleton(_ => new ClinicClock(TimeProvider.System));
        builder.Services.AddPreparation();
        builder.AddAppointments(settings, clinics);
        builder.Services.AddRetention();
        builder.Services.AddSingleton<ConsentDesk>();
        builder.Services.AddConversations();
        builder.AddOutbox(settings);
        builder.AddModel(settings);
        builder.AddWebChat(settings);
        builder.AddWebChatPages(settings);
        builder.AddSms(settings, clinics);
        builder.AddBotService(settings, clinics);
        AddSimulator(builder, settings);
        builder.AddApiDoor(settings);
        builder.AddHandoff(settings, clinics);
        builder.AddStaff(settings);
        settings.ThrowIfAnyFault(alsoOfService: use == DatabaseUse.Serve);

        var app = builder.Build();
        await OpenAsync(app, settings.Start, use, ct);
        app.UseEdge();
        app.UseWebSockets();
        app.UseRouting();
        app.UseCors();
        app.UseKeyLimit();
        app.UseApiDoor();
        app.UseStaff();
        app.MapHealth();
        app.MapApiDescription();
        app.MapAppointments();
        app.MapFhir();
        app.MapCalendar();
        app.MapClosures();
        app.MapContactStops();
        app.MapLegalHolds();
        app.MapCaregivers();
        app.MapHandoffs();
        app.MapConversations();
        app.MapConsents();
        app.MapQuestions();
        app.MapWebChat();
        app.MapWebChatPages();
        app.MapSms();
        app.MapBotService();
        app.MapStaff();
        MapSimulator(app, settings.Start);
        return app;
    }

    private static SettingsReader Settings(WebApplicationBuilder builder)
    {
        var simulated = SimulatorSettings.IsOn(builder.Configuration, builder.Environment);
        var settings = new SettingsReader(builder, new StartContext(builder.Environment, builder.Environment.ContentRootPath, simulated));
        SimulateTwilio(builder, settings.Start);
        settings.Refuse(ListeningAddresses.Malformed(builder.Configuration["urls"] ?? "", UsualAddress));
        settings.Read<PublicSettings>("Public");
        var processors = new ProcessorSettings(builder.Configuration, builder.Environment);
        settings.Refuse(processors.Faults());
        builder.Services.AddSingleton(settings.Start);
        builder.Services.AddSingleton<PublicAddress>();
        builder.Services.AddSingleton(processors);
        builder.Services.AddSingleton(TimeProvider.System);
        return settings;
    }

    private static async Task OpenAsync(WebApplication app, StartContext start, DatabaseUse use, CancellationToken ct)
    {
        var services = app.Services;
        services.GetRequiredService<ClinicDbFactory>().Due = services.GetRequiredService<VisitDue>();
        var faults = await services.GetRequiredService<DatabaseStart>().OpenAsync(start.Simulated, use, ct);
        if (faults.Count == 0 && use == DatabaseUse.Serve) faults = await services.GetRequiredService<ProductionStart>().FaultsAsync(ct);
        if (faults.Count == 0)
        {
            await services.GetRequiredService<ApprovalBook>().ReloadAsync(ct);
            return;
        }

        await app.DisposeAsync();
        throw new StartRefusedException(faults);
    }
}
