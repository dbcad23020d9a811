using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Consent;
using CommsBot.Patients;

namespace CommsBot.Tests.Appointments;

/// <summary>Do not contact: one act of a person, that nothing but a person undoes.</summary>
public sealed class ContactStopTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task A_stop_takes_back_all_texts_and_survives_imports_updates_and_START()
    {
        await service.Put("stop-1", Person("S1", "(713) 555-0131"));
        await service.Put("stop-2", Person("S1", "(713) 555-0131", "2027-03-23T09:00:00-05:00"));

        var stopped = await service.Act("/api/contact-stops", new { reason = "deceased", appointmentId = "stop-1" });

        Assert.Equal(HttpStatusCode.Created, stopped.Status);
        Assert.True(stopped.Body.GetProperty("withdrawn").GetInt32() > 3);
        await SilentAsync("stop-1", "stop-2");
        Assert.Empty((await service.Read("stop-1")).Tasks());

        await service.Put("stop-2", Person("S1", "(713) 555-0131", "2027-03-24T10:00:00-05:00"));
        await service.Put("stop-3", Person("S1", "(713) 555-0132", "2027-03-30T10:00:00-05:00"));
        await service.Import("id,patientid,first,last,phone,date,time,status,consent\nstop-4,S1,Ana,Gomez,713-555-0131,2027-03-31,10:00,booked,yes\n");
        await service.Store.Write(db => ConsentLedger.Record(
            db, AppointmentService.Clinic, PhoneNumber.Parse("(713) 555-0131"), ConsentPurpose.All, granted: true, "START", "sms-keyword", "patient", service.Now));
        await SilentAsync("stop-1", "stop-2", "stop-3", "stop-4");
        foreach (var dead in new[] { "stop-2", "stop-3", "stop-4" }) Assert.Empty((await service.Read(dead)).Tasks());

        var id = stopped.Body.Word("id");
        Assert.Equal(HttpStatusCode.Conflict, (await service.Act($"/api/contact-stops/{id}/lift", new { })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await service.Act("/api/contact-stops/block-unknown/lift", new { reason = "a mistake" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.Act($"/api/contact-stops/{id}/lift", new { reason = "It was another Ana Gomez." })).Status);
        Assert.NotEmpty((await service.Read("stop-2")).Steps("planned"));
        Assert.Equal(HttpStatusCode.Conflict, (await service.Act($"/api/contact-stops/{id}/lift", new { reason = "again" })).Status);
    }

    [Fact]
    public async Task A_wrong_number_is_closed_for_everybody_and_each_visit_asks_for_the_right_one()
    {
        await service.Put("wrong-1", Person("W1", "(713) 555-0141"));
        await service.Put("wrong-2", Person("W2", "(713) 555-0141"));

        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/contact-stops", new { reason = "wrong-number", phone = "+17135550141" })).Status);

        await SilentAsync("wrong-1", "wrong-2");
        Assert.Equal(["wrong-number"], (await service.Read("wrong-1")).Tasks());
        Assert.Equal(["wrong-number"], (await service.Read("wrong-2")).Tasks());
        await service.Put("wrong-1", Person("W1", "(713) 555-0142"));
        Assert.NotEmpty((await service.Read("wrong-1")).Steps("planned"));
        await SilentAsync("wrong-2");
    }

    [Fact]
    public async Task Who_says_wrong_number_closes_it_and_START_does_not_open_it()
    {
        await service.Put("owner-1", Person("O1", "(713) 555-0151"));

        var said = await service.Text("(713) 555-0151", "You have the wrong number, I am not Ana");

        Assert.Equal("consent", said.Outcome);
        var call = Assert.Single((await service.Read("owner-1")).GetProperty("tasks").EnumerateArray());
        Assert.Equal("wrong-number", call.Word("reason"));
        Assert.Contains("The number on file is somebody else's. Do not call it. Find another way to reach the patient before the visit.", System.Text.RegularExpressions.Regex.Unescape(call.GetRawText()));
        Assert.DoesNotContain("Text not received", call.GetRawText());
        await service.Store.Write(db => ConsentLedger.Record(
            db, AppointmentService.Clinic, PhoneNumber.Parse("(713) 555-0151"), ConsentPurpose.All, granted: true, "START", "sms-keyword", "patient", service.Now));
        await service.Put("owner-1", Person("O1", "(713) 555-0151", "2027-03-17T09:00:00-05:00"));
        await SilentAsync("owner-1");
    }

    [Fact]
    public async Task A_visit_booked_moved_or_imported_for_a_closed_number_asks_for_the_right_one()
    {
        await service.Put("closed-3", Person("C3", "(713) 555-0162"));
        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/contact-stops", new { reason = "wrong-number", phone = "+17135550161" })).Status);

        await service.Put("closed-1", Person("C1", "(713) 555-0161"));
        await service.Import("id,patientid,first,last,phone,date,time,status,consent\nclosed-2,C2,Ana,Lee,713-555-0161,2027-03-31,10:00,booked,yes\n");
        await service.Put("closed-3", Person("C3", "(713) 555-0161"));

        foreach (var id in new[] { "closed-1", "closed-2", "closed-3" }) Unphoned("wrong-number", await OpenCallAsync(id));
        var asked = (await OpenCallAsync("closed-1")).Word("id");
        await service.Act($"/api/handoffs/{asked}/close", new { outcome = "Reached by phone" });
        await service.Put("closed-1", Person("C1", "(713) 555-0161"));
        Assert.Empty((await service.Read("closed-1")).Tasks());
        await service.Put("closed-1", Person("C1", "(713) 555-0161", "2027-03-24T09:00:00-05:00"));
        Unphoned("wrong-number", await OpenCallAsync("closed-1"));
        await service.Put("closed-1", Person("C1", "(713) 555-0164", "2027-03-24T09:00:00-05:00"));
        Assert.Empty((await service.Read("closed-1")).Tasks());
    }

    /// <summary>As everybody who may not be texted: the questions first, then the times.</summary>
    [Fact]
    public async Task Who_asked_for_no_texts_is_one_call_to_prepare_without_them()
    {
        await service.Put("asked-1", Person("K1", "(713) 555-0165"));
        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/contact-stops", new { reason = "asked", appointmentId = "asked-1" })).Status);
        await service.Put("asked-2", Person("K1", "(713) 555-0165", "2027-03-25T09:00:00-05:00"));

        foreach (var id in new[] { "asked-1", "asked-2" })
        {
            var call = await OpenCallAsync(id);
            Assert.Equal("prepare-without-texts", call.Word("reason"));
            Assert.Contains("Do you use medicine for diabetes", Plain(call));
        }

        var asked = (await OpenCallAsync("asked-1")).Word("id");
        Assert.Equal(HttpStatusCode.OK, (await service.Act($"/api/handoffs/{asked}/close", new { outcome = "Health screen: none of these" })).Status);
        var times = await OpenCallAsync("asked-1");
        Assert.Contains("No food after 1:00 AM Tue (Monday night).", Plain(times));
        Assert.Equal(HttpStatusCode.OK, (await service.Act($"/api/handoffs/{times.Word("id")}/close", new { outcome = "Told in person", note = "Ana herself" })).Status);
        var longer = Person("K1", "(713) 555-0165");
        longer["durationMinutes"] = 200;
        await service.Put("asked-1", longer);
        Assert.Empty((await service.Read("asked-1")).Tasks());
        await service.Put("asked-1", Person("K1", "(713) 555-0165", "2027-05-18T09:00:00-05:00"));
        await service.Act("/api/closures", new { from = "2027-05-18T00:00:00-05:00", until = "2027-05-19T00:00:00-05:00" });
        Assert.Equal("clinic-closed", (await OpenCallAsync("asked-1")).Word("reason"));
        await SilentAsync("asked-1", "asked-2");
    }

    [Fact]
    public async Task A_call_about_a_closed_number_has_no_number_and_says_so()
    {
        await service.Put("told-1", Person("T1", "(713) 555-0166"));
        await service.DeliverAll("told-1");
        await service.Put("told-2", Person("T2", "(713) 555-0166", "2027-05-11T09:00:00-05:00"));
        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/contact-stops", new { reason = "wrong-number", phone = "+17135550166" })).Status);

        await service.Put("told-1", Person("T1", "(713) 555-0166", "2027-03-18T09:00:00-05:00"));
        var moved = await OpenCallAsync("told-1");
        Unphoned("moved-not-told", moved);
        Assert.Contains("Mar 18", Plain(moved));

        var closed = await service.Act("/api/closures", new { from = "2027-05-11T00:00:00-05:00", until = "2027-05-12T00:00:00-05:00" });
        Unphoned("clinic-closed", await OpenCallAsync("told-2"));
        await service.Act($"/api/closures/{closed.Body.Word("id")}/reopen", new { });
        Unphoned("clinic-closed", await OpenCallAsync("told-2"));
        Assert.Contains("It is open again", Plain(await OpenCallAsync("told-2")));
    }

    [Fact]
    public async Task A_call_that_staff_hold_loses_the_number_when_it_is_closed()
    {
        var mute = Person("H1", "(713) 555-0167");
        mute.Remove("consent");
        await service.Put("held-1", mute);
        var call = await OpenCallAsync("held-1");
        Assert.Contains("7135550167", call.GetRawText());
        await service.Act($"/api/handoffs/{call.Word("id")}/claim", new { });

        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/contact-stops", new { reason = "wrong-number", phone = "+17135550167" })).Status);

        Unphoned("no-consent", await OpenCallAsync("held-1"));
    }

    private async Task<System.Text.Json.JsonElement> OpenCallAsync(string id) =>
        Assert.Single((await service.Read(id)).GetProperty("tasks").EnumerateArray(), task => task.Word("state") != "closed");

    private static void Unphoned(string reason, System.Text.Json.JsonElement call)
    {
        Assert.Equal(reason, call.Word("reason"));
        Assert.Contains("Do not call it. Find another way to reach the patient before the visit.", Plain(call));
        Assert.DoesNotContain("713555", Plain(call));
        Assert.DoesNotContain("(713)", Plain(call));
    }

    private static string Plain(System.Text.Json.JsonElement call) => System.Text.RegularExpressions.Regex.Unescape(call.GetRawText());

    [Theory]
    [InlineData("because", "stop-1", null, HttpStatusCode.BadRequest)]
    [InlineData("asked", null, null, HttpStatusCode.BadRequest)]
    [InlineData("asked", "stop-1", "+17135550131", HttpStatusCode.BadRequest)]
    [InlineData("asked", null, "+17135550131", HttpStatusCode.BadRequest)]
    [InlineData("wrong-number", null, "911", HttpStatusCode.BadRequest)]
    [InlineData("asked", "no-such-visit", null, HttpStatusCode.Conflict)]
    public async Task What_names_nobody_or_no_reason_stops_nothing(string reason, string? appointmentId, string? phone, HttpStatusCode status) =>
        Assert.Equal(status, (await service.Act("/api/contact-stops", new { reason, appointmentId, phone })).Status);

    private async Task SilentAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            var view = await service.Read(id);
            Assert.Equal((id, 0), (id, view.Steps("planned").Length + view.Steps("held").Length));
        }
    }

    private static JsonObject Person(string id, string phone, string startsAt = "2027-03-16T09:00:00-05:00")
    {
        var body = AppointmentService.Ana(startsAt, phone);
        body["patient"]!["id"] = id;
        return body;
    }
}
