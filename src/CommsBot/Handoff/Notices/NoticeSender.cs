using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Settings;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff.Notices;

/// <summary>Sends what <see cref="NoticeBook"/> wrote down: claims a few rows, calls, records. Any number of nodes may run it; the attempt is the fence.</summary>
internal sealed partial class NoticeSender(
    ClinicStore store, ClinicDirectory clinics, ClinicClock clock, NoticeRoutes routes, IEnumerable<INoticeCarrier> carriers, ContentLibrary library,
    PublicAddress address, TimeProvider machine, ILogger<NoticeSender> log) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Look, machine);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stopping);
                await SendDueAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
            }
            catch (Exception fault)
            {
                Log.LookFailed(log, fault);
            }
        }
    }

    public async Task SendDueAsync(CancellationToken ct)
    {
        while (await TakeAsync(ct) is { Count: > 0 } mine) await Task.WhenAll(mine.Select(notice => SendAsync(notice, ct)));
    }

    private async Task<List<StaffNotice>> TakeAsync(CancellationToken ct)
    {
        var now = machine.GetUtcNow();
        await using (var db = store.Read())
            if (!await Due(db, now).AnyAsync(ct)) return [];
        try
        {
            return await store.WriteFenced(async db =>
            {
                var due = await Due(db, now).AsTracking().OrderBy(notice => notice.At).Take(AtOnce).ToListAsync(ct);
                foreach (var notice in due)
                {
                    (notice.State, notice.NotBefore) = (NoticeState.Sending, now + Lease);
                    notice.TriedSince ??= now;
                    notice.Attempt++;
                }

                return due;
            }, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return [];
        }
    }

    private async Task SendAsync(StaffNotice notice, CancellationToken ct)
    {
        var refusal = "no-route";
        if (routes.Find(notice.ClinicId, notice.Route) is { } route && clinics.Find(notice.ClinicId) is { } clinic)
        {
            var words = library.Wording.Text(notice.Words, Language.English, MessageForm.Sms, clinic.Fact);
            var link = address.At(notice.TicketId is { } ticket ? $"/staff/handoffs/{ticket}" : "/staff");
            refusal = await carriers.First(carrier => carrier.Carries(route.Kind)).SendAsync(route, new Notice(notice.Id, clinic.Id, words, notice.TicketId, link, clinic.LocalTime(notice.At)), ct);
        }

        if (refusal is not null) Log.NotAccepted(log, notice.Id, notice.Route, refusal);
        await store.WriteFenced(db => RecordAsync(db, notice, refusal), CancellationToken.None);
    }

    private async Task RecordAsync(ClinicDb db, StaffNotice sent, string? refusal)
    {
        var notice = await db.Notices.AsTracking().SingleOrDefaultAsync(n => n.Id == sent.Id && n.Attempt == sent.Attempt && n.State == NoticeState.Sending);
        if (notice is null) return;
        var now = machine.GetUtcNow();
        notice.State = refusal is null ? NoticeState.Sent : refusal == "no-route" || now - notice.TriedSince >= GivenUpAfter ? NoticeState.Failed : NoticeState.Planned;
        notice.NotBefore = notice.State == NoticeState.Planned ? now + PauseAfter(notice.Attempt) : null;
        if (notice.State == NoticeState.Failed)
            await CallTasks.OpenTechnicalAsync(db, notice.ClinicId, "notice-undelivered", clock.UtcNow, new SummaryField("Route", notice.Route), new SummaryField("Answer", refusal));
    }

    private static TimeSpan PauseAfter(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 5 * Math.Pow(3, Math.Min(attempt, 10) - 1)));

    private static IQueryable<StaffNotice> Due(ClinicDb db, DateTimeOffset now) => db.Notices.Where(n =>
        (n.State == NoticeState.Planned || n.State == NoticeState.Sending) && (n.NotBefore == null || n.NotBefore <= now));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Notice {Notice} was not accepted by {Route}: {Refusal}.")]
        public static partial void NotAccepted(ILogger logger, string notice, string route, string refusal);

        [LoggerMessage(LogLevel.Error, "Looking for notices to send failed; the next look is in a second.")]
        public static partial void LookFailed(ILogger logger, Exception fault);
    }
}
