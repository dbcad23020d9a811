using CommsBot.Conversations;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>A text is with the provider: the row says so, and the patient's thread shows it.</summary>
internal static class SentTexts
{
    /// <summary>How long after sending we ask for a receipt that did not come.</summary>
    public static readonly TimeSpan AskAfter = TimeSpan.FromMinutes(10);

    /// <param name="message">Tracked by <paramref name="db"/>.</param>
    public static async Task MarkAsync(ClinicDb db, OutboundMessage message, string sid, DateTimeOffset now, DateTimeOffset machineNow)
    {
        message.State = MessageState.Sent;
        message.ProviderSid = sid;
        message.SentAt = now;
        message.Reason = null;
        message.LeaseUntil = null;
        message.NotBefore = machineNow + AskAfter;
        await ShowAsync(db, message, now);
    }

    // Replies stand in the transcript since their turn; whatever nobody wrote there is shown when it has really left.
    private static async Task ShowAsync(ClinicDb db, OutboundMessage message, DateTimeOffset now)
    {
        if (message.Class == MessageClass.Page || !PhoneNumber.TryParse(message.To, out var phone)) return;
        if (message.ConversationId is { } known && await db.Transcript.AnyAsync(t => t.ConversationId == known && t.OutboundId == message.Id)) return;
        var thread = await Transcript.SmsThread(db, message.ClinicId, phone, message.Language, now);
        if (message.Body.Contains("STOP", StringComparison.Ordinal)) thread.StopNoticeAt = now;
        var from = message.Class == MessageClass.Staff ? Speaker.Staff : Speaker.Bot;
        var outcome = message.Class == MessageClass.Plan ? "preparation" : null;
        Transcript.Append(db, thread, from, message.Body, now, new EntryDetails(Outcome: outcome, OutboundId: message.Id));
    }

    /// <summary>The thread a change of this text is seen in; null when there is none.</summary>
    public static async Task<string?> ThreadOfAsync(ClinicDb db, OutboundMessage message) =>
        message.ConversationId ?? await db.Conversations
            .Where(c => c.ClinicId == message.ClinicId && c.Channel == Channel.Sms && c.PhoneHash == message.ToHash)
            .Select(c => c.Id).FirstOrDefaultAsync();
}
