using System.Globalization;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using Orleans.Runtime;

namespace CommsBot.Engine;

/// <summary>
/// Orleans' membership protocol on our own rows. A change compares the table's version and the row's own before it swaps both in one transaction;
/// false means that somebody was faster. "I am alive" is written beside that and never fails for want of a row.
/// </summary>
internal sealed class MembershipTable(ClinicStore store) : IMembershipTable
{
    private const string Only = "commsbot";

    public Task InitializeMembershipTable(bool tryInitTableVersion) => store.Write(async db =>
    {
        if (tryInitTableVersion && !await db.ClusterVersions.AnyAsync(v => v.Id == Only)) db.ClusterVersions.Add(new ClusterVersion { Id = Only, Version = 0 });
    }).ContinueWith(Started, TaskScheduler.Default).Unwrap();

    public Task DeleteMembershipTableEntries(string clusterId) => store.Write(async db =>
    {
        await db.ClusterNodes.ExecuteDeleteAsync();
        await db.ClusterVersions.ExecuteDeleteAsync();
    });

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => store.Write(db =>
        db.ClusterNodes.Where(n => n.Status == nameof(SiloStatus.Dead) && n.AliveAt < beforeDate && n.StartedAt < beforeDate).ExecuteDeleteAsync());

    public Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        var address = key.ToParsableString();
        return ReadAsync(nodes => nodes.Where(n => n.Address == address));
    }

    public Task<MembershipTableData> ReadAll() => ReadAsync(nodes => nodes);

    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion)
    {
        try
        {
            return await store.Write(async db =>
            {
                var address = entry.SiloAddress.ToParsableString();
                if (await db.ClusterNodes.AnyAsync(n => n.Address == address) || !await RaiseAsync(db, tableVersion)) return false;
                db.ClusterNodes.Add(RowOf(entry, tableVersion.Version));
                return true;
            });
        }
        catch (DbUpdateException lost) when (ClinicStore.IsRepeat(lost))
        {
            return false;
        }
    }

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => store.Write(async db =>
    {
        var address = entry.SiloAddress.ToParsableString();
        var changedIn = int.Parse(etag, CultureInfo.InvariantCulture);
        if (await db.ClusterNodes.AsTracking().FirstOrDefaultAsync(n => n.Address == address && n.ChangedIn == changedIn) is not { } row) return false;
        if (!await RaiseAsync(db, tableVersion)) return false;
        row.Status = entry.Status.ToString();
        row.Suspicions = SuspicionsOf(entry);
        row.AliveAt = Utc(entry.IAmAliveTime);
        row.ChangedIn = tableVersion.Version;
        return true;
    });

    public Task UpdateIAmAlive(MembershipEntry entry)
    {
        var address = entry.SiloAddress.ToParsableString();
        var alive = Utc(entry.IAmAliveTime);
        return store.Write(db => db.ClusterNodes.Where(n => n.Address == address).ExecuteUpdateAsync(row => row.SetProperty(n => n.AliveAt, alive)));
    }

    /// <summary>The given version is the next one; it was based on the one before it.</summary>
    private static async Task<bool> RaiseAsync(ClinicDb db, TableVersion next) =>
        await db.ClusterVersions.Where(v => v.Id == Only && v.Version == next.Version - 1).ExecuteUpdateAsync(row => row.SetProperty(v => v.Version, next.Version)) == 1;

    // In one transaction: rows of one version with the number of another would let a lost race look won.
    private Task<MembershipTableData> ReadAsync(Func<IQueryable<ClusterNode>, IQueryable<ClusterNode>> which) => store.Write(async db =>
    {
        var version = await db.ClusterVersions.AsNoTracking().Where(v => v.Id == Only).Select(v => v.Version).FirstOrDefaultAsync();
        var nodes = await which(db.ClusterNodes.AsNoTracking()).ToListAsync();
        return new MembershipTableData(
            nodes.ConvertAll(node => Tuple.Create(EntryOf(node), node.ChangedIn.ToString(CultureInfo.InvariantCulture))),
            new TableVersion(version, version.ToString(CultureInfo.InvariantCulture)));
    });

    // Two nodes may start at once on a new database; the other one's row is as good.
    private static Task Started(Task attempt) =>
        attempt.Exception?.InnerException is DbUpdateException lost && ClinicStore.IsRepeat(lost) ? Task.CompletedTask : attempt;

    private static ClusterNode RowOf(MembershipEntry entry, int version) => new()
    {
        Address = entry.SiloAddress.ToParsableString(),
        Status = entry.Status.ToString(),
        HostName = entry.HostName ?? "",
        Name = entry.SiloName ?? "",
        Suspicions = SuspicionsOf(entry),
        StartedAt = Utc(entry.StartTime),
        AliveAt = Utc(entry.IAmAliveTime),
        ChangedIn = version,
    };

    private static MembershipEntry EntryOf(ClusterNode node) => new()
    {
        SiloAddress = SiloAddress.FromParsableString(node.Address),
        Status = Enum.Parse<SiloStatus>(node.Status),
        HostName = node.HostName,
        SiloName = node.Name,
        SuspectTimes = [.. node.Suspicions.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(SuspicionOf)],
        StartTime = node.StartedAt.UtcDateTime,
        IAmAliveTime = node.AliveAt.UtcDateTime,
    };

    private static string SuspicionsOf(MembershipEntry entry) =>
        string.Join(';', (entry.SuspectTimes ?? []).Select(suspicion => $"{suspicion.Item1.ToParsableString()}={suspicion.Item2.Ticks}"));

    private static Tuple<SiloAddress, DateTime> SuspicionOf(string text)
    {
        var parts = text.Split('=');
        return Tuple.Create(SiloAddress.FromParsableString(parts[0]), new DateTime(long.Parse(parts[1], CultureInfo.InvariantCulture), DateTimeKind.Utc));
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
