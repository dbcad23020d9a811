using CommsBot.Content;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations;

/// <summary>Appends to a conversation inside a write. The number is a concurrency token, so two writers cannot take one.</summary>
internal static class Transcript
{
    /// <param name="conversation">Tracked by <paramref name="db"/>.</param>
    public static TranscriptEntry Append(ClinicDb db, Conversation conversation, Speaker from, string text, DateTimeOffset at, EntryDetails? details = null)
    {
        conversation.LastSequence++;
        conversation.SaidAt = TimeProvider.System.GetUtcNow();
        if (from == Speaker.Patient) PatientSaid(conversation, at);
        if (from == Speaker.Staff) (conversation.StaffSaidAt, conversation.UnansweredSince) = (at, null);
        var entry = new TranscriptEntry
        {
            ConversationId = conversation.Id,
            ClinicId = conversation.ClinicId,
            Sequence = conversation.LastSequence,
            From = from,
            Text = text,
            At = at,
            Outcome = details?.Outcome,
            Answers = details?.Answers is { Count: > 0 } ids ? string.Join(',', ids) : null,
            Activity = details?.Activity,
            Author = details?.Author,
            OutboundId = details?.OutboundId,
            Model = details?.Model,
        };
        db.Transcript.Add(entry);
        return entry;
    }

    private static void PatientSaid(Conversation conversation, DateTimeOffset at)
    {
        conversation.LastPatientAt = at;
        if (!conversation.BotOwns) conversation.UnansweredSince ??= at;
    }

    /// <summary>The SMS thread of a number with a clinic, made when there is none; tracked by <paramref name="db"/>.</summary>
    public static async Task<Conversation> SmsThread(ClinicDb db, string clinicId, PhoneNumber phone, Language language, DateTimeOffset now) =>
        (await SmsThreads(db, clinicId, [(phone, language)], now)).Values.Single();

    /// <summary>As <see cref="SmsThread"/>, for several numbers at once; by their hash.</summary>
    public static async Task<IReadOnlyDictionary<string, Conversation>> SmsThreads(
        ClinicDb db, string clinicId, IEnumerable<(PhoneNumber Phone, Language Language)> people, DateTimeOffset now)
    {
        var asked = people.DistinctBy(person => person.Phone).ToDictionary(person => db.Cipher.LookUpHash(person.Phone.E164));
        var threads = db.Conversations.Local.Where(c => c.ClinicId == clinicId && c.Channel == Channel.Sms && asked.ContainsKey(c.PhoneHash!)).ToDictionary(c => c.PhoneHash!);
        var unread = asked.Keys.Where(hash => !threads.ContainsKey(hash)).ToList();
        if (unread.Count == 0) return threads;
        var known = await db.Conversations.AsTracking().Where(c => c.ClinicId == clinicId && c.Channel == Channel.Sms && unread.Contains(c.PhoneHash!)).ToListAsync();
        foreach (var thread in known) threads[thread.PhoneHash!] = thread;
        foreach (var hash in unread.Where(hash => !threads.ContainsKey(hash)))
            db.Conversations.Add(threads[hash] = new Conversation
            {
                Id = Ids.New("sms"),
                ClinicId = clinicId,
                Channel = Channel.Sms,
                Phone = asked[hash].Phone.E164,
                PhoneHash = hash,
                Language = asked[hash].Language,
                StartedAt = now,
                LastPatientAt = now,
            });
        return threads;
    }
}

/// <summary>What a transcript entry may carry beside its text.</summary>
internal sealed record EntryDetails(
    string? Outcome = null, IReadOnlyList<string>? Answers = null, string? Activity = null, string? Author = null, string? OutboundId = null, string? Model = null);
