using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Patients;
using Hl7.Fhir.Model;
using Appointed = Hl7.Fhir.Model.Appointment;
using Person = Hl7.Fhir.Model.Patient;

namespace CommsBot.Appointments.Fhir;

/// <summary>FHIR R4 resources in the words of the API. Free text (description, comment, reason) is never read: it may hold health information nobody needs here.</summary>
internal static class FhirRows
{
    /// <summary>Null when the appointment is not for us: not agreed yet, or of a kind that the clinic leaves out.</summary>
    public static Stated? Read(Appointed appointment, Person? patient, FhirSource source)
    {
        if (StatusOf(appointment.Status, source) is not { } status) return null;
        var protocol = ProtocolOf(appointment, source);
        if (protocol == "none") return null;
        var stated = new Stated { ["status"] = status, ["protocol"] = protocol };
        if (appointment.Start is { } start) stated["startsAt"] = Iso(start);
        stated["durationMinutes"] = MinutesOf(appointment)?.ToString(CultureInfo.InvariantCulture);
        if (patient is null) stated.Faults.Add("patient", "the appointment names no patient that the server gives out");
        else Read(stated, patient);
        return stated;
    }

    /// <summary>The patient an appointment is for, as <c>Patient/123</c>.</summary>
    public static string? PatientOf(Appointed appointment) => appointment.Participant
        .Select(participant => participant.Actor?.Reference).OfType<string>()
        .Select(reference => reference.Contains("Patient/", StringComparison.Ordinal) ? reference[reference.LastIndexOf("Patient/", StringComparison.Ordinal)..] : null)
        .OfType<string>().Select(reference => reference.Split("/_history")[0]).FirstOrDefault();

    private static void Read(Stated stated, Person patient)
    {
        var name = patient.Name.Where(IsCurrent).OrderBy(name => name.Use switch { HumanName.NameUse.Usual => 1, HumanName.NameUse.Official => 0, _ => 2 }).FirstOrDefault(name => name.Given.Any());
        stated["patient.id"] = patient.Id;
        stated["patient.firstName"] = name?.Given.FirstOrDefault();
        stated["patient.lastName"] = name?.Family;
        stated["patient.phone"] = PhoneOf(patient);
        stated["patient.birthDate"] = patient.BirthDate is { Length: 10 } day ? day : null;
        stated["patient.language"] = LanguageOf(patient);
        stated["patient.timeZone"] = ZoneOf(patient);
        BlockReason? stop = patient.Deceased is FhirDateTime or FhirBoolean { Value: true } ? BlockReason.Deceased : patient.Active == false ? BlockReason.Inactive : null;
        stated["patient.stop"] = stop?.ToString();
    }

    /// <summary>A mobile or a number for texts before any other, the preferred one first; never an old one, never one whose time is over.</summary>
    private static string? PhoneOf(Person patient) => patient.Telecom
        .Where(contact => contact.System is ContactPoint.ContactPointSystem.Phone or ContactPoint.ContactPointSystem.Sms && !string.IsNullOrWhiteSpace(contact.Value))
        .Where(contact => contact.Use != ContactPoint.ContactPointUse.Old && contact.Period?.End is null)
        .OrderBy(contact => contact.System == ContactPoint.ContactPointSystem.Sms || contact.Use == ContactPoint.ContactPointUse.Mobile ? 0 : 1)
        .ThenBy(contact => contact.Rank ?? int.MaxValue).Select(contact => contact.Value).FirstOrDefault();

    /// <summary>Of the home of today; a state that lies in two zones says nothing.</summary>
    private static string? ZoneOf(Person patient) => patient.Address
        .Where(address => address.Use is not (Address.AddressUse.Old or Address.AddressUse.Billing) && address.Period?.End is null && address.Country is null or "US" or "USA")
        .OrderBy(address => address.Use == Address.AddressUse.Home ? 0 : 1).Select(address => StateZones.Of(address.State)).OfType<string>().FirstOrDefault();

    private static string? LanguageOf(Person patient)
    {
        var code = patient.Communication.OrderByDescending(spoken => spoken.Preferred == true).SelectMany(spoken => spoken.Language?.Coding ?? []).Select(coding => coding.Code).FirstOrDefault();
        var language = code?.Split('-')[0].ToLowerInvariant();
        return language is "en" or "es" ? language : null;
    }

    private static string? StatusOf(Appointed.AppointmentStatus? status, FhirSource source) => status switch
    {
        // Arrived and checked in: the visit is happening, and only what is over is followed by a check-in.
        Appointed.AppointmentStatus.Booked or Appointed.AppointmentStatus.Arrived or Appointed.AppointmentStatus.CheckedIn => "booked",
        Appointed.AppointmentStatus.Pending => source.PendingIsBooked ? "booked" : null,
        Appointed.AppointmentStatus.Fulfilled => "fulfilled",
        Appointed.AppointmentStatus.Noshow => "noshow",
        Appointed.AppointmentStatus.Cancelled or Appointed.AppointmentStatus.EnteredInError => "cancelled",
        _ => null,
    };

    private static string? ProtocolOf(Appointed appointment, FhirSource source)
    {
        var codes = (appointment.AppointmentType?.Coding ?? []).Concat(appointment.ServiceType.SelectMany(type => type.Coding)).Select(coding => coding.Code).OfType<string>();
        return codes.Select(code => source.ProtocolOf(code)).OfType<string>().FirstOrDefault() ?? source.Protocol;
    }

    private static int? MinutesOf(Appointed appointment) =>
        appointment.MinutesDuration ?? (appointment is { Start: { } start, End: { } end } && end > start && end - start <= TimeSpan.FromDays(1) ? (int)(end - start).TotalMinutes : null);

    private static bool IsCurrent(HumanName name) => name.Use is not (HumanName.NameUse.Old or HumanName.NameUse.Maiden) && name.Period?.End is null;

    private static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
