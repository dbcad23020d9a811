using CommsBot.Consent;
using CommsBot.Conversations;
using CommsBot.Handoff.Identity;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>What a conversation and the file behind it say about a request.</summary>
internal sealed class ConversationFacts
{
    private static readonly (ConsentPurpose Purpose, string Words)[] Purposes =
        [(ConsentPurpose.Preparation, "visits"), (ConsentPurpose.Booking, "booking"), (ConsentPurpose.CheckIn, "check-ins"), (ConsentPurpose.DailyTexts, "daily texts")];

    public required Conversation Talk { get; init; }

    /// <summary>The newest messages, oldest first.</summary>
    public required IReadOnlyList<TranscriptEntry> Messages { get; init; }

    /// <summary>The number that writes, or that of the proven patient.</summary>
    public string? Phone { get; init; }

    public required IReadOnlyList<SummaryField> RedFlags { get; init; }

    /// <summary>Who is on file under the number that writes; null when nobody is, and on the web.</summary>
    public string? NameOnFile { get; init; }

    /// <summary>How those on file are reached when not by an ordinary call.</summary>
    public string? Reach { get; init; }

    /// <summary>How sure we are of who writes.</summary>
    public required string Identity { get; init; }

    /// <summary>What the ledger says of that number; null when it was never asked.</summary>
    public string? ConsentWords { get; init; }

    public IEnumerable<(string Text, long Sequence)> Said => Messages.Where(entry => entry.From == Speaker.Patient).Select(entry => (entry.Text, entry.Sequence));

    /// <summary>Each curated answer once, with the message that quoted it last.</summary>
    public IEnumerable<(string Id, long Sequence)> Quoted =>
        Messages.Where(entry => entry.Answers is not null).SelectMany(entry => entry.Answers!.Split(',').Select(id => (Id: id, entry.Sequence))).GroupBy(quoted => quoted.Id).Select(same => same.Last());

    public long? First => Messages.Count == 0 ? null : Messages[0].Sequence;

    public string? TranscriptWords => Talk.LastSequence switch
    {
        0 => null,
        1 => "1 message",
        var count => $"{count} messages",
    };

    public static async Task<ConversationFacts> ReadAsync(ClinicDb db, string id, int most, CancellationToken ct)
    {
        var talk = db.Conversations.Local.FirstOrDefault(c => c.Id == id) ?? await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == id, ct);
        var proven = await IdentityReader.OfAsync(db, talk, ct);
        var hash = talk.PhoneHash ?? proven?.Patient?.PhoneHash;
        var onFile = hash is null ? [] : await db.Patients.AsNoTracking().Where(p => p.ClinicId == talk.ClinicId && p.PhoneHash == hash).Take(5).ToListAsync(ct);
        return new ConversationFacts
        {
            Talk = talk,
            Phone = talk.Phone ?? proven?.Patient?.Phone,
            Identity = IdentityOf(proven, onFile.Count),
            Messages = await MessagesAsync(db, id, most, ct),
            RedFlags = await RedFlagsAsync(db, id, ct),
            NameOnFile = proven?.Patient is { } one ? NameOf(one) : onFile.Count == 0 ? null : string.Join(", ", onFile.Select(NameOf)),
            Reach = Patients.Reach.Of(proven?.Patient is { } writer ? [writer] : onFile),
            ConsentWords = hash is null ? null : WordsOf(await ConsentLedger.StateOf(db, talk.ClinicId, hash)),
        };
    }

    private static async Task<IReadOnlyList<TranscriptEntry>> MessagesAsync(ClinicDb db, string id, int most, CancellationToken ct)
    {
        var stored = await db.Transcript.AsNoTracking().Where(t => t.ConversationId == id).OrderByDescending(t => t.Sequence).Take(most).ToListAsync(ct);
        return [.. stored.Concat(db.Transcript.Local.Where(t => t.ConversationId == id)).DistinctBy(t => t.Sequence).OrderBy(t => t.Sequence)];
    }

    // Whoever takes a booking must know that the same patient wrote of chest pain: flags of all tickets of the conversation, closed ones too.
    private static async Task<IReadOnlyList<SummaryField>> RedFlagsAsync(ClinicDb db, string id, CancellationToken ct)
    {
        var stored = await db.Handoffs.AsNoTracking().Where(h => h.ConversationId == id).OrderByDescending(h => h.WaitingSince).Take(50).ToListAsync(ct);
        return [.. db.Handoffs.Local.Where(h => h.ConversationId == id).Concat(stored).DistinctBy(h => h.Id)
            .SelectMany(h => Packet.Read(h.Summary)).Where(field => field.Name == PacketField.RedFlags)];
    }

    private static string NameOf(Patient p) => $"{p.FirstName} {p.LastName}".TrimEnd();

    private static string IdentityOf(IdentityView? chat, int onFile) => chat switch
    {
        null => onFile > 0 ? "number on file" : "number not on file",
        { Link: { } link, Patient: { } patient } => link.Method == PatientLink.ByCode ? $"{NameOf(patient)}, proven by a code ({link.By})" : $"{NameOf(patient)}, proven by phone: {link.Checked} ({link.By})",
        _ => "unverified",
    };

    private static string? WordsOf(ConsentState state)
    {
        if (state.OptedOut) return "opted out of all texts";
        var given = Purposes.Where(purpose => state.Allows(purpose.Purpose)).Select(purpose => purpose.Words).ToList();
        return given.Count == 0 ? null : $"yes: {string.Join(", ", given)}";
    }
}
