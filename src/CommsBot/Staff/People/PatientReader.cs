using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Staff.Console;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.People;

/// <summary>One line of the list of patients.</summary>
internal sealed record PatientRow(string Id, string ClinicId, string Name, string Phone, bool DoNotContact, string? NextVisit);

internal sealed record ConsentLine(string When, string What, bool Granted, string How, string By, string? Words);

internal sealed record VisitLine(string When, string Status, string Screen, string Driver);

internal sealed record TextLine(string When, string What, string State, bool Lost);

/// <summary>Everything on file about one patient.</summary>
internal sealed record PatientFile(
    string Id, string ClinicId, string Name, string Phone, string Language, string ContactMode, bool Interpreter, string? LanguageCode, string? Mode, bool DoNotContact, string? ConversationId,
    IReadOnlyList<ConsentLine> Consents, IReadOnlyList<VisitLine> Visits, IReadOnlyList<TextLine> Texts, IReadOnlyList<(string Id, string Kind, string State)> Tickets);

/// <summary>Patients with visits, consents and texts. Names and numbers are encrypted in the database, so they are looked through here, clinic by clinic.</summary>
internal sealed class PatientReader(ClinicStore store, ClinicDirectory clinics, ClinicClock clock)
{
    private const int Most = 100;
    private const int MostTexts = 50;

    /// <param name="asked">Part of a name, or digits of a number; empty: who comes next.</param>
    public async Task<IReadOnlyList<PatientRow>> FindAsync(DeskPerson person, string asked, CancellationToken ct)
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        var next = (await db.Appointments.Where(a => person.Clinics.Contains(a.ClinicId) && a.Status == AppointmentStatus.Booked && a.StartsAt >= now).OrderBy(a => a.StartsAt).ToListAsync(ct))
            .GroupBy(a => a.PatientId).ToDictionary(g => g.Key, g => g.First().StartsAt);
        var all = await db.Patients.Where(p => person.Clinics.Contains(p.ClinicId)).ToListAsync(ct);
        var wanted = new Wanted(asked);
        return [.. all.Where(p => wanted.Is(NameOf(p), p.Phone))
            .OrderBy(p => next.TryGetValue(p.Id, out var at) ? at : DateTimeOffset.MaxValue).ThenBy(NameOf, StringComparer.OrdinalIgnoreCase).Take(Most)
            .Select(p => new PatientRow(p.Id, p.ClinicId, NameOf(p), National(p.Phone), p.DoNotContact, next.TryGetValue(p.Id, out var at) ? Moment(p.ClinicId, at) : null))];
    }

    /// <summary>Null for an unknown patient and for another clinic's.</summary>
    public async Task<PatientFile?> ReadAsync(DeskPerson person, string id, CancellationToken ct)
    {
        await using var db = store.Read();
        if (await db.Patients.SingleOrDefaultAsync(p => p.Id == id && person.Clinics.Contains(p.ClinicId), ct) is not { } patient) return null;
        var (clinic, hash) = (patient.ClinicId, patient.PhoneHash);
        var visits = await db.Appointments.Where(a => a.PatientId == id).OrderByDescending(a => a.StartsAt).ToListAsync(ct);
        var visitIds = visits.Select(v => v.Id).ToList();
        var consents = await db.Consents.Where(c => c.ClinicId == clinic && c.PhoneHash == hash).OrderByDescending(c => c.Id).ToListAsync(ct);
        var texts = await db.Outbound.Where(m => m.ClinicId == clinic && visitIds.Contains(m.AppointmentId!)).OrderByDescending(m => m.DueAt).Take(MostTexts).ToListAsync(ct);
        var thread = await db.Conversations.Where(c => c.ClinicId == clinic && c.PhoneHash == hash).Select(c => c.Id).FirstOrDefaultAsync(ct);
        var tickets = await db.Handoffs.Where(h => h.ClinicId == clinic && (h.PhoneHash == hash || visitIds.Contains(h.AppointmentId!)) && h.State != HandoffState.Closed).ToListAsync(ct);
        return new PatientFile(
            id, clinic, NameOf(patient), National(patient.Phone), patient.Language is { } language ? ConsoleWords.Of(language) : "not given", ModeOf(patient.ContactMode), patient.Interpreter == true, patient.Language?.Code(), patient.ContactMode, patient.DoNotContact, thread,
            [.. consents.Select(c => new ConsentLine(Moment(clinic, c.At), c.Purpose.ToString(), c.Granted, c.Method, c.By, c.Text))],
            [.. visits.Select(v => new VisitLine(Moment(clinic, v.StartsAt), v.Status.ToString().ToLowerInvariant(), v.ScreenState, v.Driver ?? "not named"))],
            [.. texts.Select(m => new TextLine(Moment(clinic, m.SentAt ?? m.DueAt), m.Body, StateOf(m), m.State is MessageState.Undelivered or MessageState.Failed or MessageState.Expired or MessageState.NeedsReview))],
            [.. tickets.Select(t => (t.Id, ConsoleWords.Of(t.Kind), t.State.ToString().ToLowerInvariant()))]);
    }

    private string Moment(string clinicId, DateTimeOffset at)
    {
        var clinic = clinics.Find(clinicId)!;
        return ConsoleWords.Moment(clinic.LocalTime(at), clinic.LocalTime(clock.UtcNow));
    }

    private static string StateOf(OutboundMessage m) => m.Reason is { } why ? $"{m.State.ToString().ToLowerInvariant()} ({why})" : m.State.ToString().ToLowerInvariant();

    /// <summary>A contact mode as staff read it.</summary>
    public static string ModeOf(string? mode) => mode switch
    {
        ContactModes.TextOnly => "text only, do not phone",
        ContactModes.Relay => "phone by relay, dial 711",
        ContactModes.Video => "video call",
        _ => mode ?? "not given",
    };

    private static string NameOf(Patient p) => $"{p.FirstName} {p.LastName}".Trim();

    private static string National(string phone) => PhoneNumber.TryParse(phone, out var number) ? number.National : phone;
}
