using CommsBot.Clinics;
using CsCheck;

namespace CommsBot.Tests.Clinics;

public sealed class ZoneTests
{
    private static readonly Zone Chicago = Zone.Find("America/Chicago")!;

    [Fact]
    public void A_skipped_time_means_the_first_moment_after_the_gap() =>
        Assert.Equal(DateTimeOffset.Parse("2027-03-14T03:00:00-05:00"), Chicago.At(new(2027, 3, 14), new(2, 30)));

    [Fact]
    public void A_doubled_time_means_the_earlier_one() =>
        Assert.Equal(DateTimeOffset.Parse("2027-11-07T01:30:00-05:00"), Chicago.At(new(2027, 11, 7), new(1, 30)));

    [Theory]
    [InlineData("Central Standard Time")] // a Windows name
    [InlineData("CST")]
    [InlineData("+05:00")]
    [InlineData("America/Houston")]       // no such city in the list
    [InlineData("")]
    [InlineData(null)]
    public void Only_an_IANA_name_is_a_zone(string? id) => Assert.Null(Zone.Find(id));

    [Fact]
    public void Every_time_that_exists_once_comes_back_as_it_went_in() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1439]).Sample((day, minute) =>
        {
            var date = new DateOnly(2026, 6, 1).AddDays(day);
            var time = new TimeOnly(minute / 60, minute % 60);
            var instant = Chicago.At(date, time);
            var skipped = date == new DateOnly(2027, 3, 14) && time.Hour == 2 || date == new DateOnly(2028, 3, 12) && time.Hour == 2;
            return skipped ? Chicago.TimeOf(instant) == new TimeOnly(3, 0) : Chicago.DateOf(instant) == date && Chicago.TimeOf(instant) == time;
        }, iter: 10_000);
}
