using CommsBot.Conversations;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>Whom tickets are about by what stands in the ticket itself: the visit's patient, else, for a task without a thread, those on its number.</summary>
internal static class TicketPatients
{
    public static async Task<ILookup<string, Patient>> ReadAsync(ClinicDb db, IReadOnlyList<HandoffTicket> tickets, CancellationToken ct)
    {
        var visitIds = tickets.Select(t => t.AppointmentId).OfType<string>().Distinct().ToList();
        var visits = visitIds.Count == 0 ? [] : await db.Appointments.AsNoTracking().Where(a => visitIds.Contains(a.Id)).Select(a => new { a.ClinicId, a.Id, a.PatientId }).ToListAsync(ct);
        var hashes = tickets.Where(IsByNumber).Select(t => t.PhoneHash).Distinct().ToList();
        var ids = visits.ConvertAll(v => v.PatientId);
        List<Patient> people = ids.Count + hashes.Count == 0 ? [] : await db.Patients.AsNoTracking().Where(p => ids.Contains(p.Id) || hashes.Contains(p.PhoneHash)).ToListAsync(ct);
        return tickets.SelectMany(ticket => Of(ticket).Select(patient => (ticket.Id, patient))).ToLookup(one => one.Id, one => one.patient);

        IEnumerable<Patient> Of(HandoffTicket ticket)
        {
            var visitor = visits.Find(v => (v.ClinicId, v.Id) == (ticket.ClinicId, ticket.AppointmentId))?.PatientId;
            if (visitor is not null) return people.Where(p => p.Id == visitor);
            return IsByNumber(ticket) ? people.Where(p => (p.ClinicId, p.PhoneHash) == (ticket.ClinicId, ticket.PhoneHash)) : [];
        }
    }

    // A number typed on the website proves nothing.
    private static bool IsByNumber(HandoffTicket ticket) => ticket is { ConversationId: null, PhoneHash: not null, Channel: not Channel.WebChat };
}
