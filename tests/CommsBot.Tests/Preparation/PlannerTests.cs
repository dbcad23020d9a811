using CommsBot.Clinics;
using CommsBot.Preparation;
using CommsBot.Tests.Clinics;
using static CommsBot.Tests.Preparation.ThePreparation;

namespace CommsBot.Tests.Preparation;

public sealed class PlannerTests
{
    private static Visit Driven(HealthScreen screen = HealthScreen.ClearedByPatient) => Visit("2027-03-16 09:00", screen) with { DriverName = "Luis" };

    [Fact]
    public void A_visit_booked_in_time_gets_every_step_on_its_day()
    {
        var plan = Plan(Visit("2027-03-16 09:00", HealthScreen.Unknown), "2027-03-01 10:00");
        Assert.Equal(
            [
                "about-visit Sun 2027-03-07 12:00 until Fri 2027-03-12 16:00 None",
                "health-screen Mon 2027-03-08 10:00 until Sat 2027-03-13 16:00 None",
                "reminder Sat 2027-03-13 10:00 until Sun 2027-03-14 16:00 None",
                "fasting Mon 2027-03-15 12:00 until Mon 2027-03-15 16:00 HealthScreen",
            ],
            Lines(plan));
        Assert.Equal(
            ["fasting-unanswered Mon 2027-03-15 16:00 StepUnderstood", "screen-unanswered Sun 2027-03-14 12:00 ScreenCleared", "driver-not-named Mon 2027-03-15 16:00 DriverNamed"],
            plan.Calls.Select(call => $"{call.ReasonCode} {Local(call.OpensAt)} {call.Unless}"));
    }

    [Fact]
    public void Who_drives_is_asked_by_phone_only_while_nobody_is_named_and_with_a_page_where_no_staffed_hour_is_left()
    {
        Assert.DoesNotContain(Plan(Driven(), "2027-03-01 10:00").Calls, call => call.Reason == CallReason.DriverNotNamed);
        var late = Plan(Visit("2027-03-16 09:00"), "2027-03-15 16:30").Calls.Single(call => call.Reason == CallReason.DriverNotNamed);
        Assert.Equal(("Mon 2027-03-15 16:30", true), (Local(late.OpensAt), late.Page));
    }

    [Fact]
    public void For_a_Monday_the_fasting_text_leaves_on_Friday_while_staff_are_there()
    {
        var plan = Plan(Visit("2027-03-22 09:00"), "2027-03-01 10:00");
        Assert.Equal("Fri 2027-03-19 12:00", Local(plan.Text("fasting").DueAt));
        Assert.Equal("Fri 2027-03-19 16:00", Local(plan.Text("fasting").NotAfter));
        Assert.Equal("Thu 2027-03-18 10:00", Local(plan.Text("reminder").DueAt)); // Friday has its one text
    }

    [Fact]
    public void Over_Thanksgiving_it_leaves_on_Wednesday() =>
        Assert.Equal("Wed 2026-11-25 12:00", Local(Plan(Visit("2026-11-30 09:00"), "2026-11-10 10:00").Text("fasting").DueAt));

    [Fact]
    public void A_patient_far_west_is_texted_when_their_morning_has_begun()
    {
        var plan = Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", Ana with { Zone = Zone.Find("Pacific/Honolulu") });
        Assert.Equal("Mon 2027-03-15 14:00", Local(plan.Text("fasting").DueAt)); // 9:00 in Honolulu
    }

    [Fact]
    public void A_Sunday_text_waits_for_noon() =>
        Assert.Equal("Sun 2027-03-14 12:00", Local(Plan(Visit("2027-03-17 09:00"), "2027-03-01 10:00").Text("reminder").DueAt));

