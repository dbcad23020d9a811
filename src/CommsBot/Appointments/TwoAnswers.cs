using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>The desk cancelled or moved a visit, and a report now says something new about it that is not the same: a person decides which is right.</summary>
internal static class TwoAnswers
{
    public const string Reason = "changed-here-and-there";

    /// <param name="there">How the visit stands in the report, and when it starts there.</param>
    public static async Task AskAsync(ClinicDb db, Clinic clinic, Appointment visit, AppointmentStatus there, DateTimeOffset at, DateTimeOffset now)
    {
        var patient = await db.Patients.SingleAsync(p => p.Id == visit.PatientId);
        await CallTasks.OpenAsync(db, new CallTask(clinic.Id, Reason, patient.Phone, patient.PhoneHash, now)
        {
            AppointmentId = visit.Id,
            Language = patient.Language ?? Content.Language.English,
            Deadline = visit.Status == AppointmentStatus.Booked && visit.StartsAt < at ? visit.StartsAt : at,
            Ask = $"Here this visit is {Words(clinic, visit.Status, visit.StartsAt)}, in the practice system it is {Words(clinic, there, at)}. Which is right? Change the other one; until then it stays as it is here.",
        });
    }

    private static string Words(Clinic clinic, AppointmentStatus status, DateTimeOffset at) => status == AppointmentStatus.Booked
        ? $"on {clinic.LocalTime(at).ToString("yyyy-MM-dd h:mm tt", CultureInfo.InvariantCulture)}"
        : "cancelled";
}
