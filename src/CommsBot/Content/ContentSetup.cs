using CommsBot.Answers;
using CommsBot.Booking;
using CommsBot.Clinics;
using CommsBot.Content.Checks;
using CommsBot.Preparation;
using CommsBot.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommsBot.Content;

internal static class ContentSetup
{
    /// <summary>Reads all of <c>dialogs/</c> once. Every fault of every slice's files refuses the start in one message.</summary>
    public static ClinicDirectory AddContent(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var content = settings.Read<ContentSettings>("Content");
        var root = new ContentRoot(content.Folder(settings.Start.Home));
        if (!Directory.Exists(root.Dialogs)) return ClinicDirectory.Load([]);
        var loaded = Given(builder.Services) ?? LoadedContent.Read(root, strictWording: !builder.Environment.IsProduction());
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        settings.Refuse(CheckedOnce.Faults(root, today, loaded));
        if (builder.Environment.IsProduction()) settings.RefuseService(() => ProductionStart.ClinicFaults(loaded, content, today));

        var services = builder.Services;
        services.TryAddSingleton(loaded);
        services.AddContentParts(loaded);
        services.AddSingleton<ApprovalBook>();
        services.AddHostedService<ApprovalWatch>();
        services.AddSingleton<ApprovalDesk>();
        services.AddSingleton<ProductionStart>();
        return loaded.Clinics;
    }

    /// <summary>What the decisions of a turn read.</summary>
    public static void AddContentParts(this IServiceCollection services, LoadedContent loaded)
    {
        services.AddSingleton(loaded.Library);
        services.AddSingleton(loaded.Clinics);
        services.AddSingleton(loaded.Preparation);
        services.AddSingleton(loaded.BookingWords);
        services.AddSingleton(loaded.Safety);
        services.AddSingleton(loaded.AfterAlarm);
        services.AddSingleton(loaded.Boundary);
        services.AddSingleton(loaded.ConsentWords);
        services.AddSingleton(loaded.Requests);
        services.AddSingleton(loaded.CallTimes);
        services.AddSingleton(loaded.SmallTalk);
        services.AddSingleton(loaded.HealthWords);
        services.AddSingleton(loaded.FollowUps);
        services.TryAddSingleton<AnswerSearch>();
    }

    /// <summary>Content that is in memory already, as for tests, which start many services over the same files.</summary>
    private static LoadedContent? Given(IServiceCollection services) =>
        services.LastOrDefault(service => service.ServiceType == typeof(LoadedContent))?.ImplementationInstance as LoadedContent;
}
