using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Preparation;
using CommsBot.Tests.Clinics;
using static CommsBot.Tests.Preparation.ThePreparation;

namespace CommsBot.Tests.Preparation;

/// <summary>The exact words a patient of the demonstration clinic reads.</summary>
public sealed class PlanTextTests
{
    private static readonly PlanPatient Spanish = Ana with { Language = Language.Spanish };

    [Fact]
    public void The_fasting_text_states_clock_times_and_names_the_night() =>
        Assert.Equal(
            "Mind Balance: Hi Ana. For your visit Tue, Mar 16 at 9:00 AM: No food after 1:00 AM Tue (Monday night). Clear liquids until 7:00 AM. "
            + "If you eat by mistake, call (281) 555-0120 before you come. Reply 1 I understand, 2 reschedule, 3 call me.",
            Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00").Text("fasting").Body);

    [Fact]
    public void The_first_visit_text_says_where_when_and_how_to_stop() =>
        Assert.Equal(
            "Mind Balance: Hi Ana. Your visit is Tue, Mar 16 at 9:00 AM, 100 Example Lane, The Woodlands, TX 77380. Please come by 8:45 AM. "
            + "Have an adult drive you home. Reply 1 I understand, 2 reschedule, 3 call me. Reply STOP to stop texts, HELP for help",
            Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", Ana with { StopNoticeAt = null }).Text("about-visit").Body);

    [Fact]
    public void The_health_question_is_a_text_of_its_own_and_offers_only_1_and_3() =>
        Assert.Equal(
            "Mind Balance: Before your visit Tue, Mar 16: Do you use medicine for diabetes, weight loss, blood pressure, sleep or anxiety? "
            + "Are you pregnant or sick? Reply 1 for none of these. Reply 3 if any is so or you are not sure, and a nurse calls you.",
            Plan(Visit("2027-03-16 09:00", HealthScreen.Unknown), "2027-03-01 10:00").Text("health-screen").Body);

    [Fact]
    public void Spanish_texts_use_only_letters_the_phone_network_carries() =>
        Assert.Equal(
            "Mind Balance: Hola Ana. Cita martes 16 mar a las 9:00 AM: No coma desde la 1:00 AM del mar (noche del lunes). Liquidos claros hasta las 7:00 AM. "
            + "Si come, llame al (281) 555-0120. Responda 1 entiendo, 2 otra fecha, 3 llamada.",
            Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", Spanish).Text("fasting").Body);

    [Theory]
    [InlineData("2027-03-16 08:00", "No food after midnight Monday night. Clear liquids until 6:00 AM.")]
    [InlineData("2027-03-16 07:00", "No food after 11:00 PM Monday night. Clear liquids until 5:00 AM Tue (Monday night).")]
    [InlineData("2027-03-16 14:00", "No food after 6:00 AM Tue. Clear liquids until noon.")]
    [InlineData("2027-03-14 09:00", "No food after midnight Saturday night. Clear liquids until 7:00 AM.")]         // 8 elapsed hours over the skipped one
    [InlineData("2027-11-07 09:00", "No food after 1:00 AM Sun (Saturday night). Clear liquids until 7:00 AM.")]    // the second 1:00 AM; read as the first it is only stricter
    [InlineData("2027-11-07 08:00", "No food after 1:00 AM Sun (Saturday night). Clear liquids until 6:00 AM.")]    // the first 1:00 AM
    public void Cutoffs_are_elapsed_hours_said_as_clock_times(string visit, string expected) =>
        Assert.Contains(expected, Plan(Visit(visit), TheClinic.Chicago(visit).AddDays(-20).ToString("yyyy-MM-dd HH:mm")).Text("fasting").Body);

    [Fact]
    public void A_patient_whose_clocks_differ_reads_the_clinics_zone_with_every_time() =>
        Assert.Contains("visit Tue, Mar 16 at 9:00 AM CT: No food after 1:00 AM CT Tue (Monday night). Clear liquids until 7:00 AM CT.",
            Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", Ana with { Zone = Zone.Find("America/Denver") }).Text("fasting").Body);

    [Fact]
    public void A_zone_that_shows_the_same_time_needs_no_label() =>
        Assert.DoesNotContain(" CT", Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", Ana with { Zone = Zone.Find("America/Winnipeg") }).Text("fasting").Body);

    [Fact]
    public void A_driver_who_was_named_is_named_back() =>
        Assert.Contains("Have Maria Lopez drive you home: text DRIVER and the name.",
            Plan(Visit("2027-03-16 09:00") with { DriverName = "María Lopez" }, "2027-03-01 10:00").Text("reminder").Body);

    [Theory]
    [InlineData("Ana", "Mind Balance: Hi Ana. For")]
    [InlineData("José", "Mind Balance: Hi José. For")]   // é is in the alphabet
    [InlineData("Iván", "Mind Balance: Hi Ivan. For")]   // á is not
    [InlineData("O'Neil-Lee", "Mind Balance: Hi O'Neil-Lee. For")]
    [InlineData("Łukasz", "Mind Balance: For")]          // cannot be carried: left out
    [InlineData("Ana <b>", "Mind Balance: For")]
    [InlineData("Ana 2", "Mind Balance: For")]
    [InlineData("http://x.y", "Mind Balance: For")]
    [InlineData("Abcdefghijklmnopqrstuvwxyzabcde", "Mind Balance: For")] // 31 letters
    [InlineData("", "Mind Balance: For")]
    [InlineData(null, "Mind Balance: For")]
    public void Only_a_name_that_is_a_name_is_greeted(string? name, string start) =>
        Assert.StartsWith(start, Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", Ana with { FirstName = name }).Text("fasting").Body);

    [Fact]
    public void The_greeting_goes_first_when_two_segments_are_not_enough()
    {
        var patient = Ana with { FirstName = "Abcdefghijklmnopqrstuvwxyzabcd", StopNoticeAt = null, Zone = Zone.Find("Pacific/Honolulu") };
        var plan = Plan(Visit("2027-03-16 09:00"), "2027-03-15 09:30", patient);
        Assert.StartsWith("Mind Balance: Your visit is Tue, Mar 16 at 9:00 AM CT.", plan.Text("fasting").Body);
        Assert.All(plan.Texts, text => Assert.True(PhoneText.Length(text.Body) <= 306));
    }

    [Fact]
    public void The_notice_stands_only_in_the_first_text()
    {
        var plan = Plan(Visit("2027-03-16 09:00"), "2027-03-01 10:00", Ana with { StopNoticeAt = null });
        Assert.EndsWith("Reply STOP to stop texts, HELP for help", plan.Texts[0].Body);
        Assert.All(plan.Texts.Skip(1), text => Assert.DoesNotContain("STOP", text.Body));
    }
}
