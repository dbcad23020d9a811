using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>
/// Texts that were sent and of which nothing more was heard: the provider is asked, less and less often, for a day. An instruction whose last useful
/// moment passes unconfirmed is asked about at that moment, and a person phones unless the answer is yes. A provider that hangs is asked for several at a
/// time and left after a while, so that the next look finds what is more pressing.
/// </summary>
internal sealed class MissingReceipts(ClinicStore store, Receipts receipts, ClinicClock clock, TimeProvider machine, Changes changes)
{
    private const string Unconfirmed = "unconfirmed";
    private static readonly TimeSpan GiveUp = TimeSpan.FromHours(24);

    public async Task AskAsync(Clinic clinic, ITextCarrier carrier) => await Asking.SeveralAsync(await SilentAsync(clinic, carrier.Channel), machine, async message =>
    {
        var answer = await carrier.FetchAsync(message.ProviderSid!);
        if (answer is not null) await receipts.TakeAsync(new Receipt(message.Id, answer.Sid, answer.Status, answer.ErrorCode));
        await store.WriteFenced(db => AskLaterAsync(db, message));
    });

    private async Task<List<OutboundMessage>> SilentAsync(Clinic clinic, Channel channel)
    {
        await using var db = store.Read();
        var (now, machineNow) = (clock.UtcNow, machine.GetUtcNow());
        return await db.Outbound
            .Where(m => m.ClinicId == clinic.Id && m.Channel == channel && m.State == MessageState.Sent && m.ProviderSid != null
                && (m.NotBefore <= machineNow || (m.Step != null && m.NotAfter <= now && m.Reason == null && m.AnsweredAt == null)))
            .OrderBy(m => m.NotAfter <= now ? 0 : 1).ThenBy(m => m.NotBefore).Take(20).ToListAsync();
    }

    private async Task AskLaterAsync(ClinicDb db, OutboundMessage asked)
    {
        if (await db.Outbound.AsTracking().FirstOrDefaultAsync(m => m.Id == asked.Id && m.State == MessageState.Sent) is not { } message) return;
        var now = machine.GetUtcNow();
        var silentFor = now - (message.PostingAt ?? now);
        message.NotBefore = silentFor < GiveUp ? now + Longer(silentFor) : null;
        var tooLate = message is { Step: not null, AnsweredAt: null } && message.NotAfter <= clock.UtcNow;
        // An instruction stays open to the question until its last useful moment, however long it was silent.
        if (!tooLate && (silentFor < GiveUp || message is { Step: not null, AnsweredAt: null })) return;
        if (tooLate)
        {
            await LostText.CallAsync(db, message, Unconfirmed, clock.UtcNow);
            changes.Publish(new Change(message.ClinicId));
        }

        message.Reason = Unconfirmed;
    }

    private static TimeSpan Longer(TimeSpan silentFor) => silentFor > SentTexts.AskAfter ? silentFor : SentTexts.AskAfter;
}
