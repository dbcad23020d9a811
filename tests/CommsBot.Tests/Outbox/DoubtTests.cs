using CommsBot.Handoff;
using CommsBot.Outbox;
using CsCheck;

namespace CommsBot.Tests.Outbox;

/// <summary>Nothing lost, nothing twice, whatever the network does.</summary>
public class DoubtTests
{
    [Theory]
    [InlineData(nameof(Fate.AcceptThenDrop))]
    [InlineData(nameof(Fate.AcceptThenTimeOut))]
    [InlineData(nameof(Fate.AcceptThenError))]
    [InlineData(nameof(Fate.UnreadableYes))]
    public async Task A_text_that_was_accepted_without_a_clear_answer_is_found_and_not_repeated(string fate)
    {
        await using var house = await TextHouse.OpenAsync();
        Once(house, fate);
        var id = await house.AddAsync(MessageClass.Staff);

        await house.RunAsync();
        Assert.Equal(MessageState.InDoubt, await house.StateAsync(id));
        await house.RunAsync();

        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
        Assert.Single(house.StandIn.Texts);
    }

    [Theory]
    [InlineData(nameof(Fate.DropBefore))]
    [InlineData(nameof(Fate.TimeOutBefore))]
    [InlineData(nameof(Fate.ErrorBefore))]
    public async Task A_text_that_never_arrived_is_sent_again_only_after_it_must_have_settled(string fate)
    {
        await using var house = await TextHouse.OpenAsync();
        Once(house, fate);
        var id = await house.AddAsync(MessageClass.Staff);

        await house.RunAsync();
        house.Pass(TimeSpan.FromSeconds(9));
        await house.RunAsync();
        Assert.Equal(MessageState.InDoubt, await house.StateAsync(id));
        Assert.Empty(house.StandIn.Texts);
        house.Pass(TimeSpan.FromSeconds(2));
        await house.RunAsync();

        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
        Assert.Equal(2, (await house.TextAsync(id)).Attempt);
        Assert.Single(house.StandIn.Texts);
    }

    [Theory]
    [InlineData(nameof(Fate.RefuseConnection))]
    [InlineData(nameof(Fate.TooMany))]
    public async Task A_text_that_was_surely_not_accepted_goes_back_to_planned_and_leaves_after_a_pause(string fate)
    {
        await using var house = await TextHouse.OpenAsync();
        Once(house, fate);
        var id = await house.AddAsync(MessageClass.Staff);

        await house.RunAsync();
        Assert.Equal(MessageState.Planned, await house.StateAsync(id));
        house.Pass(TimeSpan.FromSeconds(2));
        await house.RunAsync();

        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
        Assert.Single(house.StandIn.Texts);
    }

