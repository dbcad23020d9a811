using CommsBot.Clinics;
using CommsBot.Content;
using static CommsBot.Tests.Clinics.TheClinic;

namespace CommsBot.Tests.Clinics;

public sealed class OpeningHoursTests
{
    [Theory]
    [InlineData("2027-03-16 07:59", false)] // a minute early
    [InlineData("2027-03-16 08:00", true)]  // the first minute counts
    [InlineData("2027-03-16 16:59", true)]
    [InlineData("2027-03-16 17:00", false)] // the closing time itself is closed
    [InlineData("2027-03-14 10:00", false)] // Sunday
    [InlineData("2026-11-26 10:00", false)] // Thanksgiving, a Thursday
    [InlineData("2026-12-24 11:59", true)]  // Christmas Eve has hours of its own
    [InlineData("2026-12-24 12:00", false)]
    public void The_clinic_is_open_exactly_in_its_hours(string local, bool open) =>
        Assert.Equal(open, MindBalance.IsOpen(Chicago(local)));

    [Fact]
    public void A_lunch_break_is_closed()
    {
        Assert.True(HarborRest.IsOpen(At(HarborRest, "2027-03-16 11:59")));
        Assert.False(HarborRest.IsOpen(At(HarborRest, "2027-03-16 12:30")));
        Assert.Equal(At(HarborRest, "2027-03-16 12:00"), HarborRest.ClosesAt(At(HarborRest, "2027-03-16 11:59")));
        Assert.Equal(At(HarborRest, "2027-03-16 13:00"), HarborRest.NextOpening(At(HarborRest, "2027-03-16 11:59")));
        Assert.Null(HarborRest.ClosesAt(At(HarborRest, "2027-03-16 12:30")));
    }

    [Theory]
    [InlineData("2027-03-16 06:00", "today at 8:00 AM", "hoy a las 8:00 AM")]
    [InlineData("2027-03-15 18:00", "tomorrow at 8:00 AM", "mañana a las 8:00 AM")]
    [InlineData("2027-03-12 18:00", "Monday at 8:00 AM", "el lunes a las 8:00 AM")]              // Friday evening
    [InlineData("2026-11-25 18:00", "Monday at 8:00 AM", "el lunes a las 8:00 AM")]              // over Thanksgiving
    public void The_next_opening_is_said_as_patients_count_days(string now, string english, string spanish)
    {
        Assert.Equal(english, MindBalance.OpensWords(Chicago(now), Language.English, MessageForm.Sms));
        Assert.Equal(spanish, MindBalance.OpensWords(Chicago(now), Language.Spanish, MessageForm.Sms));
    }

    [Fact]
    public void A_moment_a_week_away_is_said_with_its_date()
    {
        var now = Chicago("2027-03-09 10:00");
        Assert.Equal("Tue, Mar 16 at noon", MindBalance.WhenWords(Chicago("2027-03-16 12:00"), now, Language.English, MessageForm.Web));
        Assert.Equal("el martes 16 de marzo a mediodía", MindBalance.WhenWords(Chicago("2027-03-16 12:00"), now, Language.Spanish, MessageForm.Web));
        Assert.Equal("el martes 16 de marzo a mediodia", MindBalance.WhenWords(Chicago("2027-03-16 12:00"), now, Language.Spanish, MessageForm.Sms));
    }

    [Theory]
    [InlineData("2027-03-12 16:00", "2027-03-15 01:00", 60)]  // Friday 4 PM to Monday 1 AM: the last hour of Friday
    [InlineData("2027-03-12 18:00", "2027-03-15 08:30", 30)]  // over the weekend of the spring change
    [InlineData("2027-03-16 08:00", "2027-03-16 17:00", 540)]
    [InlineData("2027-03-16 17:00", "2027-03-16 08:00", 0)]   // backwards is nothing
    [InlineData("2026-11-25 17:00", "2026-11-30 08:00", 0)]   // Thanksgiving, Friday, weekend
    public void Staffed_minutes_are_counted_between_two_moments(string from, string to, double minutes) =>
        Assert.Equal(minutes, MindBalance.StaffedMinutesBetween(Chicago(from), Chicago(to)));

    [Theory]
    [InlineData("2027-03-16 01:00", 60, "2027-03-15 16:00")] // a fast that begins in the night before Tuesday: Monday an hour before closing
    [InlineData("2027-03-15 01:00", 60, "2027-03-12 16:00")] // before Monday: Friday
    [InlineData("2027-03-16 09:00", 60, "2027-03-16 08:00")] // inside the day
    [InlineData("2027-03-16 08:30", 60, "2027-03-15 16:30")] // half this morning, half yesterday
    [InlineData("2026-11-30 01:00", 60, "2026-11-25 16:00")] // after Thanksgiving: Wednesday
    public void The_latest_moment_with_staffed_minutes_left_is_found(string deadline, int minutes, string expected)
    {
        var latest = MindBalance.Hours.LatestWithStaffedMinutes(minutes, Chicago(deadline));
        Assert.Equal(Chicago(expected), latest);
        Assert.Equal(minutes, MindBalance.StaffedMinutesBetween(latest!.Value, Chicago(deadline)));
    }
}
