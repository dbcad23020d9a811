using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>A text is with the provider: the row says so, and the patient's thread shows it.</summary>
internal static class SentTexts
{
    /// <summary>How long after sending we ask for a receipt that did not come.</summary>
    public static readonly TimeSpan AskAfter = TimeSpan.FromMinutes(10);

    /// <param name="message">Tracked; it is shown by <see cref="ShowAsync"/>.</param>
    public static void Mark(OutboundMessage message, string sid, DateTimeOffset now, DateTimeOffset machineNow)
    {
        message.State = MessageState.Sent;
        message.ProviderSid = sid;
        message.SentAt = now;
        message.Reason = null;
        message.LeaseUntil = null;
        message.NotBefore = machineNow + AskAfter;
    }

    /// <summary>Replies stand in the transcript since their turn; whatever nobody wrote there is shown when it has really left.</summary>
    public static async Task ShowAsync(ClinicDb db, IReadOnlyCollection<OutboundMessage> sent, DateTimeOffset now)
    {
        var threads = sent.Where(m => m.ConversationId is not null).Select(m => m.ConversationId!).Distinct().ToList();
        var ids = sent.Where(m => m.ConversationId is not null).Select(m => m.Id).ToList();
        var shown = threads.Count == 0
            ? []
            : (await db.Transcript.Where(t => threads.Contains(t.ConversationId) && ids.Contains(t.OutboundId!)).Select(t => t.OutboundId!).ToListAsync()).ToHashSet();
        foreach (var ofClinic in sent.Where(m => m.Class != MessageClass.Page && !shown.Contains(m.Id)).GroupBy(m => m.ClinicId))
            await ShowAsync(db, ofClinic.Key, [.. ofClinic], now);
    }

    private static async Task ShowAsync(ClinicDb db, string clinicId, IReadOnlyList<OutboundMessage> sent, DateTimeOffset now)
    {
        var people = sent.Select(m => (Phone: PhoneNumber.TryParse(m.To, out var phone) ? phone : null, m.Language)).Where(to => to.Phone is not null)
            .Select(to => (to.Phone!, to.Language)).ToList();
        var threads = await Transcript.SmsThreads(db, clinicId, people, now);
        foreach (var message in sent)
        {
            if (!threads.TryGetValue(message.ToHash, out var thread)) continue;
            if (message.Body.Contains("STOP", StringComparison.Ordinal)) thread.StopNoticeAt = now;
            var from = message.Class == MessageClass.Staff ? Speaker.Staff : Speaker.Bot;
            var outcome = message.Class == MessageClass.Plan ? "preparation" : null;
            Transcript.Append(db, thread, from, message.Body, now, new EntryDetails(Outcome: outcome, OutboundId: message.Id));
        }
    }

    /// <summary>What whoever watches should read again: the clinic, and the thread a text is seen in where there is one.</summary>
    public static async Task<IReadOnlyList<Change>> ChangesOfAsync(ClinicDb db, IReadOnlyCollection<OutboundMessage> moved)
    {
        if (moved.Count == 0) return [];
        var local = db.Conversations.Local.Where(c => c.PhoneHash is not null).ToDictionary(c => (c.ClinicId, c.PhoneHash!), c => c.Id);
        var hashes = moved.Where(m => m.ConversationId is null && !local.ContainsKey((m.ClinicId, m.ToHash))).Select(m => m.ToHash).Distinct().ToList();
        if (hashes.Count > 0)
            foreach (var thread in await db.Conversations.Where(c => c.Channel == Channel.Sms && hashes.Contains(c.PhoneHash!)).Select(c => new { c.ClinicId, c.PhoneHash, c.Id }).ToListAsync())
                local[(thread.ClinicId, thread.PhoneHash!)] = thread.Id;
        return [.. moved.Select(m => new Change(m.ClinicId, m.ConversationId ?? local.GetValueOrDefault((m.ClinicId, m.ToHash)))).Distinct()];
    }
}
