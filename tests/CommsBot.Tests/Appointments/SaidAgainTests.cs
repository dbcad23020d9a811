using System.Net;
using CommsBot.Appointments;
using CommsBot.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Appointments;

/// <summary>What is said a second time, or in another order than somebody here decided.</summary>
public sealed class SaidAgainTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    private const string Columns = "id,patient id,first name,last name,phone,start,status,minutes\n";

    [Fact]
    public async Task A_cancelled_visit_that_is_cancelled_again_with_other_facts_changes_its_facts_and_tells_nobody_twice()
    {
        await ToldAsync("again-1", "(713) 555-0401");
        Assert.Equal(HttpStatusCode.OK, (await service.Send(HttpMethod.Delete, "/api/appointments/again-1", AppointmentService.Key)).StatusCode);

        var body = AppointmentService.Ana(phone: "(713) 555-0401");
        (body["status"], body["durationMinutes"]) = ("cancelled", 200);
        var (status, view) = await service.Put("again-1", body);

        Assert.Equal((HttpStatusCode.OK, 200), (status, view.GetProperty("durationMinutes").GetInt32()));
        Assert.Equal("cancelled", Assert.Single(view.Steps("planned")).Split(' ')[0]);
    }

    [Fact]
    public async Task A_report_says_it_again_and_every_other_row_is_taken_over()
    {
        await ToldAsync("again-2", "(713) 555-0402");
        await service.Send(HttpMethod.Delete, "/api/appointments/again-2", AppointmentService.Key);

        var report = await service.Import(
            Columns + "again-2,P0402,Ana,Gomez,(713) 555-0402,2027-03-16 09:00,cancelled,200\nagain-3,P0403,Bea,Lee,(713) 555-0403,2027-03-17 09:00,booked,\n");

        Assert.Equal(["again-2 changed", "again-3 created"], Outcomes(report));
    }

    [Fact]
    public async Task A_row_that_cannot_be_written_is_named_and_every_other_row_is_taken_over()
    {
        // Something stands where a text of this visit must go.
        await service.Store.Write(db =>
        {
            db.Outbound.Add(new OutboundMessage
            {
                Id = "in-the-way", ClinicId = AppointmentService.Clinic, Class = MessageClass.Plan, State = MessageState.Withdrawn, To = "+17135550404", ToHash = "x", Body = "x",
                UniqueKey = "plan:mind-balance:again-4:health-screen:1", DueAt = service.Now,
            });
            return Task.CompletedTask;
        });

        var report = await service.Import(
            Columns + "again-4,P0404,Ana,Gomez,(713) 555-0404,2027-03-16 09:00,booked,\nagain-5,P0405,Bea,Lee,(713) 555-0405,2027-03-17 09:00,booked,\n");

        Assert.Equal(["again-4 refused", "again-5 created"], Outcomes(report));
        Assert.Contains("row: a fault in CommsBot kept it from being taken over; the log says which", report.GetRawText());
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/again-4", AppointmentService.Key)).StatusCode);
    }

    [Fact]
    public async Task What_the_desk_cancelled_is_not_booked_again_by_a_row_that_says_what_it_always_said()
    {
        const string row = "again-6,P0406,Ana,Gomez,(713) 555-0406,2027-03-16 09:00,booked,\n";
        await service.Import(Columns + row);
        Assert.Null(await service.Get<AppointmentForm>().CancelAsync(await service.Dana(), AppointmentService.Clinic, "again-6"));

        Assert.Equal(["again-6 unchanged"], Outcomes(await service.Import(Columns + row)));
        Assert.Equal("cancelled", (await service.Read("again-6")).Word("status"));

        // The report says something new: a person decides which is right, and is asked once.
        var moved = row.Replace("09:00", "10:00");
        var asked = await service.Import(Columns + moved);
        Assert.Equal(["again-6 refused"], Outcomes(asked));
        Assert.Contains("startsAt: is not what a person decided here; staff are asked which is right", asked.GetRawText());
        Assert.Equal(["again-6 unchanged"], Outcomes(await service.Import(Columns + moved)));
        var view = await service.Read("again-6");
        Assert.Equal(("cancelled", "changed-here-and-there"), (view.Word("status"), Assert.Single(view.Tasks())));
        Assert.Contains(
            "Here this visit is cancelled, in the practice system it is on 2027-03-16 10:00 AM. Which is right? Change the other one; until then it stays as it is here.",
            view.GetProperty("tasks").GetRawText());

        // It comes to the same in the end, and then a report counts as ever.
        Assert.Equal(["again-6 moved"], Outcomes(await service.Import(Columns + moved.Replace("booked", "cancelled"))));
        Assert.Equal(["again-6 moved"], Outcomes(await service.Import(Columns + row.Replace("09:00", "11:00"))));
    }

    [Fact]
    public async Task What_the_desk_moved_stays_moved_until_the_report_follows()
    {
        const string row = "again-7,P0407,Ana,Gomez,(713) 555-0407,2027-03-16 09:00,booked,\n";
        await service.Import(Columns + row);
        var fields = new AppointmentFields("again-7", "Ana", "Gomez", "(713) 555-0407", "2027-03-18", "9:00 AM") { PatientId = "P0407" };
        Assert.True((await service.Get<AppointmentForm>().SaveAsync(await service.Dana(), AppointmentService.Clinic, fields)).IsDone);

        Assert.Equal(["again-7 unchanged"], Outcomes(await service.Import(Columns + row)));
        Assert.Equal("2027-03-18T09:00:00-05:00", (await service.Read("again-7")).Word("startsAt"));
        Assert.Equal(["again-7 changed"], Outcomes(await service.Import(Columns + row.Replace("03-16", "03-18"))));
        Assert.Equal(["again-7 moved"], Outcomes(await service.Import(Columns + row.Replace("03-16", "03-19"))));
        Assert.Empty((await service.Read("again-7")).Tasks().Except(["no-consent", "screen-by-phone"]));
    }

    [Fact]
    public async Task A_visit_is_cancelled_by_its_row_though_the_patients_number_is_none_any_more()
    {
        await ToldAsync("again-8", "(713) 555-0408");

        var report = await service.Import(Columns + "again-8,P0408,Ana,Gomez,(416) 555-0142,2027-03-16 09:00,cancelled,\n");

        Assert.Equal(["again-8 cancelled"], Outcomes(report));
        Assert.Contains("patient.phone: is a Canadian number", report.GetRawText());
        Assert.Equal("cancelled", (await service.Read("again-8")).Word("status"));
        Assert.Equal(["again-8 unchanged"], Outcomes(await service.Import(Columns + "again-8,P0408,Ana,Gomez,(416) 555-0142,2027-03-16 09:00,cancelled,\n")));
    }

    [Theory]
    [InlineData("2027-03-10T17:30:00-06:00", "2027-03-10T18:30:00-06:00", true)]
    [InlineData("2027-03-09T19:00:00-06:00", "2027-03-10T09:00:00-06:00", false)]
    public async Task A_driver_is_named_for_a_day_of_the_clinic(string before, string after, bool kept)
    {
        var (id, phone) = kept ? ("driver-1", "(713) 555-0409") : ("driver-2", "(713) 555-0410");
        await service.Put(id, AppointmentService.Ana(before, phone));
        Assert.Null(await service.Get<CommsBot.Preparation.VisitRecords>().RecordAsync(await service.Nora(), AppointmentService.Clinic, id, CommsBot.Preparation.CallOutcomes.DriverNamed, "Maria"));

        await service.Put(id, AppointmentService.Ana(after, phone));

        Assert.Equal(!kept, (await service.Read(id)).Reasons().Contains("driver-not-named"));
    }

    /// <summary>A visit of which the patient has read.</summary>
    private async Task ToldAsync(string id, string phone)
    {
        await service.Put(id, AppointmentService.Ana(phone: phone));
        await service.Deliver(id, "health-screen", "2027-03-08 09:00");
    }

    private static string[] Outcomes(System.Text.Json.JsonElement report) => [.. report.GetProperty("rows").EnumerateArray().Select(row => $"{row.Word("id")} {row.Word("outcome")}")];
}
