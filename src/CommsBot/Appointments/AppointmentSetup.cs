namespace CommsBot.Appointments;

internal static class AppointmentSetup
{
    public static void AddAppointments(this IServiceCollection services)
    {
        services.AddSingleton<AppointmentBook>();
        services.AddSingleton<AppointmentImport>();
        services.AddSingleton<DraftReader>();
    }
}
