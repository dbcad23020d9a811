using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Settings;

namespace CommsBot.Handoff.Notices;

internal static class NoticeSetup
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static void AddNotices(this WebApplicationBuilder builder, SettingsReader settings, ClinicDirectory clinics)
    {
        var notices = settings.Read<NoticesSettings>("Notices");
        settings.Refuse(notices.ClinicFaults(clinics.All.Select(clinic => clinic.Id)));
        var services = builder.Services;
        services.AddSingleton<NoticeRoutes>();
        services.AddSingleton<NoticeBook>();
        services.AddSingleton<PolledWork>(provider => provider.GetRequiredService<NoticeBook>().LookAsync);
        services.AddSingleton<INoticeCarrier, MailCarrier>();
        services.AddSingleton<INoticeCarrier, WebCarrier>();
        services.AddSingleton<NoticeSender>();
        services.AddHostedService(provider => provider.GetRequiredService<NoticeSender>());
        var processors = new ProcessorSettings(builder.Configuration, builder.Environment);
        foreach (var kind in Kinds(notices))
            services.AddSingleton(new Feature($"Notices by {kind}", processors.WhyOff(NoticeRoutes.ProcessorOf(kind), TimeProvider.System.GetUtcNow())));

        // A Teams workflow's address is itself a secret: these calls write no log and start no span.
        services.AddHttpClient(WebCarrier.Client)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client => client.Timeout = Longest)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null });
    }

    private static IEnumerable<string> Kinds(NoticesSettings notices) =>
        notices.Routes.Select(route => route.Kind).Concat(notices.Mail.IsOn ? [NoticeRoute.Email] : []).Distinct();
}
