using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Preparation;
using CommsBot.Tests.Clinics;
using CsCheck;

namespace CommsBot.Tests.Preparation;

/// <summary>What holds for every appointment: random visits, bookings, zones, screens and earlier texts, with both odd nights well represented.</summary>
public sealed class PlannerPropertyTests
{
    private static readonly Gen<Sample> Samples =
        from day in Gen.OneOf(Gen.Int[0, 400], Gen.Int[100, 122], Gen.Int[338, 360]) // from 2026-12-01; the ranges surround 2027-03-14 and 2027-11-07
        from minute in Gen.Int[6 * 12, 19 * 12] // visits from 6 AM to 7 PM in steps of five minutes
        from aheadMinutes in Gen.OneOf(Gen.Int[1, 20 * 24 * 60], Gen.Int[1, 3 * 24 * 60])
        from zone in Gen.Int[-1, UsZones.All.Count - 1]
        from number in Gen.Int[-1, UsZones.All.Count - 1]
        from screen in Gen.Int[0, 3]
        from mode in Gen.Int[0, 4]
        from others in Gen.Int[1, 20 * 24].Array[0, 4]
        from spanish in Gen.Bool
        from flags in Gen.Int[0, 31]
        select new Sample(day, minute * 5, aheadMinutes, zone < 0 ? null : UsZones.All[zone], number < 0 ? null : UsZones.All[number], (HealthScreen)screen, mode == 4, others, spanish, flags);

    private sealed record Sample(int Day, int Minute, int AheadMinutes, Zone? Zone, Zone? Number, HealthScreen Screen, bool Individual, int[] Others, bool Spanish, int Flags)
    {
        public Visit Visit
        {
            get
            {
                var starts = TheClinic.MindBalance.At(new DateOnly(2026, 12, 1).AddDays(Day), new TimeOnly(Minute / 60, Minute % 60));
                var visit = new Visit(starts) { Screen = Screen };
                return Individual
                    ? visit with { Mode = PreparationMode.Individual, FoodUntil = starts.AddHours(-12), ClearLiquidsUntil = starts.AddHours(-3) }
                    : visit;
            }
        }

        public DateTimeOffset Now => Visit.StartsAt.AddMinutes(-AheadMinutes);

        public PlanPatient Patient => new()
        {
            Language = Spanish ? Language.Spanish : Language.English,
            FirstName = "Maximiliana",
            Zone = Zone,
            NumberZones = Number is null ? [] : [Number],
            MayText = (Flags & 7) != 7,
            StopNoticeAt = (Flags & 8) != 0 ? null : DateTimeOffset.MaxValue,
            BirthDate = (Flags & 24) == 24 ? new DateOnly(2012, 1, 1) : null,
            OtherTexts = [.. Others.Select(hours => Visit.StartsAt.AddHours(-hours))],
        };

        public Plan Plan() => PreparationPlanner.Plan(Visit, ThePreparation.Infusion, TheClinic.MindBalance, Patient, Now);
    }

    [Fact]
    public void No_text_falls_into_quiet_hours_of_the_patient_or_of_the_number_or_after_its_last_useful_moment() => Samples.Sample(sample =>
    {
        var zone = sample.Zone ?? TheClinic.MindBalance.Zone;
        return sample.Plan().Texts.All(text =>
            TheClinic.MindBalance.TextingHours.Allow(zone, text.DueAt) && TheClinic.MindBalance.TextingHours.Allow(sample.Number ?? zone, text.DueAt) && text.DueAt >= sample.Now && text.DueAt < text.NotAfter && text.NotAfter < sample.Visit.StartsAt);
    }, iter: 10_000);

    [Fact]
    public void The_caps_hold_together_with_texts_of_other_visits() => Samples.Sample(sample =>
    {
        var zone = sample.Zone ?? TheClinic.MindBalance.Zone;
        var plan = sample.Plan();
        var days = plan.Texts.Select(text => text.DueAt).Concat(sample.Patient.OtherTexts).Select(zone.DateOf).ToList();
        // Earlier texts may already be over the cap by themselves; ours may never add to a full day or week.
        return plan.Texts.Select(text => zone.DateOf(text.DueAt)).All(day =>
            days.Count(one => one == day) == 1
            && Enumerable.Range(0, 7).All(back => days.Count(one => one >= day.AddDays(-back) && one <= day.AddDays(6 - back)) <= 3));
    }, iter: 10_000);

