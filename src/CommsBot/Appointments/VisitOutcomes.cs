using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>
/// A call that ends with the visit: cancelled, it is cancelled here in the same write, or its texts would still leave; moved, it must have been moved here
/// or by the practice system, or the old times would still be texted.
/// </summary>
internal sealed class VisitOutcomes(AppointmentBook book, ClinicDirectory clinics)
{
    public const string Moved = "Visit moved";
    public const string Cancelled = "Visit cancelled";

    public async Task<string?> CloseAsync(ClinicDb db, ClosedTicket closed)
    {
        if (closed.Outcome is not (Moved or Cancelled) || closed.Ticket is not { AppointmentId: { } id } ticket) return null;
        var visit = await db.Appointments.SingleOrDefaultAsync(a => a.ClinicId == ticket.ClinicId && a.Id == id);
        if (visit is not { Status: AppointmentStatus.Booked } || visit.StartsAt <= closed.Now) return null;
        if (closed.Outcome == Moved) return visit.MovedAt >= ticket.WaitingSince ? null : StillStands(visit);
        // A call that must tell the patient is one of its own: it must not join the one that ends here.
        ticket.State = HandoffState.Closed;
        await book.CancelAsync(db, ticket.ClinicId, id, new Writer(closed.By, Writer.Desk));
        return null;
    }

    private string StillStands(Appointment visit)
    {
        var when = clinics.Find(visit.ClinicId)!.LocalTime(visit.StartsAt).ToString("yyyy-MM-dd h:mm tt", CultureInfo.InvariantCulture);
        return $"Here the visit still stands at {when}, and its texts say so. Move it on the patient's page, or wait until the practice system has moved it, then close this call.";
    }
}
