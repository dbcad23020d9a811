using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Staff.Console;
using CommsBot.Staff.People;
using CommsBot.Staff.Rights;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Search;

/// <param name="Where">Where it was found: Patient, Ticket, Note, Message or Answer.</param>
/// <param name="Subject">What the audit log names; null for what is no patient's.</param>
internal sealed record Found(string Where, string Title, string Text, string Link, string ClinicId, string? Subject);

/// <summary>Looks through everything a person may see. Words of patients are encrypted, so the newest of each kind are read and compared here.</summary>
internal sealed class SearchReader(ClinicStore store, PatientReader patients, ContentLibrary library, ClinicDirectory clinics, ClinicClock clock)
{
    private const int MostEach = 20;
    private const int Newest = 10_000;
    private const int Shortest = 2;

    public async Task<IReadOnlyList<Found>> FindAsync(DeskPerson person, string asked, CancellationToken ct)
    {
        var wanted = new Wanted(asked);
        if (wanted.IsEmpty || asked.Trim().Length < Shortest) return [];
        var people = (await patients.FindAsync(person, asked, ct)).Take(MostEach).Select(p => new Found("Patient", p.Name, p.Phone, $"/staff/patients/{p.Id}", p.ClinicId, p.Id));
        await using var db = store.Read();
        var danger = await DangerWords.HiddenFromAsync(db, person, null, ct);
        return [.. people, .. await TicketsAsync(db, person, wanted, danger, ct), .. await NotesAsync(db, person, wanted, danger, ct), .. await MessagesAsync(db, person, wanted, danger, ct), .. Answers(wanted)];
    }

    private static async Task<IEnumerable<Found>> TicketsAsync(ClinicDb db, DeskPerson person, Wanted wanted, DangerWords danger, CancellationToken ct)
    {
        var rows = await db.Handoffs.Where(h => person.Clinics.Contains(h.ClinicId)).OrderByDescending(h => h.WaitingSince).Take(Newest).ToListAsync(ct);
        return rows.Where(h => !danger.AreOf(h.Id) && wanted.IsIn($"{h.Patient} {string.Join(' ', Packet.Read(h.Summary).Select(field => field.Value))}")).Take(MostEach)
            .Select(h => new Found("Ticket", $"{ConsoleWords.Of(h.Kind)}: {h.Patient ?? "Visitor"}", h.State.ToString().ToLowerInvariant(), $"/staff/handoffs/{h.Id}", h.ClinicId, h.Id));
    }

    private static async Task<IEnumerable<Found>> NotesAsync(ClinicDb db, DeskPerson person, Wanted wanted, DangerWords danger, CancellationToken ct)
    {
        var rows = await db.HandoffNotes.Where(n => person.Clinics.Contains(n.ClinicId)).OrderByDescending(n => n.Id).Take(Newest).ToListAsync(ct);
        return rows.Where(n => wanted.IsIn(n.Text) && !danger.AreOf(n.TicketId)).Take(MostEach).Select(n => new Found("Note", n.Author, n.Text, $"/staff/handoffs/{n.TicketId}", n.ClinicId, n.TicketId));
    }

    private async Task<IEnumerable<Found>> MessagesAsync(ClinicDb db, DeskPerson person, Wanted wanted, DangerWords danger, CancellationToken ct)
    {
        var rows = await db.Transcript.Where(t => person.Clinics.Contains(t.ClinicId) && t.From != Speaker.Bot).OrderByDescending(t => t.At).Take(Newest).ToListAsync(ct);
        return rows.Where(t => wanted.IsIn(t.Text) && !danger.Hold(t)).Take(MostEach).Select(t =>
        {
            var clinic = clinics.Find(t.ClinicId)!;
            return new Found("Message", $"{t.Author ?? "Patient"}, {ConsoleWords.Moment(clinic.LocalTime(t.At), clinic.LocalTime(clock.UtcNow))}", t.Text, $"/staff/conversations/{t.ConversationId}", t.ClinicId, t.ConversationId);
        });
    }

    private IEnumerable<Found> Answers(Wanted wanted) =>
        library.Answers.Where(a => wanted.IsIn($"{a.Title} {a.Web} {string.Join(' ', a.Asks)}")).Take(MostEach)
            .Select(a => new Found("Answer", $"{a.Title} ({ConsoleWords.Of(a.Language)})", a.Sms, $"/staff/content/{a.Language.Code()}/{a.Id}", "", null));
}
