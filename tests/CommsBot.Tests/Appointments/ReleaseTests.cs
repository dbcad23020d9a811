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
}
