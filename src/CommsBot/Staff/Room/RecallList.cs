using System.Text.Json.Nodes;
using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Room;

/// <summary>Somebody who was told words that may be wrong.</summary>
/// <param name="Key">The same for one person however often they read it.</param>
internal sealed record Receiver(string Key, string ClinicId, string Name, string? Phone, Channel Channel, string? ConversationId, DateTimeOffset At, DateTimeOffset? NextVisit)
{
    /// <summary>The next visit's id; null when nobody on that number has one ahead.</summary>
    public string? VisitId { get; init; }

    /// <summary>Everybody it could be about has died: nobody is phoned to put it right.</summary>
    public bool HasDied { get; init; }

    /// <summary>The number to call, E.164, and how it is looked up; null for a website visitor nobody knows.</summary>
    public (string E164, string Hash)? Number { get; init; }
}

internal sealed record VisitAhead(string Id, DateTimeOffset StartsAt);

/// <summary>Who received an answer or a protocol, those with the nearest visit first.</summary>
internal sealed class RecallList(ClinicStore store, ContentLibrary library, ClinicClock clock)
{
    private const int ShortHash = 12;

    public async Task<IReadOnlyList<Receiver>> OfAsync(RoomItem item, IReadOnlyCollection<string> clinicIds, CancellationToken ct)
    {
        await using var db = store.Read();
        return await OfAsync(db, item, clinicIds, ct);
    }

    public async Task<IReadOnlyList<Receiver>> OfAsync(ClinicDb db, RoomItem item, IReadOnlyCollection<string> clinicIds, CancellationToken ct)
    {
        var found = item.Kind switch
        {
            "Answer" => await AnsweredAsync(db, item, clinicIds, ct),
            "Protocol" => await PreparedAsync(db, item, clinicIds, ct),
            _ => [],
        };
        return [.. found.GroupBy(r => r.Key).Select(same => same.MaxBy(r => r.At)!).OrderBy(r => r.NextVisit ?? DateTimeOffset.MaxValue).ThenByDescending(r => r.At)];
    }

    private async Task<List<Receiver>> AnsweredAsync(ClinicDb db, RoomItem item, IReadOnlyCollection<string> clinicIds, CancellationToken ct)
    {
        var ids = (await QuotedAsync(db, item, clinicIds, ct)).GroupBy(t => t.ConversationId).ToDictionary(g => g.Key, g => g.Max(t => t.At));
        var threads = await db.Conversations.Where(c => ids.Keys.Contains(c.Id)).ToListAsync(ct);
        var hashes = threads.Select(c => c.PhoneHash).OfType<string>().ToList();
        var proven = await db.PatientLinks.Where(l => ids.Keys.Contains(l.ConversationId) && l.UndoneAt == null).ToDictionaryAsync(l => l.ConversationId, l => l.PatientId, ct);
        var patients = await db.Patients.Where(p => clinicIds.Contains(p.ClinicId) && (hashes.Contains(p.PhoneHash) || proven.Values.Contains(p.Id))).ToListAsync(ct);
        var next = await NextVisitsAsync(db, [.. patients.Select(p => p.Id)], ct);
        var dead = await DeadAsync(db, patients);
        return [.. threads.Select(c =>
        {
            var people = patients.Where(p => p.ClinicId == c.ClinicId && (p.PhoneHash == c.PhoneHash || p.Id == proven.GetValueOrDefault(c.Id))).ToList();
            var name = people.Count > 0 ? string.Join(", ", people.Select(NameOf)) : National(c.Phone) ?? "Website visitor";
            var visit = people.Select(p => next.GetValueOrDefault(p.Id)).OfType<VisitAhead>().MinBy(v => v.StartsAt);
            (string, string)? number = c is { Phone: { } phone, PhoneHash: { } hash } ? (phone, hash) : people.Count > 0 ? (people[0].Phone, people[0].PhoneHash) : null;
            return new Receiver(c.Id, c.ClinicId, name, National(number?.Item1), c.Channel, c.Id, ids[c.Id], visit?.StartsAt) { VisitId = visit?.Id, Number = number, HasDied = people.Count > 0 && people.TrueForAll(p => dead.Contains(p.Id)) };
        })];
    }