    [Fact]
    public async Task What_an_earlier_run_left_claimed_is_looked_up_at_once()
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Staff);
        await CrashAsync(house, posted: 1);

        await house.RunAsync();

        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
        Assert.Single(house.StandIn.Texts);
    }

    [Fact]
    public async Task Two_doubtful_texts_with_the_same_words_need_two_texts_at_the_provider()
    {
        await using var house = await TextHouse.OpenAsync();
        var fates = new Queue<Fate>([Fate.AcceptThenDrop, Fate.DropBefore]);
        house.StandIn.Next = _ => fates.TryDequeue(out var fate) ? fate : Fate.Accept;
        await house.AddAsync(MessageClass.Staff, "same");
        await house.AddAsync(MessageClass.Staff, "same");

        await UntilDoneAsync(house, 2);

        Assert.Equal(2, house.StandIn.Count("same"));
    }

    [Fact]
    public async Task An_older_text_with_the_same_words_does_not_count_as_found()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.AddAsync(MessageClass.Staff, "same");
        await house.RunAsync();
        Once(house, nameof(Fate.DropBefore));
        await house.AddAsync(MessageClass.Staff, "same");

        await UntilDoneAsync(house, 2);

        Assert.Equal(2, house.StandIn.Count("same"));
    }

    [Fact]
    public async Task A_doubtful_text_that_is_too_late_goes_to_a_person()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        Once(house, nameof(Fate.DropBefore));
        var id = await house.AddAsync(MessageClass.Plan, with: text => text with { NotAfter = house.Clock.UtcNow.AddSeconds(8), AppointmentId = "v", Step = "a" });

        await house.RunAsync();
        house.Pass(TimeSpan.FromSeconds(11));
        await house.RunAsync();

        var text = await house.TextAsync(id);
        Assert.Equal((MessageState.NeedsReview, "too-late"), (text.State, text.Reason));
        Assert.Equal("v", Assert.Single(await house.TasksAsync()).AppointmentId);
        Assert.Empty(house.StandIn.Texts);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_is_never_taken_for_no()
    {
        await using var house = await TextHouse.OpenAsync();
        Once(house, nameof(Fate.AcceptThenDrop));
        house.StandIn.ListIsDown = true;
        var id = await house.AddAsync(MessageClass.Staff);
        for (var minute = 0; minute < 14; minute++)
        {
            await house.RunAsync();
            house.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(MessageState.InDoubt, await house.StateAsync(id));
        house.Pass(TimeSpan.FromMinutes(2));
        await house.RunAsync();

        Assert.Equal(MessageState.NeedsReview, await house.StateAsync(id));
        Assert.Single(house.StandIn.Texts);
        Assert.Single(await house.TasksAsync());
    }

    [Fact]
    public async Task The_fence_stops_a_text_whose_lease_ran_out_before_its_bytes_left()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.AddAsync(MessageClass.Staff);
        var round = await house.Store.Write(db => house.Claims.TakeAsync(db, house.Clinic, house.Carrier, 1, urgentOnly: false));
        var claim = round.Claims[0];
        house.Pass(house.Carrier.Limits.Lease);

        var outcome = await house.Carrier.PostAsync(claim.Text, new SendFence(house.Machine, house.Clock, claim.LeaseUntil, claim.LastMoment));

        Assert.Equal(new PostOutcome.NotProcessed("lease-over"), outcome);
        Assert.Empty(house.StandIn.Texts);
    }

    [Fact]
    public async Task The_fence_stops_a_text_that_is_too_late_on_the_clinics_clock()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.AddAsync(MessageClass.Staff, with: text => text with { NotAfter = house.Clock.UtcNow.AddMinutes(1) });
        var round = await house.Store.Write(db => house.Claims.TakeAsync(db, house.Clinic, house.Carrier, 1, urgentOnly: false));
        var claim = round.Claims[0];
        house.Clock.MoveTo(house.Clock.UtcNow.AddHours(1));

        var outcome = await house.Carrier.PostAsync(claim.Text, new SendFence(house.Machine, house.Clock, claim.LeaseUntil, claim.LastMoment));

        Assert.Equal(new PostOutcome.NotProcessed("too-late"), outcome);
        Assert.Empty(house.StandIn.Texts);
    }

    [Fact]
    public Task Over_any_sequence_of_faults_and_kills_nothing_is_lost_and_nothing_is_sent_twice() =>
        Gen.Select(Gen.Int[1, 5], Gen.Enum<Fate>().List[0, 14], Gen.Int[0, 3]).SampleAsync(
            (count, fates, crashes) => Exactly(count, fates, crashes), iter: 8, threads: 1);

    [Fact]
    public async Task A_sender_that_simply_repeats_sends_twice_under_the_same_faults()
    {
        var faults = new Queue<Fate>([Fate.AcceptThenDrop, Fate.AcceptThenTimeOut, Fate.AcceptThenError, Fate.DropBefore, Fate.Accept]);
        await using var house = await TextHouse.OpenAsync();
        house.StandIn.Next = _ => faults.TryDequeue(out var fate) ? fate : Fate.Accept;
        var text = new OutgoingText("x", house.Clinic.Id, "+12815550142", "naive", 60);
        PostOutcome outcome;
        do outcome = await house.Carrier.PostAsync(text, new SendFence(house.Machine, house.Clock, house.Machine.GetUtcNow().AddMinutes(1), null));
        while (outcome is not PostOutcome.Accepted);

        Assert.Equal(4, house.StandIn.Count("naive"));
    }

    private static async Task Exactly(int count, List<Fate> fates, int crashes)
    {
        await using var house = await TextHouse.OpenAsync();
        var waiting = new Queue<Fate>(fates);
        house.StandIn.Next = _ =>
        {
            lock (waiting) return waiting.TryDequeue(out var fate) ? fate : Fate.Accept;
        };
        for (var i = 0; i < count; i++) await house.AddAsync(MessageClass.Staff, $"text {i % 3}", to: $"+1281555014{i % 2}");
        for (var i = 0; i < crashes; i++) await CrashAsync(house, posted: i);
        await UntilDoneAsync(house, count);
        var expected = Enumerable.Range(0, count).GroupBy(i => (i % 3, i % 2)).ToDictionary(g => ($"text {g.Key.Item1}", $"+1281555014{g.Key.Item2}"), g => g.Count());
        var sent = house.StandIn.Texts.GroupBy(text => (text.Body, text.To)).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(expected.OrderBy(e => e.Key), sent.OrderBy(e => e.Key));
    }

    /// <summary>A run that claims, calls for some of its claims, and is killed before it writes down what came of it.</summary>
    private static async Task CrashAsync(TextHouse house, int posted)
    {
        var round = await house.Store.Write(db => house.Claims.TakeAsync(db, house.Clinic, house.Carrier, 3, urgentOnly: false));
        foreach (var claim in round.Claims.Take(posted))
            await house.Carrier.PostAsync(claim.Text, new SendFence(house.Machine, house.Clock, claim.LeaseUntil, claim.LastMoment));
        house.Restart();
    }

    private static async Task UntilDoneAsync(TextHouse house, int count)
    {
        for (var round = 0; round < 120; round++)
        {
            await house.RunAsync();
            if (await CountAsync(house, MessageState.Sent) == count) return;
            house.Pass(TimeSpan.FromSeconds(6));
        }

        Assert.Fail("Not every text was sent.");
    }

    private static async Task<int> CountAsync(TextHouse house, MessageState state)
    {
        await using var db = house.Store.Read();
        return db.Outbound.Count(m => m.State == state);
    }

    private static void Once(TextHouse house, string fate)
    {
        var first = true;
        house.StandIn.Next = _ =>
        {
            if (!first) return Fate.Accept;
            first = false;
            return Enum.Parse<Fate>(fate);
        };
    }
}
