using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Handoff.Identity;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Staff.Console;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.People;

/// <summary>One line of the list of patients.</summary>
internal sealed record PatientRow(string Id, string ClinicId, string Name, string Phone, bool DoNotContact, string? NextVisit);

public sealed record ConsentLine(string When, string What, bool Granted, string How, string By, string? Words);

public sealed record VisitLine(string Id, string When, string Status, string Screen, string Driver, bool IsComing)
{
    /// <summary>Times to stop eating that a clinician set for this visit, and who; null while the clinic's rule holds.</summary>
    public string? OwnTimes { get; init; }

    /// <summary>Address of the patient's calendar file; null for a visit that is not ahead.</summary>
    public string? Calendar { get; init; }
}

/// <summary>A decision that this patient, or the number, is not contacted.</summary>
/// <param name="State">Who lifted it and why; empty while it stands.</param>
public sealed record StopLine(string Id, string Why, string When, string By, string State, bool Stands);

/// <summary>A legal hold on what is kept of the patient.</summary>
/// <param name="State">Who lifted it; empty while it stands.</param>
internal sealed record HoldLine(string Id, string Reason, string When, string By, string State, bool Stands);

/// <summary>A website chat that was proven to be with the patient.</summary>
public sealed record ChatLine(string ConversationId, string When, string How, string By);

/// <param name="Scope">What this person may do, in words.</param>
/// <param name="State">Until when it holds, or since when it does not.</param>
public sealed record CaregiverLine(string Id, string Name, string Relation, string Phone, string Scope, string Proof, string State, bool Stands);

public sealed record CheckInLine(string When, int? Score, bool Symptoms);

public sealed record TextLine(string When, string What, string State, bool Lost);

