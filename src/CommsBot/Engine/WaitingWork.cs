using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Engine;

/// <summary>
/// Which conversations have a stored message without a turn, which clinics have a text that is due or in doubt? This is what finds work after a crash,
/// after a moved clock, and when a hint was lost.
/// </summary>
internal sealed class WaitingWork(ClinicStore store, Hints hints, ClinicClock clock, TimeProvider machine)
{
    public async Task LookAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        var conversations = await db.Inbound.Where(i => i.State == InboundState.Stored).Select(i => i.ConversationId).Distinct().Take(1000).ToListAsync(ct);
        conversations.ForEach(hints.WakeConversation);

        foreach (var clinic in await OutboxWork.ClinicsWithWork(db, clock.UtcNow, machine.GetUtcNow(), ct)) hints.WakeClinic(clinic);
    }
}
