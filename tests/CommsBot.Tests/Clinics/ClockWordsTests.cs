using CommsBot.Clinics;
using CommsBot.Content;
using CsCheck;

namespace CommsBot.Tests.Clinics;

public sealed class ClockWordsTests
{
    private static readonly DateOnly Tuesday = new(2027, 3, 16);

    [Theory]
    [InlineData("00:00", "midnight Monday night", "la medianoche del lunes al martes")]
    [InlineData("00:30", "12:30 AM Tue (Monday night)", "las 12:30 AM del mar (noche del lunes)")]
    [InlineData("01:00", "1:00 AM Tue (Monday night)", "la 1:00 AM del mar (noche del lunes)")]
    [InlineData("05:59", "5:59 AM Tue (Monday night)", "las 5:59 AM del mar (noche del lunes)")]
    [InlineData("06:00", "6:00 AM Tue", "las 6:00 AM del martes")]
    [InlineData("12:00", "noon Tuesday", "mediodía del martes")]
    [InlineData("12:30", "12:30 PM Tue", "las 12:30 PM del martes")]
    [InlineData("13:00", "1:00 PM Tue", "la 1:00 PM del martes")]
    [InlineData("20:59", "8:59 PM Tue", "las 8:59 PM del martes")]
    [InlineData("21:00", "9:00 PM Tuesday night", "las 9:00 PM (noche del martes)")]
    [InlineData("23:59", "11:59 PM Tuesday night", "las 11:59 PM (noche del martes)")]
    public void A_cutoff_cannot_be_read_as_the_wrong_night(string time, string english, string spanish)
    {
        Assert.Equal(english, ClockWords.Cutoff(Tuesday, TimeOnly.Parse(time), Language.English));
        Assert.Equal(spanish, ClockWords.Cutoff(Tuesday, TimeOnly.Parse(time), Language.Spanish));
    }

    [Fact]
    public void The_clinics_zone_follows_the_time_for_a_reader_elsewhere() =>
        Assert.Equal("1:00 AM CT Tue (Monday night)", ClockWords.Cutoff(Tuesday, new(1, 0), Language.English, "CT"));

    [Fact]
    public void Twelve_sharp_is_never_said_with_AM_or_PM() =>
        Gen.Select(Gen.Int[0, 1439], Gen.Int[0, 700], Gen.Bool).Sample((minute, day, spanish) =>
        {
            var language = spanish ? Language.Spanish : Language.English;
            var words = ClockWords.Cutoff(Tuesday.AddDays(day), new TimeOnly(minute / 60, minute % 60), language);
            return !words.Contains("12:00") && PhoneText.Length(PhoneText.Fold(words)) is not null;
        }, iter: 10_000);
}
