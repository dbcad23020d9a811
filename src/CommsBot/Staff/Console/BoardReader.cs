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
    string Key, string When, string Patient, string State, string Missing, string HoursLeft, string LastReply, string Texts, string Clinic, string? TicketId)
{
    public required string ClinicId { get; init; }
    public required string VisitId { get; init; }
}

/// <summary>The visits of the next seven days with what their preparation has come to.</summary>
internal sealed class BoardReader(ClinicStore store, ClinicDirectory clinics, AppointmentReadiness readings, ClinicClock clock)
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
        var readiness = new Dictionary<(string, string), Readiness>();
        foreach (var own in visits.GroupBy(v => v.ClinicId))
            foreach (var (id, state) in await readings.OfManyAsync(db, clinics.Find(own.Key)!, [.. own], now, ct)) readiness[(own.Key, id)] = state;
        return [.. visits.Select(v => Row(v, readiness[(v.ClinicId, v.Id)], people.GetValueOrDefault(v.PatientId), [.. texts[(v.ClinicId, v.Id)]], [.. tasks[(v.ClinicId, v.Id)]], now))];
    }

    private BoardRow Row(Appointment visit, Readiness readiness, Patient? patient, List<OutboundMessage> texts, List<HandoffTicket> tasks, DateTimeOffset now)
    {
        var clinic = clinics.Find(visit.ClinicId)!;
        var current = texts.Where(t => t.PlanVersion == visit.PlanVersion).ToList();
        var reply = current.Where(t => t.AnsweredAt is not null).MaxBy(t => t.AnsweredAt);
        return new BoardRow(
            $"{visit.ClinicId} {visit.Id}",
            ConsoleWords.Moment(clinic.LocalTime(visit.StartsAt), clinic.LocalTime(now)),
            patient is null ? visit.Id : $"{patient.FirstName} {patient.LastName}".Trim(),
            readiness.StateCode, ReasonWords.Of(readiness.Reasons), $"{readiness.HoursLeft:0.#} h",
            reply is null ? "none" : $"{reply.Answer} ({ConsoleWords.Moment(clinic.LocalTime(reply.AnsweredAt!.Value), clinic.LocalTime(now))})",
            $"{current.Count(t => t.State is MessageState.Delivered)} delivered of {current.Count(t => t.State is not MessageState.Withdrawn)}",
            clinics.All.Count > 1 ? clinic.Name : "", tasks.OrderBy(t => t.Urgency).FirstOrDefault()?.Id)
        {
            ClinicId = visit.ClinicId,
            VisitId = visit.Id,
        };
    }
}
