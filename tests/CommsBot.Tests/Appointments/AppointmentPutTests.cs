using System.Net;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Appointments;

public sealed class AppointmentPutTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task A_new_visit_is_planned_with_clock_times_and_the_fast_waits_for_the_health_screen()
    {
        var (status, view) = await service.Put("new-1", AppointmentService.Ana(phone: "(713) 555-0110"));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(
            ["health-screen 2027-03-08 10:00 -06:00", "about-visit 2027-03-09 10:00 -06:00", "reminder 2027-03-13 10:00 -06:00", "fasting 2027-03-15 12:00 -05:00"], view.Steps());
        Assert.Equal("held", view.Message("fasting").Word("status"));
        Assert.Equal("health-screen", view.Message("fasting").Word("error"));
        Assert.Equal("planned", view.Message("about-visit").Word("status"));
        Assert.Contains("No food after 1:00 AM Tue (Monday night). Clear liquids until 7:00 AM.", view.Message("fasting").Word("body"), StringComparison.Ordinal);
        Assert.StartsWith("Mind Balance: Hi Ana. Your visit is ", view.Message("about-visit").Word("body"), StringComparison.Ordinal);
        Assert.EndsWith("Reply STOP to stop texts, HELP for help", view.Message("health-screen").Word("body"), StringComparison.Ordinal);
        Assert.Equal("not-started", view.Readiness());
        Assert.Equal(["health-screen-open", "fasting-not-understood", "driver-not-named"], view.Reasons());
        Assert.Empty(view.Tasks());
        Assert.Equal("2027-03-16T09:00:00-05:00", view.Word("startsAt"));
    }

    [Fact]
    public async Task The_same_body_twice_changes_nothing()
    {
        var (_, first) = await service.Put("same-1", AppointmentService.Ana(phone: "(713) 555-0111"));
        var (status, second) = await service.Put("same-1", AppointmentService.Ana(phone: "(713) 555-0111"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(first.GetRawText(), second.GetRawText());
    }

    [Fact]
    public async Task Without_consent_everything_is_held_and_one_call_stands_on_the_list()
    {
        var body = Stranger("713 555 0112");
        body.Remove("consent");
        var (_, view) = await service.Put("mute-1", body);

        Assert.Equal(4, view.Steps("held").Length);
        Assert.Equal("no-consent", view.Message("about-visit").Word("error"));
        Assert.Equal(["no-consent"], view.Tasks());
        Assert.Equal("needs-call", view.Readiness());
    }

    [Fact]
    public async Task Consent_that_arrives_later_lets_the_texts_go_but_not_the_fast_and_closes_the_call_nobody_began()
    {
        var body = Stranger("713 555 0113");
        body.Remove("consent");
        await service.Put("late-consent-1", body);
        var (_, view) = await service.Put("late-consent-1", Stranger("713 555 0113"));

        Assert.Equal(1, view.GetProperty("planVersion").GetInt32());
        Assert.Equal("planned", view.Message("about-visit").Word("status"));
        Assert.Equal("held", view.Message("fasting").Word("status"));
        Assert.Equal("health-screen", view.Message("fasting").Word("error"));
        Assert.Empty(view.Tasks());
        Assert.Equal(["no-consent"], view.Tasks("closed"));
    }

    [Fact]
    public async Task A_move_withdraws_what_has_not_left_and_plans_anew()
    {
        await service.Put("move-1", AppointmentService.Ana(phone: "(713) 555-0114"));
        var (status, view) = await service.Put("move-1", AppointmentService.Ana("2027-03-17T10:00:00-05:00", "(713) 555-0114"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, view.GetProperty("planVersion").GetInt32());
        Assert.Equal(4, view.Steps("withdrawn").Length);
        Assert.All(view.GetProperty("messages").EnumerateArray().Where(m => m.GetProperty("planVersion").GetInt32() == 1), m => Assert.Equal("moved", m.Word("error")));
        Assert.Contains("No food after 2:00 AM Wed (Tuesday night). Clear liquids until 8:00 AM.", view.Message("fasting").Word("body"), StringComparison.Ordinal);
        Assert.DoesNotContain(view.GetProperty("messages").EnumerateArray(), m => m.Word("step") == "moved");
    }

    [Fact]
    public async Task A_changed_name_or_length_keeps_the_plan_version()
    {
        await service.Put("name-1", AppointmentService.Ana(phone: "(713) 555-0115"));
        var body = AppointmentService.Ana(phone: "(713) 555-0115");
        body["patient"]!["firstName"] = "Anna";
        body["durationMinutes"] = 200;
        var (_, view) = await service.Put("name-1", body);

        Assert.Equal(1, view.GetProperty("planVersion").GetInt32());
        Assert.StartsWith("Mind Balance: Hi Anna. ", view.Message("about-visit").Word("body"), StringComparison.Ordinal);
        Assert.Equal(200, view.GetProperty("durationMinutes").GetInt32());
    }

    [Fact]
    public async Task Cancelling_withdraws_everything_and_booking_again_plans_anew()
    {
        await service.Put("cancel-1", AppointmentService.Ana(phone: "(713) 555-0116"));
        using var answer = await service.Send(HttpMethod.Delete, "/api/appointments/cancel-1", AppointmentService.Key);
        var cancelled = await AppointmentService.Json(answer);

        Assert.Equal("cancelled", cancelled.Word("status"));
        Assert.Equal(4, cancelled.Steps("withdrawn").Length);
        Assert.Equal(4, cancelled.Steps().Length);

        var (_, again) = await service.Put("cancel-1", AppointmentService.Ana(phone: "(713) 555-0116"));
        Assert.Equal("booked", again.Word("status"));
        Assert.Equal(3, again.Steps("planned").Length);
    }

    [Fact]
    public async Task A_clinicians_release_lets_the_fasting_text_leave_and_a_hold_takes_it_back()
    {
        var body = AppointmentService.Ana(phone: "(713) 555-0117");
        body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
        var (_, released) = await service.Put("screen-1", body);
        Assert.Equal("planned", released.Message("fasting").Word("status"));
        Assert.Equal(["about-visit", "reminder", "fasting"], released.GetProperty("messages").EnumerateArray().Select(m => m.Word("step")));

        body["healthScreen"]!["state"] = "held";
        var (_, held) = await service.Put("screen-1", body);
        Assert.Equal("held", held.Message("fasting").Word("status"));
        Assert.Equal(["screen-held"], held.Tasks());
    }

    [Fact]
    public async Task Individual_times_are_said_word_for_word()
    {
        var body = AppointmentService.Ana(phone: "(713) 555-0118");
        body["preparation"] = new JsonObject
        {
            ["mode"] = "individual", ["foodUntil"] = "2027-03-15T20:00:00-05:00", ["clearLiquidsUntil"] = "2027-03-16T05:00:00-05:00", ["setBy"] = "Lee Example MD",
        };
        var (_, view) = await service.Put("own-1", body);

        Assert.Equal("planned", view.Message("fasting").Word("status"));
        Assert.Contains("No food after 8:00 PM Mon.", view.Message("fasting").Word("body"), StringComparison.Ordinal);
        Assert.Equal("2027-03-15T20:00:00-05:00", view.GetProperty("preparation").Word("foodUntil"));
    }

    [Theory]
    [InlineData("fulfilled")]
    [InlineData("noshow")]
    public async Task A_visit_that_is_over_stops_everything(string status)
    {
        var body = AppointmentService.Ana(phone: "(713) 555-0119");
        await service.Put($"over-{status}", body);
        body["status"] = status;
        service.GoTo("2027-03-16 13:00");
        var (_, view) = await service.Put($"over-{status}", body);
        service.GoTo("2027-03-08 09:00");

        Assert.Equal(status, view.Word("status"));
        Assert.Empty(view.Steps("planned"));
        Assert.Empty(view.Steps("held"));
    }

    [Theory]
    [InlineData("fulfilled")]
    [InlineData("noshow")]
    public async Task A_visit_that_lies_ahead_is_not_over(string status)
    {
        var body = AppointmentService.Ana(phone: "(713) 555-0124");
        await service.Put($"ahead-{status}", body);
        var before = (await service.Read($"ahead-{status}")).Steps("planned");
        body["status"] = status;

        var (refused, problem) = await service.Put($"ahead-{status}", body);

        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Equal("cannot be over yet: the visit lies ahead", problem.GetProperty("errors").GetProperty("status")[0].GetString());
        var view = await service.Read($"ahead-{status}");
        Assert.Equal("booked", view.Word("status"));
        Assert.Equal(before, view.Steps("planned"));
    }

    [Fact]
    public async Task A_new_number_gets_a_plan_of_its_own()
    {
        await service.Put("phone-1", Stranger("713 555 0121", "Cleo"));
        var (_, view) = await service.Put("phone-1", Stranger("713 555 0122", "Cleo"));

        Assert.Equal("+17135550122", view.GetProperty("patient").Word("phone"));
        Assert.Equal(2, view.GetProperty("planVersion").GetInt32());
    }

    private static JsonObject Stranger(string phone, string name = "Bea")
    {
        var body = AppointmentService.Ana(phone: phone);
        body["patient"]!.AsObject().Remove("id");
        body["patient"]!["firstName"] = name;
        return body;
    }
}
