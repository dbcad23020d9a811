using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Patients;

namespace CommsBot.Appointments.Caring;

/// <summary>A caregiver as a person at the desk types it.</summary>
/// <param name="Until">The last day it holds, as people write it: 3/16/2027, 2027-03-16; blank until staff end it.</param>
internal sealed record CaregiverFields(string? Name, string? Phone, string? Relation, bool IsGuardian, bool GetsTexts, bool HearsFacts, string? Proof, string? Until)
{
    /// <summary>The words in which this person agreed to be texted, and how; blank when nobody asked.</summary>
    public string? ConsentWords { get; init; }
    public string? ConsentMethod { get; init; }

    public bool HasConsent => !string.IsNullOrWhiteSpace(ConsentWords);

    /// <summary>What is wrong, in a sentence; null when it can be recorded.</summary>
    public string? Fault()
    {
        if (TextFault(Name, 100) is { } name) return $"The name {name}.";
        if (!PhoneNumber.TryParse(Phone, out _)) return "Type a US phone number that can receive texts.";
        if (TextFault(Relation, 60) is { } relation) return $"The relation {relation}.";
        if (!GetsTexts && !HearsFacts) return "Choose what this person may do.";
        if (TextFault(Proof, 400) is { } proof) return $"The proof {proof}.";
        if (!string.IsNullOrWhiteSpace(Until) && TableMoment.Day(Until) is null) return "The last day cannot be read; use 3/16/2027 or 2027-03-16.";
        return HasConsent ? ConsentDesk.TextFault(ConsentWords) ?? ConsentDesk.MethodFault(ConsentMethod) : null;
    }

    /// <summary>The first moment at which it holds no more. A guardian's part ends when the patient comes of age.</summary>
    public DateTimeOffset? End(Clinic clinic, Patient patient, DateTimeOffset now)
    {
        var typed = string.IsNullOrWhiteSpace(Until) ? null : TableMoment.Day(Until)?.AddDays(1);
        var grown = IsGuardian && patient.IsMinorAt(now) ? DateOnly.Parse(patient.BirthDate!, System.Globalization.CultureInfo.InvariantCulture).AddYears(Patient.Majority).AddDays(1) : (DateOnly?)null;
        var day = typed is { } one && grown is { } other ? (one < other ? one : other) : typed ?? grown;
        return day is { } last ? clinic.At(last, TimeOnly.MinValue) : null;
    }

    private static string? TextFault(string? text, int longest) => string.IsNullOrWhiteSpace(text) ? "is missing"
        : text.Trim().Length > longest ? $"may have {longest} characters"
        : text.Any(char.IsControl) ? "holds control characters" : null;
}
