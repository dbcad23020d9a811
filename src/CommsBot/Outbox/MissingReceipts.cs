using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>Texts that were sent and of which nothing more was heard: the provider is asked, less and less often, for a day.</summary>
internal sealed class MissingReceipts(ClinicStore store, Receipts receipts, TimeProvider machine)
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromHours(24);

    public async Task AskAsync(Clinic clinic, ITextCarrier carrier)
    {
        foreach (var message in await SilentAsync(clinic, carrier.Channel))
        {
            var answer = await carrier.FetchAsync(message.ProviderSid!);
            if (answer is not null) await receipts.TakeAsync(new Receipt(message.Id, answer.Sid, answer.Status, answer.ErrorCode));
            await store.WriteFenced(db => AskLaterAsync(db, message));
        }
    }

    private async Task<List<OutboundMessage>> SilentAsync(Clinic clinic, Channel channel)
    {
        await using var db = store.Read();
        var now = machine.GetUtcNow();
        return await db.Outbound.Where(m => m.ClinicId == clinic.Id && m.Channel == channel && m.State == MessageState.Sent && m.ProviderSid != null && m.NotBefore <= now)
            .OrderBy(m => m.NotBefore).Take(20).ToListAsync();
    }

    private async Task AskLaterAsync(ClinicDb db, OutboundMessage asked)
    {
        if (await db.Outbound.AsTracking().FirstOrDefaultAsync(m => m.Id == asked.Id && m.State == MessageState.Sent) is not { } message) return;
        var now = machine.GetUtcNow();
        var silentFor = now - (message.PostingAt ?? now);
        message.NotBefore = silentFor < GiveUp ? now + Longer(silentFor) : null;
        message.Reason = silentFor < GiveUp ? null : "unconfirmed";
    }

    private static TimeSpan Longer(TimeSpan silentFor) => silentFor > SentTexts.AskAfter ? silentFor : SentTexts.AskAfter;
}
