using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Preparation;
using CommsBot.Tests.Clinics;
using CsCheck;

namespace CommsBot.Tests.Preparation;

/// <summary>
/// Random visits lived through: booked, texts leaving as they fall due, moved once or twice, some cancelled, in every US zone and around both odd nights.
/// What the rows of the service do is done here by hand, so that each rule is asked of what a patient would really have got.
/// </summary>
public sealed class LifeOfAVisitTests
{
    private sealed record Move(int AfterHours, int ByDays, int ByMinutes);

    private sealed record Life(int Day, int Minute, int AheadHours, int Zone, bool Spanish, bool Daily, int Screen, Move[] Moves, int CancelAfterHours)
    {
        public DateTimeOffset FirstStart => TheClinic.MindBalance.At(new DateOnly(2026, 12, 1).AddDays(Day), new TimeOnly(Minute / 60, Minute % 60));

        public Zone PatientZone => Zone < 0 ? TheClinic.MindBalance.Zone : UsZones.All[Zone];
    }

    private sealed record Left(PlannedText Text, DateTimeOffset StartsAt, int Version);

    private static readonly Gen<Life> Lives =
        from day in Gen.OneOf(Gen.Int[30, 400], Gen.Int[100, 122], Gen.Int[338, 360])
        from minute in Gen.Int[6 * 12, 18 * 12]
        from ahead in Gen.OneOf(Gen.Int[1, 25 * 24], Gen.Int[1, 4 * 24])
        from zone in Gen.Int[-1, UsZones.All.Count - 1]
        from spanish in Gen.Bool
        from daily in Gen.Bool
        from screen in Gen.Int[0, 3]
        from moves in Gen.Select(Gen.Int[1, 15 * 24], Gen.Int[-3, 9], Gen.Int[-20, 20], (after, days, minutes) => new Move(after, days, minutes * 15)).Array[0, 2]
        from cancel in Gen.Int[-400, 400]
        select new Life(day, minute * 5, ahead, zone, spanish, daily, screen, moves, cancel);

    [Fact]
    public void Nothing_leaves_in_quiet_hours_over_the_cap_too_late_or_stale_whatever_happens_to_the_visit() => Lives.Sample(life =>
    {
        var left = Run(life, out var plans, out var cancelledAt);
        var zone = life.PatientZone;
        var caps = life.Daily ? TheClinic.MindBalance.TextCaps.EveryDay() : TheClinic.MindBalance.TextCaps;
        var days = left.Select(one => zone.DateOf(one.Text.DueAt)).ToList();
        return left.TrueForAll(one =>
                TheClinic.MindBalance.TextingHours.Allow(zone, one.Text.DueAt)
                && one.Text.DueAt < one.Text.NotAfter && one.Text.NotAfter <= one.StartsAt
                && one.Text.Hold == Hold.None
                && one.Text.Body.Contains(PhoneText.Fold(ClockWords.ShortDay(TheClinic.MindBalance.DateOf(one.StartsAt), one.Text.Language)), StringComparison.Ordinal))
            && left.TrueForAll(one => cancelledAt is null || one.Text.DueAt <= cancelledAt)
            && days.GroupBy(day => day).All(day => day.Count() <= caps.PerDay)
            && days.TrueForAll(day => days.Count(other => other >= day && other < day.AddDays(7)) <= caps.PerWeek)
            && plans.TrueForAll(plan => HasAnswer(plan.Plan, plan.Now));
    }, iter: 10_000, print: Describe);

    [Fact]
    public void A_step_is_never_told_twice_for_the_same_time() => Lives.Sample(life =>
        Run(life, out _, out _).GroupBy(one => (one.Text.Step, one.Version)).All(step => step.Count() == 1), iter: 10_000);

    /// <summary>Whatever can be solved no more is a call by now; whatever waits for an answer has its call.</summary>
    private static bool HasAnswer(Plan plan, DateTimeOffset now)
    {
        if (plan.FoodUntil is not { } fast) return true;
        var fasting = plan.Texts.SingleOrDefault(text => text.Step == "fasting");
        return plan.Calls.Any(call => call.Step == "fasting" || call.OpensAt <= now || call.Reason == CallReason.ScreenUnanswered)
            && (fasting is null || fasting.DueAt < fast)
            && plan.Calls.All(call => call.Page || TheClinic.MindBalance.StaffedMinutesBetween(call.OpensAt, call.Deadline) >= 60);
    }

    private static List<Left> Run(Life life, out List<(Plan Plan, DateTimeOffset Now)> plans, out DateTimeOffset? cancelledAt)
    {
        var now = life.FirstStart.AddHours(-life.AheadHours);
        var left = new List<Left>();
        plans = [];
        cancelledAt = null;
        var visit = new Visit(life.FirstStart) { Screen = (HealthScreen)life.Screen };
        var version = 1;
        foreach (var move in life.Moves)
        {
            var until = now.AddHours(move.AfterHours);
            Live(life, visit, version, now, until, left, plans);
            now = until;
            var to = visit.StartsAt.AddDays(move.ByDays).AddMinutes(move.ByMinutes);
            if (visit.StartsAt <= now || to <= now) return left;
            visit = visit with { StartsAt = to };
            version++;
        }

        var end = life.CancelAfterHours > 0 ? now.AddHours(life.CancelAfterHours) : visit.StartsAt;
        Live(life, visit, version, now, end < visit.StartsAt ? end : visit.StartsAt, left, plans);
        if (end >= visit.StartsAt) return left;
        cancelledAt = end;
        Live(life, visit with { Status = VisitStatus.Cancelled }, version, end, visit.StartsAt, left, plans);
        return left;
    }

    private static void Live(Life life, Visit visit, int version, DateTimeOffset from, DateTimeOffset until, List<Left> left, List<(Plan, DateTimeOffset)> plans)
    {
        for (var now = from; ;)
        {
            var patient = new PlanPatient
            {
                Language = life.Spanish ? Language.Spanish : Language.English,
                FirstName = "Ana",
                Zone = life.Zone < 0 ? null : life.PatientZone,
                MayText = true,
                DailyTexts = life.Daily,
                OtherTexts = [.. left.Select(one => one.Text.DueAt)],
                StepsSent = left.Where(one => one.Version == version).Select(one => one.Text.Step).ToHashSet(),
            };
            var plan = PreparationPlanner.Plan(visit, ThePreparation.Infusion, TheClinic.MindBalance, patient, now);
            if (plan != Plan.Empty) plans.Add((plan, now));
            var next = plan.Texts.Where(text => text.Hold == Hold.None).MinBy(text => text.DueAt);
            if (next is null || next.DueAt > until) return;
            left.Add(new Left(next, visit.StartsAt, version));
            now = next.DueAt;
        }
    }

    private static string Describe(Life life) => $"{life} {string.Join(' ', life.Moves.Select(move => move.ToString()))}";
}
