using System.Net;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Appointments;

/// <summary>Whose word lets a fast go when another system says "cleared" (clinic-day 17). What the patient told is in HealthToldTests.</summary>
public sealed class ReleaseTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task Under_18_another_systems_cleared_is_a_fault_of_its_row_and_a_clinician_releases()
    {
        var body = AppointmentService.Ana(phone: "+17135550319");
        body["patient"]!["birthDate"] = "2011-05-04";
        service.GoTo("2027-03-08 09:00");
        await service.Put("young", body);
        var report = await service.Import("id,first name,phone,start,birth date,health screen,screened by\nyoung,Ana,(713) 555-0319,2027-03-16 09:00,2011-05-04,cleared,Dana Example RN\n");
        var row = report.GetProperty("rows")[0];
        Assert.Equal(("refused", "healthScreen.state: cannot be cleared from another system: the patient is under 18. A clinician releases the fast in the console"),
            (row.Word("outcome"), row.GetProperty("problems")[0].GetString()));
        Assert.Equal("unknown", (await service.Read("young")).GetProperty("healthScreen").Word("state"));
    }

    [Theory]
    [InlineData("patient")]
    [InlineData("Patient, asked late")]
    public async Task Nobody_clears_in_the_patients_name(string by)
    {
        var body = AppointmentService.Ana(phone: "+17135550320");
        body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = by };
        Assert.Equal(HttpStatusCode.BadRequest, (await service.Put("nobody", body)).Status);
    }

    [Fact]
    public async Task A_birth_date_that_comes_later_takes_another_systems_release_back_and_leaves_a_clinicians()
    {
        service.GoTo("2027-03-08 09:00");
        foreach (var (id, phone) in new[] { ("grown-1", "+17135550391"), ("grown-2", "+17135550392") })
        {
            var body = AppointmentService.Ana(phone: phone);
            if (id == "grown-1") body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
            await service.Put(id, body);
        }

        await service.Release("grown-2");
        foreach (var (id, phone, state) in new[] { ("grown-1", "+17135550391", "unknown"), ("grown-2", "+17135550392", "cleared") })
        {
            var body = AppointmentService.Ana(phone: phone);
            body["patient"]!["birthDate"] = "2011-05-04";
            Assert.Equal(state, (await service.Put(id, body)).Body.GetProperty("healthScreen").Word("state"));
        }
    }

    [Fact]
    public async Task Another_systems_own_times_do_not_let_a_fast_go_over_the_patients_yes_and_a_clinicians_release_does()
    {
        const string phone = "+17135550393";
        service.GoTo("2027-03-08 09:00");
        await service.Put("own-yes", AppointmentService.Ana(phone: phone));
        await service.Text(phone, "I take insulin");
        var body = Individual(phone);

        var (status, refused) = await service.Put("own-yes", body);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(
            "The appointment was not changed: preparation.mode: cannot be individual from another system: the patient told us something by which a nurse must plan the fast. A clinician sets the times in the console",
            refused.Word("detail"));
        var view = await service.Read("own-yes");
        Assert.Equal(("standard", "held"), (view.GetProperty("preparation").Word("mode"), view.Message("fasting").Word("status")));

        await service.Release("own-yes");
        Assert.Equal(HttpStatusCode.OK, (await service.Put("own-yes", body)).Status);
    }

    [Fact]
    public async Task Under_18_another_systems_own_times_are_refused()
    {
        var body = Individual("+17135550394");
        body["patient"]!["birthDate"] = "2011-05-04";
        service.GoTo("2027-03-08 09:00");
        var (status, refused) = await service.Put("own-young", body);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.EndsWith("preparation.mode: cannot be individual from another system: the patient is under 18. A clinician sets the times in the console", refused.Word("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_clinician_set_may_be_repeated_and_not_changed_by_another_system()
    {
        const string phone = "+17135550395";
        service.GoTo("2027-03-08 09:00");
        await service.Put("own-said", AppointmentService.Ana(phone: phone));
        await service.Text(phone, "I take insulin");
        Assert.Null(await service.Get<CommsBot.Preparation.OwnTimes>().SetAsync(
            await service.Nora(), AppointmentService.Clinic, "own-said", new DateTime(2027, 3, 15, 20, 0, 0), new DateTime(2027, 3, 16, 5, 0, 0)));

        Assert.Equal(HttpStatusCode.OK, (await service.Put("own-said", Individual(phone))).Status);
        Assert.Equal("Nora Clinician", (await service.Read("own-said")).GetProperty("preparation").Word("setBy"));
        Assert.Equal(HttpStatusCode.Conflict, (await service.Put("own-said", Individual(phone, "2027-03-15T22:00:00-05:00"))).Status);
    }

    private static JsonObject Individual(string phone, string food = "2027-03-15T20:00:00-05:00")
    {
        var body = AppointmentService.Ana(phone: phone);
        body["preparation"] = new JsonObject { ["mode"] = "individual", ["foodUntil"] = food, ["clearLiquidsUntil"] = "2027-03-16T05:00:00-05:00", ["setBy"] = "Lee Example MD" };
        return body;
    }
}
