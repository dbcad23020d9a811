using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff.Console;
using CommsBot.Staff.People;
using CommsBot.Staff.Rights;
using CommsBot.Staff.Room;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Search;

/// <param name="Where">Where it was found: Patient, Conversation, Visit, Ticket, Note, Message, Answer, Protocol or Fixed wording.</param>
/// <param name="Subject">What the audit log names; null for what is no patient's.</param>
internal sealed record Found(string Where, string Title, string Text, string Link, string ClinicId, string? Subject);

/// <summary>
/// Looks through everything a person may see. Words of patients are encrypted, so they are read and compared here, the newest first, until enough of a
/// kind is found or its bound is reached.
/// </summary>
internal sealed class SearchReader(ClinicStore store, PatientReader patients, RoomReader room, ContentLibrary library, ClinicDirectory clinics, ClinicClock clock)
{
    private const int MostEach = 20;
    private const int MostRead = 50_000;
    private const int Shortest = 2;

    public async Task<IReadOnlyList<Found>> FindAsync(DeskPerson person, string asked, CancellationToken ct)
    {
        var wanted = new Wanted(asked);
        if (wanted.IsEmpty || asked.Trim().Length < Shortest) return [];
        var people = (await patients.FindAsync(person, asked, ct)).Take(MostEach).ToList();
        await using var db = store.Read();
        var danger = await DangerWords.HiddenFromAsync(db, person, null, ct);
        return
        [
            .. people.Select(p => new Found("Patient", p.Name, p.Phone, $"/staff/patients/{p.Id}", p.ClinicId, p.Id)),
            .. wanted.Number is { } number ? await OfNumberAsync(db, person, number, people, ct) : [],
            .. await VisitsAsync(db, person, people, asked.Trim(), ct),
            .. await TicketsAsync(db, person, wanted, danger, ct),
            .. await NotesAsync(db, person, wanted, danger, ct),
            .. await MessagesAsync(db, person, Speaker.Patient, wanted, danger, ct),
            .. await MessagesAsync(db, person, Speaker.Staff, wanted, danger, ct),
            .. await MessagesAsync(db, person, Speaker.Bot, wanted, danger, ct),
            .. Answers(wanted),
            .. (await room.ReadAsync(ct)).Where(item => item.Kind != RoomItem.Answer && wanted.IsIn($"{item.Title} {string.Join(' ', item.Forms.Select(form => form.Text))}")).Take(MostEach)
                .Select(item => new Found(item.Kind == RoomItem.Protocol ? item.Kind : "Fixed wording", $"{item.Title} ({ConsoleWords.Of(item.Language)})", item.Forms[^1].Text, item.Link, "", null)),
        ];
    }

    /// <summary>Of the patients that were found, or the one with that id.</summary>
    private async Task<IEnumerable<Found>> VisitsAsync(ClinicDb db, DeskPerson person, IReadOnlyList<PatientRow> people, string asked, CancellationToken ct)
    {
        var ids = people.Select(p => p.Id).ToList();
        var visits = await db.Appointments.Where(a => person.Clinics.Contains(a.ClinicId) && (ids.Contains(a.PatientId) || a.Id == asked)).OrderByDescending(a => a.StartsAt).Take(MostEach).ToListAsync(ct);
        var patientIds = visits.Select(v => v.PatientId).Distinct().ToList();
        var names = await db.Patients.Where(p => patientIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => $"{p.FirstName} {p.LastName}".Trim(), ct);
        return visits.Select(v => new Found("Visit", names.GetValueOrDefault(v.PatientId, "Unknown"), $"{Moment(v.ClinicId, v.StartsAt)}, {v.Status.ToString().ToLowerInvariant()}", $"/staff/patients/{v.PatientId}", v.ClinicId, v.Id));
    }

