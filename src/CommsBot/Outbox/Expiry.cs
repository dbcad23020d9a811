using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>Texts whose last useful moment passed before they could leave: a person phones instead.</summary>
internal sealed class Expiry(ClinicStore store, ClinicClock clock, Changes changes)
{
    private const int AtATime = 200;

    public async Task RunAsync(Clinic clinic, Channel channel)
    {
        while (await store.WriteFenced(db => ExpireAsync(db, clinic, channel)) == AtATime)
        {
        }
    }

    private async Task<int> ExpireAsync(ClinicDb db, Clinic clinic, Channel channel)
    {
        var now = clock.UtcNow;
        var late = await db.Outbound.AsTracking()
            .Where(m => m.ClinicId == clinic.Id && m.Channel == channel && (m.State == MessageState.Planned || m.State == MessageState.Held) && m.NotAfter <= now)
            .OrderBy(m => m.DueAt).Take(AtATime).ToListAsync();
        foreach (var message in late)
        {
            message.Reason = message.State == MessageState.Held ? message.Reason : "too-late";
            message.State = MessageState.Expired;
            await LostText.CallAsync(db, message, message.Reason ?? "too-late", now);
        }

        if (late.Count > 0) changes.Publish(new Change(clinic.Id));
        return late.Count;
    }
}
