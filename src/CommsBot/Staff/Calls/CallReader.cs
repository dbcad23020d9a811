using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Staff.Console;
using CommsBot.Staff.Talk;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Calls;

/// <summary>One call that somebody must make.</summary>
/// <param name="Reach">How this patient is reached when not by an ordinary call.</param>
internal sealed record CallRow(
    string Id, string ClinicId, string Patient, string? Phone, bool Spanish, string Why, string? Ask, string? TextNotReceived, string? HoursLeft, bool TooLate, string? With, string? Snoozed, string? Reach)
{
    /// <summary>What its button says when it is done; "could not reach" is a button of its own.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }
}

/// <summary>The open call tasks, the one whose fast begins first on top, or whose visit where nobody fasts; what was put off last.</summary>
internal sealed class CallReader(ClinicStore store, ClinicDirectory clinics, VisitDue due, ClinicClock clock)
{
    public async Task<IReadOnlyList<CallRow>> ReadAsync(DeskPerson person, CancellationToken ct)
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        var tasks = await db.Handoffs.Where(h => person.Clinics.Contains(h.ClinicId) && h.State != HandoffState.Closed && h.Kind == HandoffKind.Call).ToListAsync(ct);
        var hashes = tasks.Select(t => t.PhoneHash).OfType<string>().Distinct().ToList();
        var reach = (await db.Patients.Where(p => person.Clinics.Contains(p.ClinicId) && hashes.Contains(p.PhoneHash) && (p.ContactMode != null || p.Interpreter == true)).ToListAsync(ct))
            .ToLookup(p => (p.ClinicId, (string?)p.PhoneHash));
        var visits = await VisitsAsync(db, person, tasks, ct);
        var dated = tasks.ConvertAll(t => (Task: t, By: visits.TryGetValue((t.ClinicId, t.AppointmentId), out var visit) ? due.Of(visit, now) : t.Deadline));
        return [.. dated.OrderBy(one => one.Task.SnoozedUntil > now).ThenBy(one => one.By ?? DateTimeOffset.MaxValue).ThenBy(one => one.Task.WaitingSince)
            .Select(one => Row(one.Task, one.By, now, reach))];
    }

    private static async Task<Dictionary<(string, string?), Appointment>> VisitsAsync(ClinicDb db, DeskPerson person, List<HandoffTicket> tasks, CancellationToken ct)
    {
        var ids = tasks.Select(t => t.AppointmentId).OfType<string>().Distinct().ToList();
        var visits = await db.Appointments.Where(a => person.Clinics.Contains(a.ClinicId) && ids.Contains(a.Id)).ToListAsync(ct);
        return visits.ToDictionary(visit => (visit.ClinicId, (string?)visit.Id));
    }

    private CallRow Row(HandoffTicket task, DateTimeOffset? last, DateTimeOffset now, ILookup<(string, string?), Patient> reach)
    {
        var packet = Packet.Read(task.Summary);
        var clinic = clinics.Find(task.ClinicId)!;
        var why = (Value("Why") ?? task.Reason ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new CallRow(
            task.Id, task.ClinicId, task.Patient ?? "Unknown", PhoneNumber.TryParse(packet.FirstOrDefault(field => field.Name == PacketField.Phone)?.Value, out var phone) ? phone.National : null, task.Language == Language.Spanish,
            ReasonWords.Of(why), Value("Ask"), Value("Text not received"),
            last is { } by ? ConsoleWords.HoursLeft(by, now) : null, last <= now, task.ClaimedBy,
            task.SnoozedUntil is { } until && until > now ? ConsoleWords.Moment(clinic.LocalTime(until), clinic.LocalTime(now)) : null,
            Reach.Of(reach[(task.ClinicId, task.PhoneHash)]))
        {
            Outcomes = [.. CloseOutcomes.For(task).Where(outcome => outcome != CallOutcomes.NotReached && (outcome != CallOutcomes.NumberConfirmed || why.Contains(Outbox.Gate.NumberUnconfirmed)))],
        };

        string? Value(string name) => Packet.ValueOf(packet, name);
    }
}
