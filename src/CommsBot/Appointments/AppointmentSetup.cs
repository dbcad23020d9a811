using CommsBot.Appointments.Closing;
using CommsBot.Appointments.Stopping;
using CommsBot.Engine;

namespace CommsBot.Appointments;

internal static class AppointmentSetup
{
    public static void AddAppointments(this IServiceCollection services)
    {
        services.AddSingleton<AppointmentBook>();
        services.AddSingleton<AppointmentImport>();
        services.AddSingleton<CalendarLinks>();
        services.AddSingleton<ImportRows>();
        services.AddSingleton<BigChange>();
        services.AddSingleton<SecondPerson>();
        services.AddSingleton<MissingVisits>();
        services.AddSingleton<DraftReader>();
        services.AddSingleton<ContactStops>();
        services.AddSingleton<ClosedTimes>();
        services.AddSingleton<ClinicClosing>();
        services.AddSingleton<PolledWork>(provider => provider.GetRequiredService<ClosedTimes>().LookAsync);
    }
}
