using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff.Identity;
using CommsBot.Handoff.Notices;
using CommsBot.Settings;

namespace CommsBot.Handoff;

internal static class HandoffSetup
{
    public static void AddHandoff(this WebApplicationBuilder builder, SettingsReader settings, ClinicDirectory clinics)
    {
        builder.AddNotices(settings, clinics);
        builder.Services.AddSingleton<PatientLine>();
        builder.Services.AddSingleton<DeskRoom>();
        builder.Services.AddSingleton<HelpQuestion>();
        builder.Services.AddSingleton<HandoffDesk>();
        builder.Services.AddSingleton<HandoffMoves>();
        builder.Services.AddSingleton<LaterMessages>();
        builder.Services.AddSingleton<PolledWork>(services => services.GetRequiredService<LaterMessages>().LookAsync);
        builder.Services.AddSingleton<IdentityDesk>();
        builder.Services.AddSingleton<PolledWork>(services => new IdentityExpiry(services.GetRequiredService<Storage.ClinicStore>(), services.GetRequiredService<ClinicClock>()).LookAsync);
        builder.Services.AddSingleton<HandoffQueue>();
        builder.Services.AddSingleton<PacketReader>();
        builder.Services.AddSingleton<TicketViews>();
        builder.Services.AddSingleton<HandoffActs>();
        builder.Services.AddSingleton<ConversationReader>();
        builder.Services.AddSingleton<Pages>();
        builder.Services.AddSingleton<Pager>();
        builder.Services.AddSingleton<Leases>();
        builder.Services.AddSingleton<Waits>();
        builder.Services.AddSingleton<Escalation>();
        builder.Services.AddSingleton<PolledWork>(services => services.GetRequiredService<Leases>().LookAsync);
        builder.Services.AddSingleton<PolledWork>(services => services.GetRequiredService<Waits>().LookAsync);
        builder.Services.AddSingleton<PolledWork>(services => services.GetRequiredService<Escalation>().LookAsync);
        builder.Services.AddSingleton<PolledWork>(services => services.GetRequiredService<OnCallRoute>().LookAsync);
        builder.Services.AddSingleton<PolledWork>(services => services.GetRequiredService<Pager>().LookAsync);
        foreach (var clinic in clinics.All) builder.Services.AddSingleton(services => PagesOf(services, clinic));
    }

    private static Feature PagesOf(IServiceProvider services, Clinic clinic) => new(
        $"Pages of {clinic.Id} to people on call", services.GetRequiredService<OnCallRoute>().Works(clinic) ? null : "neither a text nor a mail can reach anybody");
}
