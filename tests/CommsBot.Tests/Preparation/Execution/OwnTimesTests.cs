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
