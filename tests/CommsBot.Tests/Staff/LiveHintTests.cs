using System.Diagnostics;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Staff.Console;
using CommsBot.Staff.Queue;
using CommsBot.Tests.Drivers;
using Microsoft.AspNetCore.Components;

namespace CommsBot.Tests.Staff;

/// <summary>A change is on every open console at once, also where it comes while a page is being opened or read.</summary>
public sealed class LiveHintTests(TestService service) : IClassFixture<TestService>
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };

    [Fact]
    public async Task What_changes_while_a_page_reads_for_the_first_time_is_read_at_once_not_at_the_next_look()
    {
        var since = Stopwatch.GetTimestamp();
        Opening.Reads = 0;
        await using var page = await ConsoleScreen.OpenAsync<Opening>(service.App.Services, Dana);
        await service.Until("read what changed", () => Task.FromResult(Opening.Reads > 1));
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(4.5));
    }

    [Fact]
    public async Task Whoever_hears_of_a_change_first_reads_it_too()
    {
        var queue = service.Get<QueueReader>();
        await queue.QueueAsync(Dana, default);
        var stale = 0;
        var id = await service.Store.Write(async db =>
            (await TicketBook.OpenAsync(db, new NewTicket(The.Clinic, HandoffKind.Question, [], Language.English, UniqueKey: "heard-first"), service.Get<ClinicClock>().UtcNow)).Id);
        // They are told in no order of ours: among so many some are told before the reader of the queue.
        var hearing = Enumerable.Range(0, 60).Select(_ => service.Get<Changes>().Subscribe(_ =>
        {
            var seen = queue.QueueAsync(Dana, default).GetAwaiter().GetResult();
            if (!seen.Bands.SelectMany(band => band.Rows).Any(row => row.Id == id)) stale++;
        })).ToList();
        service.Get<Changes>().Publish(new Change(The.Clinic));
        hearing.ForEach(one => one.Dispose());
        Assert.Equal(0, stale);
    }

    [Fact]
    public async Task Many_consoles_that_ask_at_once_share_a_read_however_fast_things_change_meanwhile()
    {
        using var quiet = new CancellationTokenSource();
        var moving = Task.Run(() =>
        {
            while (!quiet.IsCancellationRequested)
            {
                service.Get<Changes>().Publish(new Change(The.Clinic));
                Thread.Yield();
            }
        });
        var queue = service.Get<QueueReader>();
        var seen = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => queue.QueueAsync(Dana, default)));
        await quiet.CancelAsync();
        await moving;
        Assert.InRange(seen.Select(one => one.Stamps).Distinct(ReferenceEqualityComparer.Instance).Count(), 1, 3);
    }

    /// <summary>Something happens elsewhere right after its first read.</summary>
    private sealed class Opening : LivePage
    {
        public static int Reads { get; set; }

        [Inject] public Changes News { get; set; } = default!;

        private protected override Task LoadAsync(DeskPerson person)
        {
            if (++Reads == 1) News.Publish(new Change(The.Clinic));
            return Task.CompletedTask;
        }
    }
}
