using CommsBot.Clinics;
using CommsBot.Patients;

namespace CommsBot.Channels.Sms;

/// <summary>Which number belongs to which clinic: the clinic's file, and for a single clinic the installation's settings before it.</summary>
internal sealed class SmsNumbers(TwilioSettings settings, ClinicDirectory clinics)
{
    private readonly Clinic? only = clinics.All.Count == 1 ? clinics.All[0] : null;

    public PhoneNumber NumberOf(Clinic clinic) => clinic == only && settings.From is { } from ? PhoneNumber.Parse(from) : clinic.Sms.Number;

    public string? ServiceOf(Clinic clinic) => (clinic == only ? settings.MessagingServiceSid : null) ?? clinic.Sms.MessagingServiceSid;

    /// <summary>The clinic that was texted or called; null when no clinic has this number.</summary>
    public Clinic? ClinicOf(string? to)
    {
        if (!PhoneNumber.TryParse(to, out var number)) return null;
        return only is not null && NumberOf(only) == number ? only : clinics.ByNumber(number);
    }
}
