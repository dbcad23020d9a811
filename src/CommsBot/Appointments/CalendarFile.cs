using CommsBot.Clinics;
using CommsBot.Storage;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace CommsBot.Appointments;

/// <summary>
/// A visit as a calendar takes it (RFC 5545). Calendars are shared with families and employers: the title is the name the clinic's texts begin with,
/// and there is no name of a patient, no treatment and no note in it.
/// </summary>
internal static class CalendarFile
{
    /// <param name="now">Clinic time.</param>
    public static string Of(Appointment visit, Clinic clinic, ColumnCipher cipher, DateTimeOffset now)
    {
        var start = Utc(visit.StartsAt);
        var entry = new CalendarEvent
        {
            // The clinic's own id of the visit could be looked up; its hash keeps a moved visit the same entry.
            Uid = $"{cipher.LookUpHash($"calendar\n{visit.ClinicId}\n{visit.Id}")}@{clinic.Website.Host}",
            DtStamp = Utc(now),
            DtStart = start,
            DtEnd = visit.DurationMinutes is { } minutes ? Utc(visit.StartsAt.AddMinutes(minutes)) : null,
            Sequence = visit.PlanVersion,
            Summary = clinic.SmsName,
            Location = clinic.Address,
            Status = visit.Status == AppointmentStatus.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
            Class = "PRIVATE",
        };
        var calendar = new Calendar { ProductId = "-//CommsBot//EN", Method = "PUBLISH" };
        calendar.Events.Add(entry);
        return new CalendarSerializer().SerializeToString(calendar) ?? throw new InvalidOperationException("The calendar could not be written.");
    }

    private static CalDateTime Utc(DateTimeOffset instant) => new(instant.UtcDateTime, hasTime: true);
}
