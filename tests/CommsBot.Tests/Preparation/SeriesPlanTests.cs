using CommsBot.Clinics;
using CommsBot.Preparation;
using CommsBot.Tests.Clinics;
using CsCheck;
using static CommsBot.Tests.Preparation.ThePreparation;

namespace CommsBot.Tests.Preparation;

/// <summary>Visits on days in a row: one sheet, one screen, one fasting text; the next day is told in person, and by a line where consent names it.</summary>
public sealed class SeriesPlanTests
{
    private static readonly Protocol Series = Shipped.Find("infusion-series")!;

    [Fact]
    public void The_first_day_gets_one_sheet_for_all_days()
    {
        var plan = Of(1, Ana, "2027-03-01 10:00");
        Assert.Equal(["about-visit", "health-screen", "reminder", "fasting"], plan.Texts.Select(text => text.Step));
        Assert.Equal(
            "Mind Balance: Hi Ana. Your visits are Tue, Mar 16 to Fri, Mar 19, day 1 at 9:00 AM, 100 Example Lane, The Woodlands, TX 77380. Come by 8:45 AM. "
            + "You need a driver each day. We tell you the next day's times as you leave. Reply 1 I understand, 2 reschedule, 3 call me.",
            plan.Text("about-visit").Body);
        Assert.Contains("For day 1, Tue, Mar 16 at 9:00 AM: No food after 1:00 AM Tue (Monday night).", plan.Text("fasting").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_day_is_told_in_person_or_called_before_closing()
    {
        var plan = Of(2, Ana, "2027-03-01 10:00");
        Assert.Empty(plan.Texts);
        Assert.Equal(
            ["not-told-in-person Tue 2027-03-16 16:00 StepUnderstood", "driver-not-named Tue 2027-03-16 16:00 DriverNamed"],
            plan.Calls.Select(call => $"{call.ReasonCode} {Local(call.OpensAt)} {call.Unless}"));
    }

    [Fact]
    public void Who_agreed_to_daily_texts_gets_one_line_after_the_day_before_and_is_asked_for_nothing()
    {
        var text = Assert.Single(Of(3, Ana with { DailyTexts = true }, "2027-03-01 10:00").Texts);
        Assert.Equal(
            "Mind Balance: Hi Ana. Next visit Thu, Mar 18 at 9:00 AM: No food after 1:00 AM Thu (Wednesday night). Clear liquids until 7:00 AM. "
            + "If you eat by mistake, call (281) 555-0120 before you come. Have an adult drive you home.", text.Body);
        Assert.Equal(("Wed 2027-03-17 16:00", Expected.Nothing), (Local(text.DueAt), text.Expects));
        Assert.Contains(Of(3, Ana with { DailyTexts = true }, "2027-03-01 10:00").Calls, call => call.Reason == CallReason.NotToldInPerson);
    }

    [Fact]
    public void A_held_screen_holds_every_day_of_a_series()
    {
        var plan = Of(2, Ana with { DailyTexts = true }, "2027-03-01 10:00", HealthScreen.Held);
        Assert.Equal(Hold.HealthScreen, Assert.Single(plan.Texts).Hold);
        Assert.Contains(plan.Calls, call => call.Reason == CallReason.ScreenHeld);
    }

    private static readonly Gen<(int Day, int Minute, int Length, int AheadHours, int Zone, bool Daily)> Runs = Gen.Select(
        Gen.OneOf(Gen.Int[30, 400], Gen.Int[100, 122], Gen.Int[338, 360]), Gen.Int[6 * 12, 15 * 12], Gen.Int[2, 6], Gen.Int[1, 25 * 24], Gen.Int[0, UsZones.All.Count - 1], Gen.Bool);

    [Fact]
    public void A_whole_series_keeps_hours_and_caps_and_leaves_no_day_without_text_or_call() => Runs.Sample(run =>
    {
        var zone = UsZones.All[run.Zone];
        var starts = Enumerable.Range(0, run.Length)
            .Select(at => TheClinic.MindBalance.At(new DateOnly(2026, 12, 1).AddDays(run.Day + at), new TimeOnly(run.Minute / 12, run.Minute % 12 * 5))).ToList();
        var now = starts[0].AddHours(-run.AheadHours);
        var texts = new List<DateTimeOffset>();
        for (var at = 0; at < run.Length; at++)
        {
            var place = new SeriesPlace(at + 1, run.Length, starts[0], starts[^1], at == 0 ? null : starts[at - 1].AddHours(4));
            var visit = new Visit(starts[at]) { Screen = HealthScreen.ClearedByPatient, Series = place };
            var plan = PreparationPlanner.Plan(visit, Series, TheClinic.MindBalance, Ana with { Zone = zone, DailyTexts = run.Daily, OtherTexts = [.. texts] }, now);
            if (!plan.Calls.Any(call => call.Step is "fasting" or "evening")) return false;
            if (plan.Calls.Any(call => !call.Page && TheClinic.MindBalance.StaffedMinutesBetween(call.OpensAt, call.Deadline) < 60)) return false;
            if (plan.Texts.Any(text => !TheClinic.MindBalance.TextingHours.Allow(zone, text.DueAt) || text.DueAt < now || text.DueAt >= text.NotAfter)) return false;
            if (at > 0 && plan.Texts.Any(text => text.Step != "evening" || text.DueAt < place.BeforeEnds)) return false;
            texts.AddRange(plan.Texts.Select(text => text.DueAt));
        }

        var days = texts.Select(zone.DateOf).ToList();
        var perWeek = run.Daily ? 7 : 3;
        return days.Distinct().Count() == days.Count && days.TrueForAll(day => days.Count(other => other >= day && other < day.AddDays(7)) <= perWeek);
    }, iter: 10_000);

    private static Plan Of(int day, PlanPatient patient, string now, HealthScreen? screen = null)
    {
        var first = TheClinic.Chicago("2027-03-16 09:00");
        var place = new SeriesPlace(day, 4, first, first.AddDays(3), day == 1 ? null : first.AddDays(day - 2).AddHours(4));
        var visit = new Visit(first.AddDays(day - 1)) { Screen = screen ?? (day == 1 ? HealthScreen.Unknown : HealthScreen.ClearedByPatient), Series = place };
        return PreparationPlanner.Plan(visit, Series, TheClinic.MindBalance, patient, TheClinic.Chicago(now));
    }
}
