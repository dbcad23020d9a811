using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Preparation;

/// <summary>What the planner must know of a patient and of the number that is texted.</summary>
internal static class PlanPeople
{
    public static async Task<PlanPatient> OfAsync(ClinicDb db, Clinic clinic, Patient patient, Recipient to, ConsentState consent, DateTimeOffset now)
    {
        var closed = await ContactBlocks.ClosesAsync(db, clinic.Id, to.PhoneHash);
        return new PlanPatient
        {
            Language = patient.Language ?? Language.English,
            FirstName = patient.FirstName,
            Zone = Zone.Find(patient.TimeZone),
            NumberZones = LawfulHours.ZonesOf(to.Phone),
            BirthDate = DateOnly.TryParseExact(patient.BirthDate, "yyyy-MM-dd", out var born) ? born : null,
            DailyTexts = consent.Allows(ConsentPurpose.DailyTexts),
            MayText = consent.Allows(ConsentPurpose.Preparation) && !patient.DoNotContact && !closed,
            NumberClosed = closed,
            Stop = await ContactBlocks.ReasonAsync(db, patient),
            NumberIsGuardians = to.IsGuardian,
            LacksGuardian = to.LacksGuardian,
            StopNoticeAt = await StopNoticeAsync(db, clinic, to, now),
        };
    }

    /// <summary>The last notice, looked for as far back as one can hold; whether it still does when a text leaves is the planner's to say.</summary>
    private static async Task<DateTimeOffset?> StopNoticeAsync(ClinicDb db, Clinic clinic, Recipient to, DateTimeOffset now)
    {
        var since = now.AddDays(-clinic.Numbers.StopNoticeDays);
        var thread = await db.Conversations.AsNoTracking()
            .FirstOrDefaultAsync(c => c.ClinicId == clinic.Id && c.Channel == Channel.Sms && c.PhoneHash == to.PhoneHash);
        var texts = await db.Outbound.Where(m => m.ClinicId == clinic.Id && m.ToHash == to.PhoneHash && m.SentAt >= since).Select(m => new { m.Body, m.SentAt }).ToListAsync();
        return texts.Where(text => text.Body.Contains("STOP", StringComparison.Ordinal)).Select(text => text.SentAt).Append(thread?.StopNoticeAt).Max();
    }

    /// <summary>What counts against the number's caps: texts that left in the last week, of any visit, unless they never arrived, and those planned for other visits.</summary>
    public static async Task<IReadOnlyList<DateTimeOffset>> OtherTextsAsync(ClinicDb db, Appointment visit, Recipient to, DateTimeOffset now)
    {
        var since = now.AddDays(-8);
        var texts = await db.Outbound
            .Where(m => m.ClinicId == visit.ClinicId && m.ToHash == to.PhoneHash && m.Class == MessageClass.Plan
                && m.State != MessageState.Undelivered && m.State != MessageState.Failed && (m.SentAt >= since || m.State == MessageState.Sending || m.State == MessageState.InDoubt
                    || (m.AppointmentId != visit.Id && (m.State == MessageState.Planned || m.State == MessageState.Held))))
            .Select(m => new { m.SentAt, m.DueAt }).ToListAsync();
        return [.. texts.Select(text => text.SentAt ?? text.DueAt)];
    }
}
