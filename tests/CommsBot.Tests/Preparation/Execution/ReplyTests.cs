using CommsBot.Tests.Appointments;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>What patients text back to a fasting text, and what it does to their visit. Each test has a phone of its own.</summary>
public sealed class ReplyTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task A_wrong_time_is_put_right_once_then_a_person_calls()
    {
        const string phone = "+17135550141";
        await service.WaitingForTheFast("wrong", phone);
        await service.Text(phone, "1");
        Assert.EndsWith("That is not the time we have for you. No food after 1:00 AM Tue (Monday night). Clear liquids until 7:00 AM. "
            + "Please text back the time you must stop eating, or call (281) 555-0120.", (await service.Text(phone, "7am")).Text, StringComparison.Ordinal);
        Assert.Empty((await service.Read("wrong")).Tasks());

        Assert.Contains("Our team will call you to go over the time together.", (await service.Text(phone, "6am")).Text, StringComparison.Ordinal);
        var view = await service.Read("wrong");
        Assert.Equal(["teach-back-failed"], view.Tasks());
        Assert.Equal("needs-call", view.Readiness());

        await service.Text(phone, "1:00");
        Assert.DoesNotContain("fasting-not-understood", (await service.Read("wrong")).Reasons());
    }

    [Fact]
    public async Task A_bare_digit_is_asked_for_again_and_understands_nothing()
    {
        const string phone = "+17135550142";
        await service.WaitingForTheFast("digit", phone);
        await service.Text(phone, "ok got it");
        Assert.Contains("Please text back the clock time you must stop eating, with AM or PM.", (await service.Text(phone, "1")).Text, StringComparison.Ordinal);
        Assert.Contains("fasting-not-understood", (await service.Read("digit")).Reasons());
        await service.Text(phone, "at 1");
        Assert.DoesNotContain("fasting-not-understood", (await service.Read("digit")).Reasons());
    }

    [Theory]
    [InlineData("Liked “Mind Balance: Hi Ana. For your visit”", "+17135550143")]
    [InlineData("👍", "+17135550144")]
    public async Task A_reaction_confirms_nothing_and_is_not_answered(string reaction, string phone)
    {
        await service.WaitingForTheFast(phone, phone);
        var before = (await service.Text(phone, "hello")).Text;
        Assert.Equal(before, (await service.Text(phone, reaction)).Text);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await service.Read(phone)).Message("fasting").GetProperty("answer").ValueKind);
    }

    [Fact]
    public async Task A_question_in_between_is_answered_and_the_time_asked_again()
    {
        const string phone = "+17135550145";
        await service.WaitingForTheFast("between", phone);
        await service.Text(phone, "I understand");
        var said = await service.Said(phone, "Where do I park?");
        Assert.Equal(2, said.Count);
        Assert.Contains("Parking is free in front of our door.", said[0], StringComparison.Ordinal);
        Assert.Contains("Please text back the clock time you must stop eating", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task I_ate_takes_ready_back_at_once()
    {
        const string phone = "+17135550146";
        await service.WaitingForTheFast("ate", phone);
        await service.Text(phone, "1am");
        await service.Text(phone, "Driver is Luis Gomez");
        Assert.Equal("ready", (await service.Read("ate")).Readiness());

        service.GoTo("2027-03-15 12:20");
        Assert.Contains("Please call us before you leave home.", (await service.Text(phone, "I ate at 7")).Text, StringComparison.Ordinal);
        Assert.Equal("needs-call", (await service.Read("ate")).Readiness());
    }

    [Fact]
    public async Task A_medicine_named_while_the_health_questions_wait_is_a_yes_that_no_later_digit_undoes()
    {
        const string phone = "+17135550147";
        service.GoTo("2027-03-08 09:00");
        await service.Put("insulin", AppointmentService.Ana(phone: phone));
        await service.Deliver("insulin", "health-screen", "2027-03-08 10:00");
        service.GoTo("2027-03-08 10:05");
        await service.Text(phone, "Should I take my insulin that day?");
        await service.Text(phone, "1");

        var view = await service.Read("insulin");
        Assert.Equal("held", view.GetProperty("healthScreen").Word("state"));
        Assert.Equal("held", view.Message("fasting").Word("status"));
        Assert.Equal("needs-call", view.Readiness());
    }

    [Fact]
    public async Task A_digit_that_could_answer_the_sheet_or_the_health_questions_brings_the_questions_again_and_then_each_has_its_answer()
    {
        const string phone = "+17135550155";
        await BothWait("both", phone);
        Assert.StartsWith("Mind Balance: Diabetes, weight loss, blood pressure, sleep or anxiety medicine? Pregnant or sick? Reply 1 NONE for none of these. Reply 3 for a call, or call (281) 555-0120. "
            + "Emergency: call 911. Crisis: call or text 988.", (await service.Text(phone, "1")).Text, StringComparison.Ordinal);
        Assert.NotEqual("cleared", (await service.Read("both")).GetProperty("healthScreen").Word("state"));

        await service.Text(phone, "1 NONE");
        Assert.Equal("cleared", (await service.Read("both")).GetProperty("healthScreen").Word("state"));
        await service.Text(phone, "1");
        Assert.Equal("1", (await service.Read("both")).Message("about-visit").Word("answer"));
    }

    [Fact]
    public async Task A_three_is_a_yes_to_the_health_questions_whatever_else_waits_and_no_later_digit_undoes_it()
    {
        const string phone = "+17135550186";
        await BothWait("three", phone);
        await service.Text(phone, "3");
        await service.Text(phone, "1 none");
        var view = await service.Read("three");
        Assert.Equal("held", view.GetProperty("healthScreen").Word("state"));
        Assert.Equal("needs-call", view.Readiness());
    }

    [Fact]
    public async Task A_bare_no_to_the_health_questions_brings_them_again()
    {
        const string phone = "+17135550189";
        service.GoTo("2027-03-08 09:00");
        await service.Put("no", AppointmentService.Ana(phone: phone));
        await service.Deliver("no", "health-screen", "2027-03-08 10:00");
        service.GoTo("2027-03-08 10:05");
        Assert.Contains("Reply 1 NONE for none of these. Reply 3 for a call", (await service.Text(phone, "No")).Text, StringComparison.Ordinal);
        await service.Text(phone, "1 none");
        Assert.Equal("cleared", (await service.Read("no")).GetProperty("healthScreen").Word("state"));
    }

    [Theory]
    [InlineData("need to move it to thurs", "+17135550187")]
    [InlineData("cancel my appointment please", "+17135550188")]
    public async Task Moving_in_words_is_a_call_and_says_that_nothing_has_changed_yet(string words, string phone)
    {
        await service.WaitingForTheFast(phone, phone);
        Assert.Contains("Your visit is NOT changed yet.", (await service.Text(phone, words)).Text, StringComparison.Ordinal);
        Assert.Equal(["reschedule"], (await service.Read(phone)).Tasks());
    }

    [Fact]
    public async Task Two_people_on_one_phone_are_asked_for_a_name_and_neither_hears_of_the_other()
    {
        const string phone = "+17135550148";
        service.GoTo("2027-03-08 09:00");
        var luis = AppointmentService.Ana("2027-03-16T10:00:00-05:00", phone);
        luis["patient"]!["id"] = "P-luis";
        luis["patient"]!["firstName"] = "Luis";
        luis["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
        await service.Put("luis", luis);
        await service.DeliverAll("luis");
        await service.WaitingForTheFast("ana", phone);

        var (_, whose) = await service.Text(phone, "1");
        Assert.Contains("Please add your first name so that we know who writes", whose, StringComparison.Ordinal);
        Assert.DoesNotContain("Luis", whose, StringComparison.Ordinal);
        Assert.DoesNotContain("Mar 16", whose, StringComparison.Ordinal);

        Assert.Contains("please text back the time you must stop eating", (await service.Text(phone, "1 Luis")).Text, StringComparison.Ordinal);
        await service.Text(phone, "2am Luis");
        Assert.DoesNotContain("fasting-not-understood", (await service.Read("luis")).Reasons());
        Assert.Contains("fasting-not-understood", (await service.Read("ana")).Reasons());
    }

    [Fact]
    public async Task An_answer_soon_after_a_visit_does_not_count()
    {
        const string phone = "+17135550149";
        await service.WaitingForTheFast("after", phone);
        var earlier = AppointmentService.Ana("2027-03-15T08:00:00-05:00", phone);
        earlier["protocol"] = "first-consultation";
        service.GoTo("2027-03-15 07:00");
        await service.Put("after-earlier", earlier);
        service.GoTo("2027-03-15 16:00");
        Assert.Contains("So soon after a visit an answer does not count yet.", (await service.Text(phone, "1")).Text, StringComparison.Ordinal);
        service.GoTo("2027-03-15 20:05");
        Assert.Contains("please text back the time", (await service.Text(phone, "1")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task None_of_these_soon_after_a_visit_does_not_clear_the_next_one_but_a_yes_holds_it()
    {
        const string phone = "+17135550190";
        service.GoTo("2027-03-08 07:00");
        await service.Put("drowsy-1", AppointmentService.Ana("2027-03-08T09:00:00-06:00", phone));
        await service.Put("drowsy-2", AppointmentService.Ana(phone: phone));
        await service.Deliver("drowsy-2", "health-screen", "2027-03-08 10:00");
        service.GoTo("2027-03-08 15:00");
        Assert.Contains("So soon after a visit an answer does not count yet.", (await service.Text(phone, "1 none")).Text, StringComparison.Ordinal);
        Assert.Equal("unknown", (await service.Read("drowsy-2")).GetProperty("healthScreen").Word("state"));
        await service.Text(phone, "3");
        Assert.Equal("held", (await service.Read("drowsy-2")).GetProperty("healthScreen").Word("state"));
    }

    [Fact]
    public async Task A_visit_that_is_over_waits_for_no_answer_and_leaves_the_next_visits_text_alone()
    {
        const string phone = "+17135550156";
        await service.WaitingForTheFast("over", phone);
        service.GoTo("2027-03-16 22:00");
        var (outcome, words) = await service.Text(phone, "1");
        Assert.Equal("unanswered", outcome);
        Assert.StartsWith("Mind Balance: I don't have an answer our clinic approved for that. Would you like a person to answer? Reply 1 for a person, 2 for no.", words, StringComparison.Ordinal);

        service.GoTo("2027-03-22 09:00");
        await service.Put("over-next", AppointmentService.Ana("2027-04-06T09:00:00-05:00", phone));
        await service.Deliver("over-next", "about-visit", "2027-03-28 12:00");
        service.GoTo("2027-03-28 12:05");
        Assert.Equal("Mind Balance: Thank you. See you Tue, Apr 6 at 9:00 AM. Questions? Text us here or call (281) 555-0120.", (await service.Text(phone, "1")).Text);
        Assert.Equal("1", (await service.Read("over-next")).Message("about-visit").Word("answer"));
    }

    [Fact]
    public async Task A_digit_that_two_visits_wait_for_is_asked_about_once_and_then_a_person_calls()
    {
        const string phone = "+17135550157";
        service.GoTo("2027-03-08 09:00");
        await service.Put("two-1", AppointmentService.Ana(phone: phone));
        await service.Put("two-2", AppointmentService.Ana("2027-04-06T09:00:00-05:00", phone));
        await service.DeliverAll("two-1");
        await service.Deliver("two-2", "about-visit", "2027-03-15 10:00");
        service.GoTo("2027-03-15 12:05");

        Assert.StartsWith("Mind Balance: We are not sure what you mean. Reply 1 I understand, 2 reschedule, 3 call me, or call (281) 555-0120.", (await service.Text(phone, "1")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("which-visit", (await service.Read("two-1")).Reasons());
        Assert.Equal(
            "Mind Balance: Our team will call you today. If it can't wait, call (281) 555-0120. Emergency: call 911. Crisis: call or text 988.", (await service.Text(phone, "1")).Text);
        foreach (var id in new[] { "two-1", "two-2" }) Assert.Contains("which-visit", (await service.Read(id)).Reasons());
    }

    /// <summary>The sheet and the health questions have left, and neither is answered.</summary>
    private async Task BothWait(string id, string phone)
    {
        service.GoTo("2027-03-08 09:00");
        await service.Put(id, AppointmentService.Ana(phone: phone));
        await service.Deliver(id, "about-visit", "2027-03-07 13:00");
        await service.Deliver(id, "health-screen", "2027-03-08 10:00");
        service.GoTo("2027-03-08 10:05");
    }
}
