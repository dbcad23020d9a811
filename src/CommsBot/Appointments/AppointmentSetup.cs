using CommsBot.Appointments.Caring;
using CommsBot.Appointments.Closing;
using CommsBot.Appointments.Stopping;
using CommsBot.Appointments.Fhir;
using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Settings;

namespace CommsBot.Appointments;

internal static class AppointmentSetup
{
    public static void AddAppointments(this WebApplicationBuilder builder, SettingsReader settings, ClinicDirectory clinics)
    {
        var services = builder.Services;
        AddFhir(services, settings, clinics);
        services.AddSingleton<AppointmentForm>();
        services.AddSingleton<AppointmentBook>();
        services.AddSingleton<AppointmentImport>();
        services.AddSingleton<CalendarLinks>();
        services.AddSingleton<ImportRows>();
        services.AddSingleton<BigChange>();
        services.AddSingleton<SecondPerson>();
        services.AddSingleton<MissingVisits>();
        services.AddSingleton<DeskVisits>();
        services.AddSingleton<DraftReader>();
        services.AddSingleton<ContactStops>();
        services.AddSingleton<CaregiverDesk>();
        services.AddSingleton<CaregiverEnds>();
        services.AddSingleton<PolledWork>(provider => provider.GetRequiredService<CaregiverEnds>().LookAsync);
        services.AddSingleton<ClosedTimes>();
        services.AddSingleton<ClinicClosing>();
        services.AddSingleton<PolledWork>(provider => provider.GetRequiredService<ClosedTimes>().LookAsync);
        // After the closures: plans follow them.
        services.AddSingleton<PolledWork>(provider => provider.GetRequiredService<ChangedRules>().LookAsync);
        services.AddSingleton<VisitOutcomes>();
        services.AddSingleton<TicketClosing>(provider => provider.GetRequiredService<VisitOutcomes>().CloseAsync);
    }

    private static void AddFhir(IServiceCollection services, SettingsReader settings, ClinicDirectory clinics)
    {
        var fhir = settings.Read<FhirSettings>("Fhir");
        settings.Refuse(fhir.Sources.Where(source => source.Clinic is not null && clinics.Find(source.Clinic) is null).Select(source => $"Fhir:Sources names the clinic '{source.Clinic}', which is not here."));
        if (fhir.Sources.Count == 0) return;
        services.AddSingleton<FhirFeed>();
        // Addresses of a practice system carry ids of patients: its calls write no log.
        services.AddHttpClient(FhirServer.Name).RemoveAllLoggers();
        services.AddHostedService(provider => provider.GetRequiredService<FhirFeed>());
    }
}
