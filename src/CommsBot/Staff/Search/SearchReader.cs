using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Staff.Console;
using CommsBot.Staff.People;
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
        return [.. people, .. await TicketsAsync(db, person, wanted, ct), .. await NotesAsync(db, person, wanted, ct), .. await MessagesAsync(db, person, wanted, ct), .. Answers(wanted)];
    }

    private static async Task<IEnumerable<Found>> TicketsAsync(ClinicDb db, DeskPerson person, Wanted wanted, CancellationToken ct)
    {
        var rows = await db.Handoffs.Where(h => person.Clinics.Contains(h.ClinicId)).OrderByDescending(h => h.WaitingSince).Take(Newest).ToListAsync(ct);
        return rows.Where(h => MayRead(person, h.Kind) && wanted.IsIn($"{h.Patient} {string.Join(' ', Packet.Read(h.Summary).Select(field => field.Value))}")).Take(MostEach)
            .Select(h => new Found("Ticket", $"{ConsoleWords.Of(h.Kind)}: {h.Patient ?? "Visitor"}", h.State.ToString().ToLowerInvariant(), $"/staff/handoffs/{h.Id}", h.ClinicId, h.Id));
    }

    private static async Task<IEnumerable<Found>> NotesAsync(ClinicDb db, DeskPerson person, Wanted wanted, CancellationToken ct)
    {
        var hidden = await HiddenAsync(db, person, ct);
        var rows = await db.HandoffNotes.Where(n => person.Clinics.Contains(n.ClinicId)).OrderByDescending(n => n.Id).Take(Newest).ToListAsync(ct);
        return rows.Where(n => wanted.IsIn(n.Text) && !hidden.Contains(n.TicketId)).Take(MostEach).Select(n => new Found("Note", n.Author, n.Text, $"/staff/handoffs/{n.TicketId}", n.ClinicId, n.TicketId));
    }

    private async Task<IEnumerable<Found>> MessagesAsync(ClinicDb db, DeskPerson person, Wanted wanted, CancellationToken ct)
    {
        var hidden = await HiddenAsync(db, person, ct);
        var rows = await db.Transcript.Where(t => person.Clinics.Contains(t.ClinicId) && t.From != Speaker.Bot).OrderByDescending(t => t.At).Take(Newest).ToListAsync(ct);
        return rows.Where(t => wanted.IsIn(t.Text) && !hidden.Contains(t.ConversationId)).Take(MostEach).Select(t =>
        {
            var clinic = clinics.Find(t.ClinicId)!;
            return new Found("Message", $"{t.Author ?? "Patient"}, {ConsoleWords.Moment(clinic.LocalTime(t.At), clinic.LocalTime(clock.UtcNow))}", t.Text, $"/staff/conversations/{t.ConversationId}", t.ClinicId, t.ConversationId);
        });
    }

    private IEnumerable<Found> Answers(Wanted wanted) =>
        library.Answers.Where(a => wanted.IsIn($"{a.Title} {a.Web} {string.Join(' ', a.Asks)}")).Take(MostEach)
            .Select(a => new Found("Answer", $"{a.Title} ({ConsoleWords.Of(a.Language)})", a.Sms, $"/staff/content/{a.Language.Code()}/{a.Id}", "", null));

    /// <summary>The tickets and conversations of danger, whose words are for clinicians.</summary>
    private static async Task<HashSet<string>> HiddenAsync(ClinicDb db, DeskPerson person, CancellationToken ct)
    {
        if (person.IsClinical) return [];
        var danger = await db.Handoffs.Where(h => person.Clinics.Contains(h.ClinicId) && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency)).Select(h => new { h.Id, h.ConversationId }).ToListAsync(ct);
        return [.. danger.Select(h => h.Id), .. danger.Select(h => h.ConversationId).OfType<string>()];
    }

    private static bool MayRead(DeskPerson person, HandoffKind kind) => person.IsClinical || kind is not (HandoffKind.Crisis or HandoffKind.Emergency);
}
