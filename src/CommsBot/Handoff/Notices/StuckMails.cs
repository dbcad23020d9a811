using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff.Notices;

/// <summary>
/// Clinics whose mail to the people on call does not leave: a page was given up, or is unsent a minute after its first try, and no later one left. One
/// server takes them all, so what is true of one person's mail is feared of every other's.
/// </summary>
internal static class StuckMails
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="now">Clinic time.</param>
    /// <param name="machineNow">Machine time.</param>
    public static async Task<IReadOnlyList<string>> ClinicsAsync(ClinicDb db, DateTimeOffset now, DateTimeOffset machineNow, CancellationToken ct)
    {
        var (due, machineDue) = (now - Patience, machineNow - Patience);
        var pages = db.Notices.Where(n => n.Route.StartsWith(NoticeRoutes.OnCallPrefix));
        return await pages
            .Where(n => n.State == NoticeState.Failed
                || (n.State != NoticeState.Sent && (n.TriedSince <= machineDue || (n.TriedSince == null && n.At <= due))))
            .Where(n => !pages.Any(later => later.ClinicId == n.ClinicId && later.State == NoticeState.Sent && later.At > n.At))
            .Select(n => n.ClinicId).Distinct().ToListAsync(ct);
    }
}