    [Theory]
    [InlineData("2027-03-12 11:00", "health-screen,reminder,fasting", "about-visit")]  // four days ahead
    [InlineData("2027-03-14 13:00", "reminder,fasting", "about-visit")]                // two days ahead: too late for the screen; the fast is held, so the reminder does not wait for it
    [InlineData("2027-03-15 09:30", "fasting", "about-visit,reminder")]                // the day before
    public void Late_bookings_fold_missed_steps_into_one_text_but_never_the_screen(string now, string steps, string folded)
    {
        var plan = Plan(Visit("2027-03-16 09:00", HealthScreen.Unknown), now);
        Assert.Equal(steps, string.Join(',', plan.Texts.Select(text => text.Step)));
        Assert.Equal(folded, string.Join(',', plan.Texts.SelectMany(text => text.Stands).Order()));
        Assert.All(plan.Texts.Where(text => text.Stands.Count > 0), text => Assert.NotEqual("health-screen", text.Step));
    }

    [Theory]
    [InlineData(nameof(HealthScreen.Unknown), "2027-03-15 09:30", "screen-too-late")] // booked after the screen's deadline
    [InlineData(nameof(HealthScreen.Held), "2027-03-01 10:00", "screen-held")]
    public void An_open_health_screen_holds_the_fast_and_calls_a_nurse(string screen, string now, string reason)
    {
        var plan = Plan(Visit("2027-03-16 09:00", Enum.Parse<HealthScreen>(screen)), now);
        Assert.Equal(Hold.HealthScreen, plan.Text("fasting").Hold);
        Assert.Contains(plan.Calls, call => call.ReasonCode == reason && call.OpensAt == TheClinic.Chicago(now));
        Assert.DoesNotContain(plan.Texts, text => text.Step == "health-screen");
    }

    [Theory]
    [InlineData(nameof(HealthScreen.ClearedByPatient))]
    [InlineData(nameof(HealthScreen.ClearedByStaff))]
    public void A_cleared_screen_is_not_asked_again_and_frees_the_fast(string screen)
    {
        var plan = Plan(Visit("2027-03-16 09:00", Enum.Parse<HealthScreen>(screen)), "2027-03-01 10:00");
        Assert.Equal(Hold.None, plan.Text("fasting").Hold);
        Assert.DoesNotContain(plan.Texts, text => text.Step == "health-screen");
        Assert.DoesNotContain(plan.Calls, call => call.OpensAt <= TheClinic.Chicago("2027-03-01 10:00"));
    }

    [Fact]
    public void A_question_that_left_and_stays_unanswered_becomes_a_nurses_call_at_its_deadline()
    {
        var asked = Ana with { StepsSent = new HashSet<string> { "about-visit", "health-screen" } };
        var call = Plan(Visit("2027-03-16 09:00", HealthScreen.Unknown), "2027-03-10 10:00", asked).Calls.Single(one => one.Reason == CallReason.ScreenUnanswered);
        Assert.Equal("Sun 2027-03-14 12:00", Local(call.OpensAt));
        Assert.False(call.Page);
    }

    [Fact]
    public void Without_consent_everything_is_held_and_a_call_asks_the_health_questions_before_one_says_the_times()
    {
        var silent = Ana with { MayText = false };
        var plan = Plan(Driven(HealthScreen.Unknown), "2027-03-01 10:00", silent);
        Assert.Equal(4, plan.Texts.Count);
        Assert.All(plan.Texts, text => Assert.Equal(Hold.Consent, text.Hold));
        Assert.Equal([CallReason.NoConsent, CallReason.ScreenByPhone], plan.Calls.Select(call => call.Reason));
        Assert.Equal(CallReason.ScreenHeld, Assert.Single(Plan(Driven(HealthScreen.Held), "2027-03-01 10:00", silent).Calls).Reason);
        Assert.Equal(CallReason.NoConsent, Assert.Single(Plan(Driven(HealthScreen.ClearedByPatient), "2027-03-01 10:00", silent).Calls).Reason);
    }

