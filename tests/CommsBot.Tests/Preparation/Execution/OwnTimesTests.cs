using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Tests.Appointments;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A clinician sets times to stop eating for one visit, in the console.</summary>
public sealed class OwnTimesTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    private static readonly DateTime Food = new(2027, 3, 15, 20, 0, 0), Clear = new(2027, 3, 16, 5, 0, 0);

    [Fact]
    public async Task They_let_a_held_fast_go_with_their_own_words_and_end_again()
    {
        var nora = await BookAsync("own-times-1", "+17135550341");
        await service.Text("+17135550341", "I take insulin");
        Assert.Equal("held", (await service.Read("own-times-1")).Message("fasting").Word("status"));

        Assert.Null(await SetAsync(nora, "own-times-1", Food, Clear));
        var view = await service.Read("own-times-1");
        Assert.Equal("planned", view.Message("fasting").Word("status"));
        Assert.Contains("No food after 8:00 PM Mon. Clear liquids until 5:00 AM Tue", view.Message("fasting").Word("body"), StringComparison.Ordinal);
        Assert.Equal(("individual", "Nora Clinician"), (view.GetProperty("preparation").Word("mode"), view.GetProperty("preparation").Word("setBy")));

        Assert.Null(await service.Get<OwnTimes>().EndAsync(nora, AppointmentService.Clinic, "own-times-1"));
        var back = await service.Read("own-times-1");
        Assert.Equal("held", back.Message("fasting").Word("status"));
        Assert.Contains("No food after 1:00 AM Tue (Monday night)", back.Message("fasting").Word("body"), StringComparison.Ordinal);
        Assert.Equal("This visit has no times of its own.", await service.Get<OwnTimes>().EndAsync(nora, AppointmentService.Clinic, "own-times-1"));
    }

    [Theory]
    [InlineData("2027-03-17T09:00:00-05:00", "+17135550357")]
    [InlineData("2027-03-16T07:00:00-05:00", "+17135550358")]
    public async Task Moved_without_new_ones_the_times_of_the_old_start_are_told_to_nobody_and_a_person_asks(string start, string phone)
    {
        var id = $"own-moved-{phone[^1]}";
        var nora = await BookAsync(id, phone);
        Assert.Null(await SetAsync(nora, id, Food, Clear));

        await service.Put(id, AppointmentService.Ana(start, phone));

        var view = await service.Read(id);
        Assert.DoesNotContain(view.GetProperty("messages").EnumerateArray(), text => text.Word("step") == "fasting" && text.Word("status") is "planned" or "held");
        Assert.Contains("individual-times-unclear", view.Tasks());

        Assert.Null(await SetAsync(nora, id, Food, Clear));
        Assert.Equal("planned", (await service.Read(id)).Message("fasting").Word("status"));
    }

    [Theory]
    [InlineData("another system", "+17135550344")]
    [InlineData("another system in a clinician's name", "+17135550345")]
    [InlineData("a clinician", "+17135550346")]
    public async Task A_yes_that_comes_after_them_holds_the_fast_until_a_clinician_decides_knowing_it(string whose, string phone)
    {
        var id = $"own-before-{phone[^1]}";
        var nora = await BookAsync(id, phone);
        if (whose is "a clinician") Assert.Null(await SetAsync(nora, id, Food, Clear));
        else await service.Put(id, Individual(phone, whose is "another system" ? "Lee Example MD" : "Nora Clinician"));
        Assert.Equal("planned", (await service.Read(id)).Message("fasting").Word("status"));

        await service.Text(phone, "I take insulin");

        var view = await service.Read(id);
        Assert.Equal(("held", "health-screen"), (view.Message("fasting").Word("status"), view.Message("fasting").Word("error")));
        Assert.Equal(("held", "individual"), (view.GetProperty("healthScreen").Word("state"), view.GetProperty("preparation").Word("mode")));
        Assert.Contains("screen-held", view.Reasons());

        // Said again by the system they change nothing; new ones of its are refused.
        await service.Put(id, Individual(phone, "Nora Clinician"));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, (await service.Put(id, Individual(phone, "Nora Clinician", "2027-03-15T22:00:00-05:00"))).Status);
        Assert.Equal("held", (await service.Read(id)).Message("fasting").Word("status"));

        Assert.Null(await SetAsync(nora, id, Food, Clear));
        Assert.Equal("planned", (await service.Read(id)).Message("fasting").Word("status"));
    }

    [Fact]
    public async Task A_cleared_screen_of_another_system_yields_to_a_later_yes_though_it_names_a_clinician_of_ours()
    {
        const string id = "own-cleared", name = "Nora Clinician", phone = "+17135550396";
        await BookAsync(id, phone);
        var cleared = Individual(phone, name);
        cleared.Remove("preparation");
        cleared["healthScreen"] = new System.Text.Json.Nodes.JsonObject { ["state"] = "cleared", ["setBy"] = name };
        await service.Put(id, cleared);
        Assert.Equal(("planned", name), ((await service.Read(id)).Message("fasting").Word("status"), (await service.Read(id)).GetProperty("healthScreen").Word("setBy")));

        await service.Text(phone, "I take insulin");

        Assert.Equal(("held", "health-screen"), ((await service.Read(id)).Message("fasting").Word("status"), (await service.Read(id)).Message("fasting").Word("error")));
    }

    [Fact]
    public async Task A_clinicians_release_after_the_yes_lets_them_go_as_they_were_set()
    {
        await BookAsync("own-released", "+17135550347");
        await service.Put("own-released", Individual("+17135550347", "Lee Example MD"));
        await service.Text("+17135550347", "I take insulin");
        await service.Release("own-released");
        var fast = (await service.Read("own-released")).Message("fasting");
        Assert.Equal("planned", fast.Word("status"));
        Assert.Contains("No food after 8:00 PM Mon", fast.Word("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_later_day_of_a_series_the_first_days_yes_holds_the_times_set_before_it()
    {
        const string phone = "+17135550348";
        var nora = await BookAsync("own-day-1", phone);
        await service.Put("own-day-2", AppointmentService.Ana("2027-03-17T09:00:00-05:00", phone));
        var second = Individual(phone, "Lee Example MD", "2027-03-16T20:00:00-05:00", "2027-03-17T05:00:00-05:00");
        second["startsAt"] = "2027-03-17T09:00:00-05:00";
        await service.Put("own-day-2", second);

        await service.Text(phone, "I take insulin");

        Assert.Contains("screen-held", (await service.Read("own-day-2")).Tasks().Concat((await service.Read("own-day-2")).Reasons()));
        Assert.Null(await SetAsync(nora, "own-day-2", Food.AddDays(1), Clear.AddDays(1)));
        Assert.DoesNotContain("screen-held", (await service.Read("own-day-2")).Reasons());
    }

    private static System.Text.Json.Nodes.JsonObject Individual(string phone, string by, string food = "2027-03-15T20:00:00-05:00", string clear = "2027-03-16T05:00:00-05:00")
    {
        var body = AppointmentService.Ana(phone: phone);
        body["preparation"] = new System.Text.Json.Nodes.JsonObject { ["mode"] = "individual", ["foodUntil"] = food, ["clearLiquidsUntil"] = clear, ["setBy"] = by };
        return body;
    }

    [Fact]
    public async Task The_front_desk_an_unknown_person_and_another_clinics_may_not_set_them()
    {
        var nora = await BookAsync("own-times-2", "+17135550342");
        Assert.Equal("Only a clinician may set times for one visit.", await SetAsync(await service.Dana(), "own-times-2", Food, Clear));
        // What the account says counts, not what the console believes.
        Assert.Equal("Only a clinician may set times for one visit.", await SetAsync((await service.Dana()) with { Role = "clinician" }, "own-times-2", Food, Clear));
        Assert.Equal("Your account may not act for this clinic.", await SetAsync(new DeskPerson("Nobody", [AppointmentService.Clinic]), "own-times-2", Food, Clear));
        Assert.Equal("Your account may not act for this clinic.", await SetAsync(nora with { Clinics = ["elsewhere"] }, "own-times-2", Food, Clear));
        Assert.Equal("standard", (await service.Read("own-times-2")).GetProperty("preparation").Word("mode"));
    }

    [Theory]
    [InlineData("2027-03-16 05:00", "2027-03-15 20:00", "Food must not end after clear liquids.")]
    [InlineData("2027-03-15 20:00", "2027-03-16 10:00", "Clear liquids must end before the visit starts.")]
    [InlineData("2027-03-13 20:00", "2027-03-16 05:00", "No fast is longer than two days: look at the day again.")]
    [InlineData("2027-03-14 02:30", "2027-03-16 05:00", "This time falls into the hour that is skipped when clocks go forward.")]
    public async Task Times_that_make_no_sense_change_nothing(string food, string clear, string refusal)
    {
        var nora = await BookAsync("own-times-3", "+17135550343");
        Assert.Equal(refusal, await SetAsync(nora, "own-times-3", Local(food), Local(clear)));
        Assert.Equal("standard", (await service.Read("own-times-3")).GetProperty("preparation").Word("mode"));
    }

    private static DateTime Local(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private Task<string?> SetAsync(DeskPerson person, string visit, DateTime food, DateTime clear) => service.Get<OwnTimes>().SetAsync(person, AppointmentService.Clinic, visit, food, clear);

    private async Task<DeskPerson> BookAsync(string id, string phone)
    {
        service.GoTo("2027-03-08 09:00");
        await service.Put(id, AppointmentService.Ana(phone: phone));
        return await service.Nora();
    }
}
