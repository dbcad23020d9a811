using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;

namespace CommsBot.Preparation;

internal static class PreparationSetup
{
    public static void AddPreparation(this IServiceCollection services)
    {
        services.AddSingleton<VisitDue>();
        services.AddSingleton<HeldFasts>();
        services.AddSingleton<FastWords>();
        services.AddSingleton<VisitPlans>();
        services.AddSingleton<PlannedCalls>();
        services.AddSingleton<PolledWork>(provider =>
        {
            var calls = provider.GetRequiredService<PlannedCalls>();
            var clock = provider.GetRequiredService<ClinicClock>();
            return ct => calls.OpenDueAsync(clock.UtcNow, ct);
        });
        services.AddSingleton<ChangedRules>();
        services.AddSingleton<ProtocolLapses>();
        services.AddSingleton<PolledWork>(provider => provider.GetRequiredService<ProtocolLapses>().LookAsync);
        services.AddSingleton<PlanAnswers>();
        services.AddSingleton<CallOutcomes>();
        services.AddSingleton<TicketClosing>(provider => provider.GetRequiredService<CallOutcomes>().CloseAsync);
        services.AddSingleton<VisitRecords>();
        services.AddSingleton<OwnTimes>();
        services.AddSingleton<AppointmentReadiness>();
    }
}