    [Fact]
    public void Where_fatty_food_ends_sooner_than_other_food_one_time_is_said_for_both_and_the_plan_keeps_it()
    {
        var clinic = TheClinic.MindBalance with { Fasting = TheClinic.MindBalance.Fasting! with { FoodHours = 6, FattyMealHours = 10 } };
        var plan = Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", clinic: clinic);
        Assert.Contains("No food after 11:00 PM Mon", plan.Text("fasting").Body, StringComparison.Ordinal);
        Assert.Equal("Mon 2027-03-15 23:00", Local(plan.FoodUntil!.Value));
    }

    [Fact]
    public void Who_is_under_18_today_and_has_no_guardian_is_not_texted_though_of_age_on_the_day()
    {
        var plan = Plan(Driven(), "2027-03-01 10:00", Ana with { BirthDate = new(2009, 3, 16), LacksGuardian = true });
        Assert.All(plan.Texts, text => Assert.Equal(Hold.Minor, text.Hold));
        var call = Assert.Single(plan.Calls);
        Assert.Equal(CallReason.Minor, call.Reason);
        Assert.Contains("No food after 1:00 AM Tue", call.Ask, StringComparison.Ordinal);
    }

    [Fact]
    public void A_minor_without_a_guardians_number_gets_nothing_and_a_person_calls()
    {
        var plan = Plan(Driven(), "2027-03-01 10:00", Ana with { BirthDate = new(2009, 3, 17) });
        Assert.All(plan.Texts, text => Assert.Equal(Hold.Minor, text.Hold));
        Assert.Equal(CallReason.MinorHeld, Assert.Single(plan.Calls).Reason);
    }

    [Fact]
    public void A_guardians_number_is_told_of_the_visit_but_the_fast_waits_for_a_nurse()
    {
        var plan = Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", Ana with { BirthDate = new(2009, 3, 17), NumberIsGuardians = true });
        Assert.Equal(Hold.None, plan.Text("about-visit").Hold);
        Assert.Equal(Hold.Minor, plan.Text("fasting").Hold);
        Assert.Contains(plan.Calls, call => call.Reason == CallReason.MinorHeld);
    }