    [Fact]
    public void Every_fast_is_texted_in_time_or_a_person_has_a_call() => Samples.Sample(sample =>
    {
        var plan = sample.Plan();
        var fasting = plan.Texts.SingleOrDefault(text => text.Step == "fasting");
        var callNow = plan.Calls.Any(call => call.OpensAt <= sample.Now);
        if (fasting is null) return callNow;
        if (fasting.Hold != Hold.None) return callNow || plan.Calls.Any(call => call is { Reason: CallReason.ScreenUnanswered } && call.OpensAt < plan.FoodUntil);
        // An open instruction always has a call waiting for silence, and staff to make it, unless it pages already.
        return fasting.DueAt < plan.FoodUntil
            && plan.Calls.Any(call => call.Step == "fasting" && call.OpensAt <= fasting.NotAfter
                && (call.Page || TheClinic.MindBalance.StaffedMinutesBetween(call.OpensAt, plan.FoodUntil!.Value) >= 60));
    }, iter: 10_000);

    [Fact]
    public void No_call_is_born_with_fewer_than_sixty_staffed_minutes_unless_it_pages() => Samples.Sample(sample =>
        sample.Plan().Calls.All(call => call.OpensAt >= sample.Now
            && (call.Page || TheClinic.MindBalance.StaffedMinutesBetween(call.OpensAt, call.Deadline) >= 60)), iter: 10_000);

    [Fact]
    public void A_fast_that_is_not_cleared_never_leaves() => Samples.Sample(sample =>
        sample.Individual || sample.Screen is HealthScreen.ClearedByPatient or HealthScreen.ClearedByStaff
        || sample.Plan().Texts.Where(text => text.Step == "fasting").All(text => text.Hold != Hold.None), iter: 10_000);

    [Fact]
    public void Every_text_fits_two_segments_and_the_health_question_stands_alone() => Samples.Sample(sample =>
        sample.Plan().Texts.All(text => PhoneText.Length(text.Body) <= 306 && text.Body.StartsWith("Mind Balance: ") && !text.Body.Contains('{')
            && !text.Stands.Contains("health-screen") && (text.Step != "health-screen" || text.Stands.Count == 0)), iter: 10_000);

    [Fact]
    public void A_visit_booked_in_time_is_asked_about_health_seven_days_ahead_or_more() => Samples.Sample(sample =>
    {
        // Ten clear days before, and no other text in the way, so that only the plan decides.
        var early = sample.Visit.StartsAt.AddDays(-11);
        var plan = PreparationPlanner.Plan(sample.Visit with { Screen = HealthScreen.Unknown, Mode = PreparationMode.Standard }, ThePreparation.Infusion, TheClinic.MindBalance,
            sample.Patient with { OtherTexts = [] }, early);
        return plan.Texts.Where(text => text.Step == "health-screen").All(text => sample.Visit.StartsAt - text.DueAt >= TimeSpan.FromDays(7))
            && plan.Texts.Any(text => text.Step == "health-screen");
    }, iter: 10_000);

    [Fact]
    public void The_same_facts_give_the_same_plan() => Samples.Sample(sample =>
    {
        var (one, other) = (sample.Plan(), sample.Plan());
        return one.Calls.SequenceEqual(other.Calls) && one.Texts.Select(text => text with { Stands = [] }).SequenceEqual(other.Texts.Select(text => text with { Stands = [] }));
    }, iter: 2_000);

    [Fact]
    public void After_a_move_no_text_speaks_of_the_old_time() => Samples.Sample(sample =>
    {
        var moved = sample.Visit with { StartsAt = sample.Visit.StartsAt.AddDays(3).AddMinutes(95), Mode = PreparationMode.Standard };
        var plan = PreparationPlanner.Plan(moved, ThePreparation.Infusion, TheClinic.MindBalance, sample.Patient with { Language = Language.English, Zone = null }, sample.Now);
        var day = ClockWords.ShortDay(TheClinic.MindBalance.DateOf(moved.StartsAt), Language.English);
        return plan.Texts.All(text => text.Body.Contains(day));
    }, iter: 10_000);
}