/// <summary>Everything on file about one patient.</summary>
public sealed record PatientFile(
    string Id, string ClinicId, string Name, string Phone, string Language, string ContactMode, bool Interpreter, string? LanguageCode, string? Mode, bool DoNotContact, string? ConversationId,
    IReadOnlyList<ConsentLine> Consents, IReadOnlyList<VisitLine> Visits, IReadOnlyList<TextLine> Texts, IReadOnlyList<(string Id, string Kind, string State)> Tickets)
{
    /// <summary>Website chats proven to be with this patient.</summary>
    public IReadOnlyList<ChatLine> Chats { get; init; } = [];

    public IReadOnlyList<CaregiverLine> Caregivers { get; init; } = [];
    public bool LacksGuardian { get; init; }

    /// <summary>IANA name; null: as at the clinic.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<StopLine> Stops { get; init; } = [];

    /// <summary>Newest first.</summary>
    internal IReadOnlyList<HoldLine> Holds { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<CheckInLine> CheckIns { get; init; } = [];
}

/// <summary>Patients with visits, consents and texts. Names and numbers are encrypted in the database, so they are looked through here, clinic by clinic.</summary>
internal sealed class PatientReader(ClinicStore store, ClinicDirectory clinics, CalendarLinks calendar, ClinicClock clock)
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
        var chats = await db.PatientLinks.Where(l => l.PatientId == id && l.UndoneAt == null).OrderByDescending(l => l.At).ToListAsync(ct);
        var chatIds = chats.Select(l => l.ConversationId).ToList();
        var tickets = await db.Handoffs.Where(h => h.ClinicId == clinic && (h.PhoneHash == hash || visitIds.Contains(h.AppointmentId!) || chatIds.Contains(h.ConversationId!)) && h.State != HandoffState.Closed).ToListAsync(ct);
        return new PatientFile(
            id, clinic, NameOf(patient), National(patient.Phone), patient.Language is { } language ? ConsoleWords.Of(language) : "not given", Reach.ModeOf(patient.ContactMode), patient.Interpreter == true, patient.Language?.Code(), patient.ContactMode, patient.DoNotContact, thread,
            [.. consents.Select(c => new ConsentLine(Moment(clinic, c.At), c.Purpose.ToString(), c.Granted, c.Method, c.By, c.Text))],
            [.. visits.Select(Line)],
            [.. texts.Select(m => new TextLine(Moment(clinic, m.SentAt ?? m.DueAt), m.Body, StateOf(m), m.State is MessageState.Undelivered or MessageState.Failed or MessageState.Expired or MessageState.NeedsReview))],
            [.. tickets.Select(t => (t.Id, ConsoleWords.Of(t.Kind), t.State.ToString().ToLowerInvariant()))])
        {
            Chats = [.. chats.Select(l => new ChatLine(l.ConversationId, Moment(clinic, l.At), l.Method == PatientLink.ByCode ? "by a code" : $"by phone: {l.Checked}", l.By))],
            Caregivers = [.. (await db.Caregivers.Where(c => c.PatientId == id).OrderByDescending(c => c.At).ToListAsync(ct)).Select(Line)],
            TimeZone = patient.TimeZone,
            LacksGuardian = (await Recipient.OfAsync(db, patient, clock.UtcNow)).LacksGuardian,
            Stops = [.. (await db.ContactBlocks.Where(b => b.ClinicId == clinic && (b.PatientId == id || b.PhoneHash == hash)).OrderByDescending(b => b.At).ToListAsync(ct)).Select(Line)],
            Holds = [.. (await db.LegalHolds.Where(h => h.ClinicId == clinic && (h.PhoneHash == hash || (thread != null && h.ConversationId == thread) || chatIds.Contains(h.ConversationId!))).OrderByDescending(h => h.At).ToListAsync(ct))
                .Select(h => new HoldLine(h.Id, h.Reason, Moment(clinic, h.At), h.By, h.LiftedBy is null ? "" : $"Lifted by {h.LiftedBy}.", h.LiftedAt is null))],
            CheckIns = [.. (await db.CheckIns.Where(c => c.PatientId == id).OrderByDescending(c => c.At).ToListAsync(ct))
                .Select(c => new CheckInLine(Moment(clinic, c.At), int.TryParse(c.Score, out var score) ? score : null, c.Symptoms == "yes"))],
        };
    }

    public static string WordsOf(BlockReason reason) => reason switch
    {
        BlockReason.Deceased => "The patient died",
        BlockReason.Inactive => "Inactive in the practice system",
        BlockReason.WrongNumber => "The number is somebody else's",
        _ => "The patient asked for it",
    };

    private VisitLine Line(Appointment visit)
    {
        var coming = visit.Status == AppointmentStatus.Booked && visit.StartsAt > clock.UtcNow;
        return new VisitLine(visit.Id, Moment(visit.ClinicId, visit.StartsAt), visit.Status.ToString().ToLowerInvariant(), visit.ScreenState, visit.Driver ?? "not named", coming)
        {
            OwnTimes = visit is { PreparationMode: Appointment.Individual, FoodUntil: { } food, ClearLiquidsUntil: { } clear }
                ? $"Own times: no food after {Moment(visit.ClinicId, food)}, clear liquids until {Moment(visit.ClinicId, clear)} ({visit.PreparationSetBy})" : null,
            Calendar = coming ? calendar.Of(visit.ClinicId, visit.Id) : null,
        };
    }

    private StopLine Line(ContactBlock block) => new(
        block.Id, WordsOf(block.Reason), Moment(block.ClinicId, block.At), block.By,
        block.LiftedAt is { } at ? $"Lifted {Moment(block.ClinicId, at)} ({block.LiftedBy}): {block.LiftedFor}" : "", block.LiftedAt is null);

    private CaregiverLine Line(Caregiver line)
    {
        string[] may = [.. line.IsGuardian ? ["guardian"] : Array.Empty<string>(), .. line.GetsTexts ? ["gets the texts"] : Array.Empty<string>(), .. line.HearsFacts ? ["is told when"] : Array.Empty<string>()];
        var ended = line.EndedAt ?? (line.Until <= clock.UtcNow ? line.Until : null);
        var state = ended is { } at ? $"Ended {Moment(line.ClinicId, at)} ({line.EndedBy ?? "time over"})."
            : $"Number confirmed {Moment(line.ClinicId, line.ConfirmedAt)} by {line.By}{(line.Until is { } until ? $", until {Moment(line.ClinicId, until)}" : "")}.";
        return new CaregiverLine(line.Id, line.Name, line.Relation, National(line.Phone), string.Join(", ", may), line.Proof, state, ended is null);
    }

    private string Moment(string clinicId, DateTimeOffset at)
    {
        var clinic = clinics.Find(clinicId)!;
        return ConsoleWords.Moment(clinic.LocalTime(at), clinic.LocalTime(clock.UtcNow));
    }

    private static string StateOf(OutboundMessage m) => m.Reason is { } why ? $"{m.State.ToString().ToLowerInvariant()} ({why})" : m.State.ToString().ToLowerInvariant();

    private static string NameOf(Patient p) => $"{p.FirstName} {p.LastName}".Trim();

    private static string National(string phone) => PhoneNumber.TryParse(phone, out var number) ? number.National : phone;
}