    [Fact]
    public void Who_turns_eighteen_on_the_day_is_of_age() =>
        Assert.All(Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", Ana with { BirthDate = new(2009, 3, 16) }).Texts, text => Assert.Equal(Hold.None, text.Hold));

    [Fact]
    public void Individual_times_are_said_as_they_are_and_free_the_fast()
    {
        var visit = Visit("2027-03-16 09:00", HealthScreen.Held) with
        {
            Mode = PreparationMode.Individual, FoodUntil = TheClinic.Chicago("2027-03-15 09:00"), ClearLiquidsUntil = TheClinic.Chicago("2027-03-16 05:30"),
        };
        var text = Plan(visit, "2027-03-01 10:00").Text("fasting");
        Assert.Equal(Hold.None, text.Hold);
        Assert.Contains("No food after 9:00 AM Mon. Clear liquids until 5:30 AM Tue (Monday night).", text.Body);
        Assert.Equal("Sun 2027-03-14 12:00", Local(text.DueAt)); // staff are there from Monday 8:00, an hour before that fast; Monday's window is too late
    }

    [Theory]
    [InlineData(null, "2027-03-16 05:00")]
    [InlineData("2027-03-16 01:00", null)]
    [InlineData("2027-03-16 08:00", "2027-03-16 05:00")] // liquids end before food
    [InlineData("2027-03-16 01:00", "2027-03-16 10:00")] // liquids after the visit
    [InlineData("2027-02-16 01:00", "2027-03-16 05:00")] // a month typed wrongly
    public void Individual_times_that_make_no_sense_reach_a_person_not_a_patient(string? food, string? clear)
    {
        var visit = Visit("2027-03-16 09:00") with
        {
            Mode = PreparationMode.Individual,
            FoodUntil = food is null ? null : TheClinic.Chicago(food),
            ClearLiquidsUntil = clear is null ? null : TheClinic.Chicago(clear),
        };
        var plan = Plan(visit, "2027-03-01 10:00");
        Assert.DoesNotContain(plan.Texts, text => text.Step == "fasting");
        Assert.Contains(plan.Calls, call => call.Reason == CallReason.IndividualTimesUnclear);
    }

    [Fact]
    public void A_clinic_without_a_signed_rule_states_no_times_and_calls()
    {
        var plan = Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", clinic: TheClinic.HarborRest);
        Assert.DoesNotContain(plan.Texts, text => text.Step == "fasting");
        Assert.Contains(plan.Calls, call => call.Reason == CallReason.FastingUnsigned);
    }

    [Theory]
    [InlineData("2027-03-15 16:30", "FastingLate", true, true)]      // half an hour of staff left: text and page
    [InlineData("2027-03-15 21:00", "FastingTooLate", true, false)]  // quiet hours until after the fast began
    [InlineData("2027-03-16 08:00", "FastingTooLate", true, false)]  // the fast has begun
    public void What_can_no_longer_be_mended_is_called_at_once(string now, string reason, bool called, bool texted)
    {
        var plan = Plan(Visit("2027-03-16 09:00"), now);
        Assert.Equal(called, plan.Calls.Any(call => call.Reason.ToString() == reason && call.OpensAt == TheClinic.Chicago(now)));
        Assert.Equal(texted, plan.Texts.Any(text => text.Step == "fasting"));
    }

    [Fact]
    public void A_call_born_without_sixty_staffed_minutes_pages()
    {
        Assert.True(Plan(Visit("2027-03-16 09:00"), "2027-03-15 16:30").Calls.Single(call => call.Reason == CallReason.FastingLate).Page);
        Assert.False(Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00").Calls.Single(call => call.Reason == CallReason.FastingUnanswered).Page);
    }

    [Theory]
    [InlineData(nameof(VisitStatus.Cancelled))]
    [InlineData(nameof(VisitStatus.Fulfilled))]
    [InlineData(nameof(VisitStatus.NoShow))]
    public void Only_a_booked_visit_is_prepared(string status) =>
        Assert.Same(CommsBot.Preparation.Plan.Empty, Plan(Visit("2027-03-16 09:00") with { Status = Enum.Parse<VisitStatus>(status) }, "2027-03-01 10:00"));

    [Fact]
    public void A_past_visit_and_one_prepared_by_staff_get_nothing()
    {
        Assert.Same(CommsBot.Preparation.Plan.Empty, Plan(Visit("2027-03-16 09:00"), "2027-03-16 09:00"));
        Assert.Same(CommsBot.Preparation.Plan.Empty, Plan(Visit("2027-03-16 09:00") with { Mode = PreparationMode.None }, "2027-03-01 10:00"));
    }

    [Fact]
    public void Texts_of_another_visit_count_against_the_caps()
    {
        var other = Ana with { OtherTexts = [TheClinic.Chicago("2027-03-15 10:00"), TheClinic.Chicago("2027-03-13 10:00")] };
        var plan = Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", other);
        Assert.Equal("Sun 2027-03-14 12:00", Local(plan.Text("fasting").DueAt)); // Monday is taken
    }

    [Fact]
    public void When_no_day_is_free_a_person_calls()
    {
        var full = Ana with { OtherTexts = [.. Enumerable.Range(1, 15).Select(day => TheClinic.Chicago($"2027-03-{day:00} 10:00"))] };
        var plan = Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", full);
        Assert.Empty(plan.Texts);
        Assert.Contains(plan.Calls, call => call.Reason == CallReason.FastingTooLate && !call.Page);
    }

    private static IEnumerable<string> Lines(Plan plan) =>
        plan.Texts.Select(text => $"{text.Step} {Local(text.DueAt)} until {Local(text.NotAfter)} {text.Hold}");
}
