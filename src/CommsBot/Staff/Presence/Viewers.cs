using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Presence;

/// <param name="Name">A colleague who has the same talk open, or the same ticket where there is no talk.</param>
internal sealed record Onlooker(string Name, bool Typing)
{
    public string Words => Typing ? $"{Name} is typing." : $"{Name} is looking.";
}

/// <summary>
/// Who has which talk open, whether by one of its tickets or watching it, and who is typing, on every node: rows that are renewed while a page is open.
/// A ticket without a talk stands for itself.
/// </summary>
internal sealed class Viewers(ClinicStore store, TimeProvider machine, Changes changes)
{
    private static readonly TimeSpan RenewAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TypingFor = TimeSpan.FromSeconds(6);

    public async Task<IReadOnlyList<Onlooker>> OthersAsync(string lookedAt, string me, CancellationToken ct)
    {
        var now = machine.GetUtcNow();
        var since = now - GoneAfter;
        await using var db = store.Read();
        var others = await db.Viewers.Where(v => v.LookedAt == lookedAt && v.Person != me && v.SeenAt > since).OrderBy(v => v.Person).ToListAsync(ct);
        return [.. others.Select(v => new Onlooker(v.Person, now - v.TypedAt < TypingFor))];
    }

    /// <summary>The page is open. Cheap: writes at most every ten seconds, and tells the others only when somebody came.</summary>
    public Task LookAsync(string clinicId, string lookedAt, string person, CancellationToken ct) => RenewAsync(clinicId, lookedAt, person, typing: false, ct);

    /// <summary>A key of a reply was pressed.</summary>
    public Task TypeAsync(string clinicId, string lookedAt, string person, CancellationToken ct) => RenewAsync(clinicId, lookedAt, person, typing: true, ct);

    /// <summary>The page was left.</summary>
    public async Task LeaveAsync(string clinicId, string lookedAt, string person)
    {
        var was = await store.Write(async db =>
        {
            var old = machine.GetUtcNow() - TimeSpan.FromHours(1);
            var rows = await db.Viewers.AsTracking().Where(v => (v.LookedAt == lookedAt && v.Person == person) || v.SeenAt < old).ToListAsync();
            db.Viewers.RemoveRange(rows);
            return rows.Count > 0;
        });
        if (was) changes.Publish(new Change(clinicId, OnlookersOf: lookedAt));
    }

    private async Task RenewAsync(string clinicId, string lookedAt, string person, bool typing, CancellationToken ct)
    {
        var now = machine.GetUtcNow();
        await using (var look = store.Read())
        {
            var known = await look.Viewers.SingleOrDefaultAsync(v => v.LookedAt == lookedAt && v.Person == person, ct);
            if (known is not null && (typing ? now - known.TypedAt < TypingFor / 2 : now - known.SeenAt < RenewAfter)) return;
        }

        var isNews = await store.Write(async db =>
        {
            var row = await db.Viewers.AsTracking().SingleOrDefaultAsync(v => v.LookedAt == lookedAt && v.Person == person, ct);
            var news = row is null || now - row.SeenAt > GoneAfter || (typing && !(now - row.TypedAt < TypingFor));
            if (row is null) db.Viewers.Add(row = new Viewer { LookedAt = lookedAt, Person = person });
            row.SeenAt = now;
            if (typing) row.TypedAt = now;
            return news;
        }, ct);
        if (isNews) changes.Publish(new Change(clinicId, OnlookersOf: lookedAt));
    }
}