    /// <summary>The talks on that number, also of nobody on file, and the patients whose caregiver it is.</summary>
    private async Task<IEnumerable<Found>> OfNumberAsync(ClinicDb db, DeskPerson person, PhoneNumber number, IReadOnlyList<PatientRow> known, CancellationToken ct)
    {
        var hash = db.Cipher.LookUpHash(number.E164);
        var talks = await db.Conversations.Where(c => person.Clinics.Contains(c.ClinicId) && c.PhoneHash == hash).OrderByDescending(c => c.LastPatientAt).Take(MostEach).ToListAsync(ct);
        var carers = await db.Caregivers.Where(c => person.Clinics.Contains(c.ClinicId) && c.PhoneHash == hash).OrderByDescending(c => c.At).Take(MostEach).ToListAsync(ct);
        var of = carers.ConvertAll(carer => carer.PatientId);
        var names = await db.Patients.Where(p => of.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => $"{p.FirstName} {p.LastName}".Trim(), ct);
        return talks.Select(c => new Found("Conversation", known.Count > 0 ? string.Join(", ", known.Select(p => p.Name)) : number.National, $"{number.National}, {Moment(c.ClinicId, c.LastPatientAt)}", $"/staff/conversations/{c.Id}", c.ClinicId, c.Id))
            .Concat(carers.Select(c => new Found("Patient", names.GetValueOrDefault(c.PatientId, "Unknown"), $"{c.Name} ({c.Relation}), {number.National}", $"/staff/patients/{c.PatientId}", c.ClinicId, c.PatientId)));
    }

    private static async Task<IReadOnlyList<T>> NewestAsync<T>(IQueryable<T> rows, Func<T, bool> isWanted, CancellationToken ct)
    {
        var found = new List<T>();
        await foreach (var row in rows.Take(MostRead).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (isWanted(row)) found.Add(row);
            if (found.Count == MostEach) break;
        }

        return found;
    }

    private static async Task<IEnumerable<Found>> TicketsAsync(ClinicDb db, DeskPerson person, Wanted wanted, DangerWords danger, CancellationToken ct)
    {
        var found = await NewestAsync(db.Handoffs.Where(h => person.Clinics.Contains(h.ClinicId)).OrderByDescending(h => h.WaitingSince),
            h => !danger.AreOf(h.Id) && wanted.IsIn($"{h.Patient} {string.Join(' ', Packet.Read(h.Summary).Select(field => field.Value))}"), ct);
        return found.Select(h => new Found("Ticket", $"{ConsoleWords.Of(h.Kind)}: {h.Patient ?? "Visitor"}", h.State.ToString().ToLowerInvariant(), $"/staff/handoffs/{h.Id}", h.ClinicId, h.Id));
    }

    private static async Task<IEnumerable<Found>> NotesAsync(ClinicDb db, DeskPerson person, Wanted wanted, DangerWords danger, CancellationToken ct)
    {
        var found = await NewestAsync(db.HandoffNotes.Where(n => person.Clinics.Contains(n.ClinicId)).OrderByDescending(n => n.Id), n => wanted.IsIn(n.Text) && !danger.AreOf(n.TicketId), ct);
        return found.Select(n => new Found("Note", n.Author, n.Text, $"/staff/handoffs/{n.TicketId}", n.ClinicId, n.TicketId));
    }

    // Each speaker by itself: what the bot says most often must not crowd out what one patient wrote once.
    private async Task<IEnumerable<Found>> MessagesAsync(ClinicDb db, DeskPerson person, Speaker from, Wanted wanted, DangerWords danger, CancellationToken ct)
    {
        // Only what is read: an activity is as long as its text and would be deciphered, too.
        var said = db.Transcript.Where(t => person.Clinics.Contains(t.ClinicId) && t.From == from).OrderByDescending(t => t.At)
            .Select(t => new TranscriptEntry { ConversationId = t.ConversationId, Sequence = t.Sequence, ClinicId = t.ClinicId, From = t.From, Text = t.Text, At = t.At, Author = t.Author });
        var found = await NewestAsync(said, t => wanted.IsIn(t.Text) && !danger.Hold(t), ct);
        return found.Select(t => new Found("Message", $"{(from == Speaker.Bot ? "Assistant" : t.Author ?? "Patient")}, {Moment(t.ClinicId, t.At)}", t.Text, $"/staff/conversations/{t.ConversationId}", t.ClinicId, t.ConversationId));
    }

    private string Moment(string clinicId, DateTimeOffset at)
    {
        var clinic = clinics.Find(clinicId)!;
        return ConsoleWords.Moment(clinic.LocalTime(at), clinic.LocalTime(clock.UtcNow));
    }

    private IEnumerable<Found> Answers(Wanted wanted) =>
        library.Answers.Where(a => wanted.IsIn($"{a.Title} {a.Web} {string.Join(' ', a.Asks)}")).Take(MostEach)
            .Select(a => new Found("Answer", $"{a.Title} ({ConsoleWords.Of(a.Language)})", a.Sms, $"/staff/content/{a.Language.Code()}/{a.Id}", "", null));
}
