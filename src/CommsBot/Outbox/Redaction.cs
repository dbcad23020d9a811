using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>Where it is configured, the words of a text that has come to its end are taken off the provider's books; tried until it works, and told when it does not for a day.</summary>
internal sealed class Redaction(ClinicStore store, ClinicClock clock, TimeProvider machine)
{
    private const int AtATime = 50;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TellAfter = TimeSpan.FromHours(24);
    private static readonly MessageState[] Ended = [MessageState.Delivered, MessageState.Undelivered, MessageState.Failed];

    /// <summary>Machine time at which an ended text is looked at again; null when its words may stay.</summary>
    public static DateTimeOffset? DueAt(bool redacts, TimeProvider machine) => redacts ? machine.GetUtcNow() : null;

    public async Task RunAsync(Clinic clinic, ITextCarrier carrier)
    {
        if (!carrier.Redacts) return;
        await Asking.SeveralAsync(await WaitingAsync(clinic, carrier.Channel), machine, async message =>
        {
            var done = await carrier.RedactAsync(message.ProviderSid!);
            await store.WriteFenced(db => NoteAsync(db, message.Id, done));
        });
    }

    private async Task<List<OutboundMessage>> WaitingAsync(Clinic clinic, Channel channel)
    {
        await using var db = store.Read();
        var now = machine.GetUtcNow();
        return await db.Outbound.Where(m => m.ClinicId == clinic.Id && m.Channel == channel && Ended.Contains(m.State) && m.NotBefore <= now && m.ProviderSid != null)
            .OrderBy(m => m.NotBefore).Take(AtATime).ToListAsync();
    }

    private async Task NoteAsync(ClinicDb db, string id, bool done)
    {
        var now = machine.GetUtcNow();
        var message = await db.Outbound.AsTracking().FirstAsync(m => m.Id == id);
        message.NotBefore = done ? null : now + Again;
        if (!done && message.PostingAt + TellAfter < now) await CallTasks.OpenTechnicalAsync(db, message.ClinicId, "not-redacted", clock.UtcNow);
    }
}
