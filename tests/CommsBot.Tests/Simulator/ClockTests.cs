using System.Net;
using System.Net.Http.Json;
using System.Text;
using CommsBot.Simulator.Clock;
using CsCheck;
using static CommsBot.Tests.Simulator.SimulatorApp;

namespace CommsBot.Tests.Simulator;

public sealed class ClockTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task Standing_still_the_target_is_now()
    {
        await using var app = await StartAsync(host => host with { InZone = moment => moment.ToOffset(TimeSpan.FromHours(-6)) });
        var clock = await app.Clock();
        Assert.Equal(["now", "target", "settled"], clock.EnumerateObject().Select(property => property.Name));
        Assert.True(clock.GetProperty("settled").GetBoolean());
        Assert.Equal(clock.GetProperty("now").GetString(), clock.GetProperty("target").GetString());
        Assert.EndsWith("-06:00", clock.GetProperty("now").GetString());
    }

    [Fact]
    public async Task It_stands_at_each_due_moment_until_its_texts_have_gone()
    {
        var plan = new Plan(waits: 3, Start.AddHours(1), Start.AddHours(2), Start.AddHours(9));
        await using var app = await StartAsync(plan.Host);
        Assert.Equal(HttpStatusCode.OK, (await Move(app, """{ "advance": "06:00:00" }""")).StatusCode);
        await app.SettledClock();
        Assert.Equal([Start.AddHours(1), Start.AddHours(2)], plan.Stops.SkipLast(1));
        Assert.True(plan.Stops[^1] >= Start.AddHours(6) && plan.Stops[^1] < Start.AddHours(6.1));
        Assert.Empty(plan.Skipped);
    }

    [Fact]
    public async Task While_a_due_text_waits_the_clock_shows_its_target_and_is_not_settled()
    {
        var plan = new Plan(waits: int.MaxValue, Start.AddHours(1));
        await using var app = await StartAsync(plan.Host);
        await Move(app, """{ "to": "2027-03-01T16:00:00-06:00" }""");
        await plan.Waiting.WaitAsync(TimeSpan.FromSeconds(60));
        var clock = await app.Clock();
        Assert.False(clock.GetProperty("settled").GetBoolean());
        var target = clock.GetProperty("target").GetDateTimeOffset();
        Assert.Equal(Start.AddHours(7), target);
        // Machine time hurries on by each look at the waiting text, so only the jump to the target is told from it.
        Assert.True(clock.GetProperty("now").GetDateTimeOffset() < target);
        plan.SendAll();
        Assert.True((await app.SettledClock()).GetProperty("now").GetDateTimeOffset() >= Start.AddHours(7));
    }

    [Fact]
    public void It_never_passes_a_due_moment_whose_texts_have_not_gone() => Gen.Select(Gen.Int[1, 400].Array[0, 6], Gen.Int[0, 4], Gen.Int[1, 300])
        .Sample((minutes, waits, advance) => Task.Run(async () =>
        {
            var plan = new Plan(waits, [.. minutes.Select(minute => Start.AddMinutes(minute))]);
            await using var app = await StartAsync(plan.Host);
            await Move(app, $$"""{ "advance": "{{advance / 60:00}}:{{advance % 60:00}}:00" }""");
            await app.SettledClock();
            Assert.Empty(plan.Skipped);
            Assert.True(app.ClinicTime.GetUtcNow() >= Start.AddMinutes(advance));
        }).GetAwaiter().GetResult(), iter: 12, threads: 1);

    [Fact]
    public async Task Pressing_twice_goes_twice_as_far()
    {
        var plan = new Plan(waits: int.MaxValue, Start.AddHours(1));
        await using var app = await StartAsync(plan.Host);
        await Move(app, """{ "advance": "06:00:00" }""");
        var first = (await app.Clock()).GetProperty("target").GetDateTimeOffset();
        await Move(app, """{ "advance": "06:00:00" }""");
        Assert.Equal(first.AddHours(6), (await app.Clock()).GetProperty("target").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_failing_delegate_holds_the_clock_until_it_answers_again()
    {
        var fails = 3;
        await using var app = await StartAsync(host => host with
        {
            NextDue = _ => Interlocked.Decrement(ref fails) >= 0 ? throw new InvalidOperationException("database away") : Task.FromResult<DateTimeOffset?>(null),
        });
        await Move(app, """{ "advance": "01:00:00" }""");
        Assert.True((await app.SettledClock()).GetProperty("now").GetDateTimeOffset() >= Start.AddHours(1));
    }

    [Theory]
    [InlineData("24:00:00", 24)]
    [InlineData("1.06:00:00", 30)]
    [InlineData("36:00:00", 36)]
    public async Task Hours_may_pass_a_day(string advance, int hours)
    {
        await using var app = await StartAsync();
        await Move(app, $$"""{ "advance": "{{advance}}" }""");
        var now = (await app.SettledClock()).GetProperty("now").GetDateTimeOffset();
        Assert.True(now >= Start.AddHours(hours) && now < Start.AddHours(hours + 0.1));
    }

    [Theory]
    [InlineData("""{ "advance": "-01:00:00" }""", "advance must be written as 06:00:00, or 2.06:00:00 with days.")]
    [InlineData("""{ "advance": "soon" }""", "advance must be written as 06:00:00, or 2.06:00:00 with days.")]
    [InlineData("""{ "advance": 6 }""", "advance must be written as 06:00:00, or 2.06:00:00 with days.")]
    [InlineData("""{ "advance": "00:00:00" }""", "The clock only moves forward.")]
    [InlineData("""{ "advance": "367.00:00:00" }""", "The clock moves by at most one year.")]
    [InlineData("""{ "advance": "9999.99999:59:59" }""", "The clock moves by at most one year.")]
    [InlineData("""{ "to": "2027-03-01T14:59:00Z" }""", "The clock only moves forward.")]
    [InlineData("""{ "to": "2029-03-01T00:00:00Z" }""", "The clock moves by at most one year.")]
    [InlineData("""{ "to": "9999-12-31T23:59:59Z" }""", "The clock moves by at most one year.")]
    [InlineData("""{ "to": "2027-03-02T00:00:00" }""", "to must be a moment with its offset, as 2027-03-13T18:00:00-06:00.")]
    [InlineData("""{ "to": "2027-13-02T00:00:00Z" }""", "to must be a moment with its offset, as 2027-03-13T18:00:00-06:00.")]
    [InlineData("""{ "to": "9999-12-31T23:59:59-10:00" }""", "to must be a moment with its offset, as 2027-03-13T18:00:00-06:00.")]
    [InlineData("""{ "to": "tomorrow" }""", "to must be a moment with its offset, as 2027-03-13T18:00:00-06:00.")]
    [InlineData("""{ "advance": "01:00:00", "to": "2027-03-02T00:00:00Z" }""", "Give either advance or to.")]
    [InlineData("{}", "Give either advance or to.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("forward", "The body is not JSON.")]
    public async Task A_wrong_wish_is_refused_and_moves_nothing(string body, string reason)
    {
        var app = shared.App;
        var response = await Move(app, body);
        Assert.Equal((HttpStatusCode.BadRequest, reason), (response.StatusCode, (await Json(response)).GetProperty("detail").GetString()));
        Assert.True(app.ClinicTime.GetUtcNow() < Start.AddMinutes(5));
    }

    [Fact]
    public async Task A_move_under_way_is_not_shortened()
    {
        var plan = new Plan(waits: int.MaxValue, Start.AddHours(1));
        await using var app = await StartAsync(plan.Host);
        await Move(app, """{ "to": "2027-03-05T00:00:00Z" }""");
        Assert.Equal(HttpStatusCode.BadRequest, (await Move(app, """{ "to": "2027-03-04T00:00:00Z" }""")).StatusCode);
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_clock_stood_with_its_texts_and_its_target()
    {
        var path = Path.Combine(Path.GetTempPath(), $"simulator-{Guid.NewGuid():N}.db");
        try
        {
            await using (var app = await StartAsync(host => host with { DatabasePath = path }))
            {
                await app.Text("STOP");
                await Move(app, """{ "advance": "2.00:00:00" }""");
                await app.SettledClock();
            }

            var plan = new Plan(waits: int.MaxValue, Start.AddHours(50));
            await using (var app = await StartAsync(host => plan.Host(host) with { DatabasePath = path }))
            {
                Assert.True((await app.Clock()).GetProperty("now").GetDateTimeOffset() >= Start.AddDays(2));
                Assert.Equal(2, (await app.Thread()).Length);
                await Move(app, """{ "to": "2027-03-05T00:00:00Z" }""");
                await plan.Waiting.WaitAsync(TimeSpan.FromSeconds(60));
            }

            await using (var app = await StartAsync(host => host with { DatabasePath = path }))
            {
                Assert.True((await app.SettledClock()).GetProperty("now").GetDateTimeOffset() >= new DateTimeOffset(2027, 3, 5, 0, 0, 0, TimeSpan.Zero));
            }
        }
        finally
        {
            File.Delete(path);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        }
    }

    [Fact]
    public async Task The_next_due_moment_can_be_asked_for()
    {
        var plan = new Plan(waits: 0, Start.AddHours(3));
        await using var app = await StartAsync(plan.Host);
        Assert.Equal(Start.AddHours(3), (await Json(await app.Client.GetAsync("/simulator/clock/next"))).GetProperty("due").GetDateTimeOffset());
    }

    [Fact]
    public void Simulated_time_begins_where_it_is_told_and_never_goes_back()
    {
        var machine = new HurriedTime(Start);
        var time = new SimulatedTime(machine, Start.AddDays(-3));
        Assert.Equal(Start.AddDays(-3), time.GetUtcNow());
        time.MoveTo(Start.AddDays(1));
        time.MoveTo(Start);
        machine.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Start.AddDays(1).AddMinutes(1), time.GetUtcNow());
    }

    private static Task<HttpResponseMessage> Move(SimulatorApp app, string body) =>
        app.Client.PostAsync("/simulator/clock", new StringContent(body, Encoding.UTF8, "application/json"));
}