    /// <summary>The messages that said it in that language; what the talk was in before or after does not matter.</summary>
    private async Task<IEnumerable<TranscriptEntry>> QuotedAsync(ClinicDb db, RoomItem item, IReadOnlyCollection<string> clinicIds, CancellationToken ct)
    {
        var said = await db.Transcript.Where(t => clinicIds.Contains(t.ClinicId) && t.From == Speaker.Bot && t.Answers != null && t.Answers.Contains(item.Id)).ToListAsync(ct);
        var quoted = said.FindAll(t => t.Answers!.Split(',').Contains(item.Id));
        var carried = quoted.Select(t => t.OutboundId).OfType<string>().ToList();
        var texts = await db.Outbound.Where(m => carried.Contains(m.Id)).Select(m => new { m.Id, m.Language }).ToDictionaryAsync(m => m.Id, m => m.Language, ct);
        return quoted.Where(t => LanguageOf(t) is not { } read || library.AnswerOrFallback(item.Id, read)?.Language is not { } own || own == item.Language);

        // A message of which neither is known counts as read: whoever corrects it asks.
        Language? LanguageOf(TranscriptEntry t) => t.Activity is { } shown ? Languages.Parse((string?)JsonNode.Parse(shown)?["locale"])
            : t.OutboundId is { } text && texts.TryGetValue(text, out var language) ? language : null;
    }

    private async Task<List<Receiver>> PreparedAsync(ClinicDb db, RoomItem item, IReadOnlyCollection<string> clinicIds, CancellationToken ct)
    {
        // A text that may be with the provider counts as received: whoever corrects it asks.
        var words = item.Forms.Select(form => form.Key.Hash).ToList();
        var sent = await db.Outbound.Where(m => clinicIds.Contains(m.ClinicId) && words.Contains(m.WordsHash!)
            && (m.SentAt != null || m.State == MessageState.Sending || m.State == MessageState.InDoubt || m.State == MessageState.NeedsReview)).ToListAsync(ct);
        var ids = sent.Select(m => m.AppointmentId).Distinct().ToList();
        var visits = (await db.Appointments.Where(a => clinicIds.Contains(a.ClinicId) && ids.Contains(a.Id)).ToListAsync(ct)).ToDictionary(a => (a.ClinicId, (string?)a.Id), a => a.PatientId);
        var people = await db.Patients.Where(p => visits.Values.Contains(p.Id)).ToDictionaryAsync(p => (p.ClinicId, p.Id), ct);
        var hashes = sent.Select(m => m.ToHash).Distinct().ToList();
        var threads = (await db.Conversations.Where(c => clinicIds.Contains(c.ClinicId) && c.Channel == Channel.Sms && hashes.Contains(c.PhoneHash!)).ToListAsync(ct))
            .ToLookup(c => (c.ClinicId, c.PhoneHash), c => c.Id);
        var next = await NextVisitsAsync(db, [.. people.Values.Select(p => p.Id)], ct);
        var dead = await DeadAsync(db, people.Values);
        return [.. sent.Where(m => visits.ContainsKey((m.ClinicId, m.AppointmentId))).Select(m =>
        {
            var patient = people[(m.ClinicId, visits[(m.ClinicId, m.AppointmentId)])];
            // A guardian or a caregiver read it in the patient's place, or the patient's number was another then.
            var (key, name) = m.ToHash == patient.PhoneHash ? (patient.Id, NameOf(patient)) : ($"{patient.Id}/{m.ToHash[..ShortHash]}", $"{NameOf(patient)} (another number)");
            var visit = next.GetValueOrDefault(patient.Id);
            return new Receiver($"{m.ClinicId}/{key}", m.ClinicId, name, National(m.To), Channel.Sms, threads[(m.ClinicId, m.ToHash)].FirstOrDefault(), m.SentAt ?? m.DueAt, visit?.StartsAt) { VisitId = visit?.Id, Number = (m.To, m.ToHash), HasDied = dead.Contains(patient.Id) };
        })];
    }

    private async Task<Dictionary<string, VisitAhead>> NextVisitsAsync(ClinicDb db, List<string> patientIds, CancellationToken ct)
    {
        var now = clock.UtcNow;
        var visits = await db.Appointments.Where(a => patientIds.Contains(a.PatientId) && a.Status == AppointmentStatus.Booked && a.StartsAt > now).Select(a => new { a.PatientId, a.Id, a.StartsAt }).ToListAsync(ct);
        return visits.GroupBy(v => v.PatientId).ToDictionary(g => g.Key, g => g.Select(v => new VisitAhead(v.Id, v.StartsAt)).MinBy(v => v.StartsAt)!);
    }

    private static async Task<HashSet<string>> DeadAsync(ClinicDb db, IEnumerable<Patient> patients)
    {
        var dead = new HashSet<string>();
        foreach (var patient in patients.Where(p => p.DoNotContact))
            if (await ContactBlocks.ReasonAsync(db, patient) == BlockReason.Deceased) dead.Add(patient.Id);
        return dead;
    }

    private static string NameOf(Patient p) => $"{p.FirstName} {p.LastName}".Trim();

    private static string? National(string? phone) => PhoneNumber.TryParse(phone, out var number) ? number.National : null;
}
