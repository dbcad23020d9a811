using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Operation;

/// <summary>What is missing for patients to be served, in the words of an operator.</summary>
internal sealed class Pulse(ClinicStore store, ContentLibrary library, Poller poller, ClinicClock clock, TimeProvider machine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>Whether this node can serve: asked by whoever spreads calls over nodes, so work that is stuck elsewhere is not its fault.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(CancellationToken ct)
    {
        var parts = new Dictionary<string, bool>
        {
            ["database"] = await AskAsync(db => db.Values.AnyAsync(value => value.Key == DatabaseStart.DemonstrationKey, ct), otherwise: false, ct),
            ["content"] = library.Answers.Any(),
            ["sender"] = poller.IsAlive(machine.GetUtcNow()),
        };
        return [.. parts.Where(part => !part.Value).Select(part => part.Key)];
    }

    /// <summary>What an operator must know though this node serves: on which lines no text leaves, whichever node has them.</summary>
    public async Task<IReadOnlyList<string>> StuckAsync(CancellationToken ct)
    {
        var lines = await AskAsync(db => StuckTexts.LinesAsync(db, clock.UtcNow, machine.GetUtcNow(), ct), otherwise: [], ct);
        return [.. lines.Select(line => $"{(line.Channel == Channel.Sms ? "Texts" : "Azure Bot Service messages")} of {line.ClinicId}: none leave")];
    }

    /// <summary>Whether, besides, messages get their turn, texts leave, and no piece of work fails or hangs.</summary>
    public async Task<bool> IsWellAsync(CancellationToken ct) =>
        (await MissingAsync(ct)).Count == 0 && poller.IsWholeSince(machine.GetUtcNow() - Patience) && await AskAsync(db => MovesAsync(db, ct), otherwise: false, ct);

    private async Task<bool> MovesAsync(ClinicDb db, CancellationToken ct)
    {
        var now = clock.UtcNow;
        if (await db.Inbound.AnyAsync(i => i.State == InboundState.Stored && i.ReceivedAt <= now - Patience, ct)) return false;
        return (await StuckTexts.LinesAsync(db, now, machine.GetUtcNow(), ct)).Count == 0;
    }

    private async Task<T> AskAsync<T>(Func<ClinicDb, Task<T>> question, T otherwise, CancellationToken ct)
    {
        try
        {
            await using var db = store.Read();
            return await question(db).WaitAsync(Longest, machine, ct);
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or InvalidOperationException or OperationCanceledException or TimeoutException)
        {
            return otherwise;
        }
    }
}
