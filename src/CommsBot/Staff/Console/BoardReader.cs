using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Console;

/// <summary>One visit of the coming week as the board shows it.</summary>
/// <param name="State">One of the readiness states of the wire.</param>
public sealed record BoardRow(
    string Key, string When, string Patient, string State, string Missing, string HoursLeft, string LastReply, string Texts, string Clinic, string? TicketId);

/// <summary>The visits of the next seven days with what their preparation has come to.</summary>
internal sealed class BoardReader(ClinicStore store, ClinicDirectory clinics, ClinicClock clock)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<BoardRow>> ReadAsync(DeskPerson person, CancellationToken ct)
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        var visits = await db.Appointments
            .Where(a => person.Clinics.Contains(a.ClinicId) && a.Status == AppointmentStatus.Booked && a.StartsAt >= now && a.StartsAt < now + Ahead)
            .OrderBy(a => a.StartsAt).Take(500).ToListAsync(ct);
        var ids = visits.Select(v => v.Id).ToList();
        var people = await db.Patients.Where(p => visits.Select(v => v.PatientId).Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var texts = (await db.Outbound.Where(m => person.Clinics.Contains(m.ClinicId) && ids.Contains(m.AppointmentId!)).ToListAsync(ct)).ToLookup(m => (m.ClinicId, m.AppointmentId));
        var tasks = (await db.Handoffs.Where(h => person.Clinics.Contains(h.ClinicId) && h.State != HandoffState.Closed && ids.Contains(h.AppointmentId!)).ToListAsync(ct))
            .ToLookup(h => (h.ClinicId, h.AppointmentId));
        return [.. visits.Select(v => Row(v, people.GetValueOrDefault(v.PatientId), [.. texts[(v.ClinicId, v.Id)]], [.. tasks[(v.ClinicId, v.Id)]], now))];
    }

    private BoardRow Row(Appointment visit, Patient? patient, List<OutboundMessage> texts, List<HandoffTicket> tasks, DateTimeOffset now)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        var current = texts.Where(t => t.PlanVersion == visit.PlanVersion).ToList();
        var readiness = ReadinessOf(visit, clinic, current, tasks, now);
        var reply = current.Where(t => t.AnsweredAt is not null).MaxBy(t => t.AnsweredAt);
        return new BoardRow(
            $"{visit.ClinicId} {visit.Id}",
            ConsoleWords.Moment(clinic.LocalTime(visit.StartsAt), clinic.LocalTime(now)),
            patient is null ? visit.Id : $"{patient.FirstName} {patient.LastName}".Trim(),
            readiness.StateCode, string.Join(", ", readiness.Reasons.Select(reason => reason.Replace('-', ' '))), $"{readiness.HoursLeft:0.#} h",
            reply is null ? "none" : $"{reply.Answer} ({ConsoleWords.Moment(clinic.LocalTime(reply.AnsweredAt!.Value), clinic.LocalTime(now))})",
            $"{current.Count(t => t.State is MessageState.Delivered)} delivered of {current.Count(t => t.State is not MessageState.Withdrawn)}",
            clinics.All.Count > 1 ? clinic.Name : "", tasks.OrderBy(t => t.Urgency).FirstOrDefault()?.Id);
    }

    private static Readiness ReadinessOf(Appointment visit, Clinic clinic, List<OutboundMessage> texts, List<HandoffTicket> tasks, DateTimeOffset now)
    {
        var known = new Visit(visit.StartsAt)
        {
            Screen = visit.ScreenState switch
            {
                "cleared" => visit.ScreenSetBy is null or "patient" ? HealthScreen.ClearedByPatient : HealthScreen.ClearedByStaff,
                "held" => HealthScreen.Held,
                _ => HealthScreen.Unknown,
            },
            Mode = Enum.Parse<PreparationMode>(visit.PreparationMode, ignoreCase: true),
            FoodUntil = visit.FoodUntil,
            ClearLiquidsUntil = visit.ClearLiquidsUntil,
            DriverName = visit.Driver,
        };
        return Readiness.Of(new ReadinessFacts(
            known, FastTimes.Of(known, clinic).Times?.FoodUntil,
            AnyTextLeft: texts.Any(t => t.State is MessageState.Sent or MessageState.Delivered or MessageState.Undelivered),
            FastingUnderstood: visit.UnderstoodVersion == visit.PlanVersion,
            OpenTasks: [.. tasks.Select(t => t.Reason ?? t.Kind.ToString().ToLowerInvariant()).Distinct()],
            clinic.Numbers.AtRiskHours), now);
    }
}
