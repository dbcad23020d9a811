using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Console;

/// <summary>One call that staff owe a patient before a visit.</summary>
/// <param name="Left">Until the fast begins, or the visit where nobody fasts or the fast has begun.</param>
internal sealed record CallRow(string TicketId, string ClinicId, string Patient, string Why, string Left, string Visit, string? ClaimedBy, string Clinic);

/// <summary>The call list: open calls and nurse's tasks about coming visits, the one whose fast begins first on top.</summary>
internal sealed class CallListReader(ClinicStore store, ClinicDirectory clinics, VisitDue due, ClinicClock clock)
{
    public async Task<IReadOnlyList<CallRow>> ReadAsync(DeskPerson person, CancellationToken ct)
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        var open = await db.Handoffs.Where(h => person.Clinics.Contains(h.ClinicId) && h.State != HandoffState.Closed && h.AppointmentId != null
                && (h.Kind == HandoffKind.Call || h.Kind == HandoffKind.Clinical))
            .Join(db.Appointments, h => new { h.ClinicId, Id = h.AppointmentId! }, a => new { a.ClinicId, a.Id }, (h, a) => new { Ticket = h, Visit = a })
            .Where(row => row.Visit.StartsAt >= now).Take(500).ToListAsync(ct);
        return [.. open.Select(row => (row.Ticket, row.Visit, Due: due.Of(row.Visit, now))).OrderBy(row => row.Due).Select(row => Row(row.Ticket, row.Visit.StartsAt, row.Due, now))];
    }

    private CallRow Row(HandoffTicket ticket, DateTimeOffset startsAt, DateTimeOffset by, DateTimeOffset now)
    {
        var clinic = clinics.Find(ticket.ClinicId)!;
        var why = Packet.Read(ticket.Summary).Where(field => field.Name == "Why").SelectMany(field => field.Value?.Split('\n') ?? []).DefaultIfEmpty(ticket.Reason ?? "call");
        return new CallRow(ticket.Id, ticket.ClinicId, ticket.Patient ?? "Patient", ReasonWords.Of(why), ConsoleWords.HoursLeft(by, now),
            ConsoleWords.Moment(clinic.LocalTime(startsAt), clinic.LocalTime(now)), ticket.ClaimedBy, clinics.All.Count > 1 ? clinic.Name : "");
    }
}
