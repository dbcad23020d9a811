using CommsBot.Clinics;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.Clinics;

public sealed class ClinicClockTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.Parse("2027-03-01T12:00:00Z");
    private readonly FakeTimeProvider machine = new(Start);

    [Fact]
    public void Unmoved_it_shows_machine_time() => Assert.Equal(Start, new ClinicClock(machine).UtcNow);

    [Fact]
    public void Moved_it_runs_on_at_normal_speed_and_leaves_machine_time_alone()
    {
        var clock = new ClinicClock(machine);
        var heard = 0;
        clock.Moved += () => heard++;

        Assert.True(clock.MoveTo(Start.AddDays(7)));
        machine.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(Start.AddDays(7).AddMinutes(5), clock.UtcNow);
        Assert.Equal(Start.AddMinutes(5), machine.GetUtcNow());
        Assert.Equal(1, heard);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void It_never_goes_back_or_stands(int days)
    {
        var clock = new ClinicClock(machine);
        clock.Moved += () => Assert.Fail("It was not moved.");
        Assert.False(clock.MoveTo(Start.AddDays(days)));
        Assert.Equal(Start, clock.UtcNow);
    }

    [Fact]
    public void It_is_no_TimeProvider() => Assert.False(typeof(TimeProvider).IsAssignableFrom(typeof(ClinicClock)));
}
