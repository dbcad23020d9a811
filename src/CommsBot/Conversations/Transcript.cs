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
    public static async Task<Conversation> SmsThread(ClinicDb db, string clinicId, PhoneNumber phone, Language language, DateTimeOffset now)
    {
        var hash = db.Cipher.LookUpHash(phone.E164);
        var known = db.Conversations.Local.FirstOrDefault(c => c.ClinicId == clinicId && c.Channel == Channel.Sms && c.PhoneHash == hash)
            ?? await db.Conversations.AsTracking().SingleOrDefaultAsync(c => c.ClinicId == clinicId && c.Channel == Channel.Sms && c.PhoneHash == hash);
        if (known is not null) return known;
        var thread = new Conversation
        {
            Id = Ids.New("sms"),
            ClinicId = clinicId,
            Channel = Channel.Sms,
            Phone = phone.E164,
            PhoneHash = hash,
            Language = language,
            StartedAt = now,
            LastPatientAt = now,
        };
        db.Conversations.Add(thread);
        return thread;
    }
}

/// <summary>What a transcript entry may carry beside its text.</summary>
internal sealed record EntryDetails(
    string? Outcome = null, IReadOnlyList<string>? Answers = null, string? Activity = null, string? Author = null, string? OutboundId = null, string? Model = null);
