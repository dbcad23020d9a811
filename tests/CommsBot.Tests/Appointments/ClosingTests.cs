using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Preparation;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Appointments;

/// <summary>Monday, March 8, 9:00 AM; the clinic is open until 5:00 PM.</summary>
public sealed class ClosingTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    private static readonly object Tuesday = new { from = "2027-03-16T00:00:00-05:00", until = "2027-03-17T00:00:00-05:00" };

    [Fact]
    public async Task Closing_withdraws_the_plans_tells_each_patient_and_opening_again_asks_staff()
    {
        await service.Put("close-1", Person("A1", "(713) 555-0111"));
        var silent = Person("A2", "(713) 555-0112");
        silent.Remove("consent");
        await service.Put("close-2", silent);
        await service.Put("close-later", Person("A3", "(713) 555-0113", "2027-03-18T09:00:00-05:00"));
        var before = (await service.Read("close-later")).Steps("planned");

        var preview = await service.Act("/api/closures", new { from = "2027-03-16T00:00:00-05:00", until = "2027-03-17T00:00:00-05:00", dryRun = true });
        Assert.Equal(HttpStatusCode.OK, preview.Status);
        Assert.Equal(["close-1 text", "close-2 call"], Told(preview.Body));
        Assert.NotEmpty((await service.Read("close-1")).Steps("planned"));

        var closed = await service.Act("/api/closures", Tuesday);

        Assert.Equal(HttpStatusCode.Created, closed.Status);
        Assert.Equal(["close-1 text", "close-2 call"], Told(closed.Body));
        var told = await service.Read("close-1");
        Assert.Equal(["closed 2027-03-08 09:00 -06:00"], Live(told));
        var notice = told.Message("closed");
        Assert.Equal(
            "Mind Balance: Our office is closed Tue, Mar 16. Your visit at 9:00 AM will not take place. You may eat and drink as usual. For a new time call (281) 555-0120.",
            notice.Word("body"));
        Assert.Equal(TimeSpan.FromMinutes(15), notice.GetProperty("notAfter").GetDateTimeOffset() - notice.GetProperty("dueAt").GetDateTimeOffset());
        Assert.Contains("clinic-closed", string.Join(' ', (await service.Read("close-2")).GetProperty("tasks").EnumerateArray().Select(task => task.GetRawText())));
        Assert.Equal(before, (await service.Read("close-later")).Steps("planned"));

        // The preview shows the approved words as each patient reads them.
        Assert.Equal(notice.Word("body"), preview.Body.GetProperty("visits").EnumerateArray().Single(visit => visit.Word("appointmentId") == "close-1").Word("message"));

        var hours = service.Get<ClinicDirectory>().Find("mind-balance")!;
        var noon = DateTimeOffset.Parse("2027-03-16T12:00:00-05:00");
        Assert.False(hours.IsOpen(noon));
        Assert.Equal("tomorrow at 8:00 AM", hours.OpensWords(noon, Language.English, MessageForm.Web));

        // The clinic's own system does not know of the storm and says the same visit once more, with another length.
        var again = Person("A1", "(713) 555-0111");
        again["durationMinutes"] = 200;
        await service.Put("close-1", again);
        Assert.Equal(["closed 2027-03-08 09:00 -06:00"], Live(await service.Read("close-1")));

        var opened = await service.Act($"/api/closures/{closed.Body.Word("id")}/reopen", new { });

        Assert.Equal(HttpStatusCode.OK, opened.Status);
        Assert.True(hours.IsOpen(noon));
        var back = await service.Read("close-1");
        Assert.DoesNotContain(Live(back), step => step.StartsWith("closed", StringComparison.Ordinal));
        Assert.NotEmpty(back.Steps("planned"));
        Assert.Contains("clinic-reopened", string.Join(' ', back.GetProperty("tasks").EnumerateArray().Select(task => task.GetRawText())));
        Assert.Equal(HttpStatusCode.Conflict, (await service.Act($"/api/closures/{closed.Body.Word("id")}/reopen", new { })).Status);
    }

    [Fact]
    public async Task A_visit_booked_or_moved_into_a_time_of_closure_is_a_call()
    {
        const string ask = "The clinic is closed at the time of this visit, and no text says so. Find another time with the patient, who may eat and drink as usual.";
        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/closures", new { from = "2027-04-13T00:00:00-05:00", until = "2027-04-14T00:00:00-05:00" })).Status);
        await service.Put("into-1", Person("I1", "(713) 555-0114", "2027-04-13T09:00:00-05:00"));
        await service.Put("into-2", Person("I2", "(713) 555-0115", "2027-04-15T09:00:00-05:00"));
        Assert.Empty((await service.Read("into-2")).Tasks());
        await service.Put("into-2", Person("I2", "(713) 555-0115", "2027-04-13T10:00:00-05:00"));

        foreach (var id in new[] { "into-1", "into-2" })
        {
            var view = await service.Read(id);
            Assert.Empty(Live(view));
            Assert.Equal(["clinic-closed"], view.Tasks());
            Assert.Contains(ask, Assert.Single(view.GetProperty("tasks").EnumerateArray()).GetRawText());
        }

        await service.Put("into-2", Person("I2", "(713) 555-0115", "2027-04-16T10:00:00-05:00"));
        Assert.Empty((await service.Read("into-2")).Tasks());
        Assert.Equal(["clinic-closed"], (await service.Read("into-2")).Tasks("closed"));
    }

    [Fact]
    public async Task A_visit_that_runs_into_the_closed_time_is_shown_and_told()
    {
        var four = Person("R1", "(713) 555-0116", "2027-04-20T10:00:00-05:00");
        four["durationMinutes"] = 240;
        await service.Put("run-1", four);
        var one = Person("R2", "(713) 555-0117", "2027-04-20T10:00:00-05:00");
        one["durationMinutes"] = 60;
        await service.Put("run-2", one);
        await service.Put("run-3", Person("R3", "(713) 555-0118", "2027-04-20T12:00:00-05:00"));
        object Afternoon(bool dryRun) => new { from = "2027-04-20T11:00:00-05:00", until = "2027-04-20T18:00:00-05:00", dryRun };

        Assert.Equal(["run-1 text", "run-3 text"], Told((await service.Act("/api/closures", Afternoon(dryRun: true))).Body));
        var closed = await service.Act("/api/closures", Afternoon(dryRun: false));
        await FollowAsync();

        Assert.Equal(["closed 2027-03-08 09:00 -06:00"], Live(await service.Read("run-1")));
        Assert.NotEmpty((await service.Read("run-2")).Steps("planned"));
        // The same visit, said again with another length, is not planned into the storm.
        four["durationMinutes"] = 200;
        await service.Put("run-1", four);
        Assert.Equal(["closed 2027-03-08 09:00 -06:00"], Live(await service.Read("run-1")));
        Assert.Empty((await service.Read("run-1")).Tasks());
        // One that becomes long enough to run into it was in nobody's preview.
        one["durationMinutes"] = 240;
        await service.Put("run-2", one);
        Assert.Empty(Live(await service.Read("run-2")));
        Assert.Equal(["clinic-closed"], (await service.Read("run-2")).Tasks());
        await service.Act($"/api/closures/{closed.Body.Word("id")}/reopen", new { });
        Assert.NotEmpty((await service.Read("run-1")).Steps("planned"));
    }

    [Theory]
    [InlineData("What time is my appointment?")]
    [InlineData("when do I stop eating")]
    public async Task Who_asks_about_a_visit_that_a_closure_takes_away_hears_that_it_is_off(string words)
    {
        var (id, phone) = words[0] == 'W' ? ("ask-closed-1", "+17135550141") : ("ask-closed-2", "+17135550142");
        service.GoTo("2027-05-03 09:00");
        var body = Person(id, phone, "2027-05-11T09:00:00-05:00");
        body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
        await service.Put(id, body);
        var closed = await service.Act("/api/closures", new { from = $"2027-05-11T00:0{id[^1]}:00-05:00", until = "2027-05-12T00:00:00-05:00" });

        var (_, said) = await service.Text(phone, words);

        Assert.StartsWith("Mind Balance: Our office is closed Tue, May 11. Your visit at 9:00 AM will not take place. You may eat and drink as usual.", said, StringComparison.Ordinal);
        await service.Act($"/api/closures/{closed.Body.Word("id")}/reopen", new { });
        Assert.Contains("9:00 AM", (await service.Text(phone, words)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_Friday_brings_Mondays_calls_forward_while_somebody_is_there()
    {
        service.GoTo("2027-04-22 14:00");
        var body = Person("S1", "(713) 555-0431", "2027-04-26T09:00:00-05:00");
        body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
        await service.Put("storm-1", body);
        Assert.StartsWith("fasting 2027-04-23 ", (await service.Read("storm-1")).Steps("planned").Single(step => step.StartsWith("fasting", StringComparison.Ordinal)), StringComparison.Ordinal);

        var closed = await service.Act("/api/closures", new { from = "2027-04-23T00:00:00-05:00", until = "2027-04-24T00:00:00-05:00" });
        await FollowAsync();

        Assert.StartsWith("fasting 2027-04-22 ", (await service.Read("storm-1")).Steps("planned").Single(step => step.StartsWith("fasting", StringComparison.Ordinal)), StringComparison.Ordinal);
        await service.DeliverAll("storm-1");
        service.GoTo("2027-04-22 16:00");
        await service.OpenDueCalls();
        Assert.Contains("fasting-unanswered", string.Join(' ', (await service.Read("storm-1")).GetProperty("tasks").EnumerateArray().Select(task => task.GetRawText())));

        await service.Act($"/api/closures/{closed.Body.Word("id")}/reopen", new { });
        service.GoTo("2027-03-08 09:00");
    }

    [Fact]
    public async Task A_call_that_comes_due_in_a_closed_office_is_paged()
    {
        service.GoTo("2027-04-30 12:05");
        var body = Person("S2", "(713) 555-0432", "2027-05-03T09:00:00-05:00");
        body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
        await service.Put("storm-2", body);
        await service.DeliverAll("storm-2");

        var closed = await service.Act("/api/closures", new { from = "2027-04-30T12:30:00-05:00", until = "2027-05-01T00:00:00-05:00" });
        service.GoTo("2027-04-30 16:00");
        await service.OpenDueCalls();
        await FollowAsync();

        await using var db = service.Store.Read();
        Assert.True(await db.Handoffs.Where(h => h.AppointmentId == "storm-2").Select(h => h.PageAtOnce).SingleAsync());

        await service.Act($"/api/closures/{closed.Body.Word("id")}/reopen", new { });
        service.GoTo("2027-03-08 09:00");
    }

    /// <summary>What the poller does within a second.</summary>
    private async Task FollowAsync()
    {
        await service.Get<ChangedRules>().LookAsync(default);
    }

    [Theory]
    [InlineData("2027-05-02T00:00:00-05:00", "2027-05-01T00:00:00-05:00", HttpStatusCode.Conflict)]
    [InlineData("2027-01-01T00:00:00-06:00", "2027-01-02T00:00:00-06:00", HttpStatusCode.Conflict)]
    [InlineData("2027-05-01T00:00:00-05:00", "2027-06-01T00:00:00-05:00", HttpStatusCode.Conflict)]
    [InlineData("2029-05-01T00:00:00-05:00", "2029-05-02T00:00:00-05:00", HttpStatusCode.Conflict)]
    [InlineData(null, "2027-05-02T00:00:00-05:00", HttpStatusCode.BadRequest)]
    public async Task A_time_that_makes_no_sense_closes_nothing(string? from, string until, HttpStatusCode status) =>
        Assert.Equal(status, (await service.Act("/api/closures", new { from, until })).Status);

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(AppointmentService.Key, HttpStatusCode.Forbidden)]
    [InlineData(AppointmentService.ReadKey, HttpStatusCode.Forbidden)]
    public async Task Only_a_named_person_closes_the_clinic(string? key, HttpStatusCode status)
    {
        Assert.Equal(status, (await service.Act("/api/closures", Tuesday, key)).Status);
        Assert.Equal(status, (await service.Act("/api/closures/closure-1/reopen", new { }, key)).Status);
        Assert.Equal(status, (await service.Act("/api/contact-stops", new { reason = "asked", appointmentId = "x" }, key)).Status);
        Assert.Equal(status, (await service.Act("/api/contact-stops/block-1/lift", new { reason = "why" }, key)).Status);
    }

    // SMS is off in this service: what is due at once is held and becomes a call within a second.
    private static string[] Live(System.Text.Json.JsonElement view) => [.. view.Steps("planned"), .. view.Steps("held")];

    internal static JsonObject Person(string id, string phone, string startsAt = "2027-03-16T09:00:00-05:00")
    {
        var body = AppointmentService.Ana(startsAt, phone);
        body["patient"]!["id"] = id;
        return body;
    }

    private static string[] Told(System.Text.Json.JsonElement body) =>
        [.. body.GetProperty("visits").EnumerateArray().Select(visit => $"{visit.Word("appointmentId")} {visit.Word("told")}").Where(line => !line.StartsWith("stop", StringComparison.Ordinal))];
}

public sealed class ClosingAtNightTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task A_notice_of_the_night_waits_for_five_and_not_for_the_texting_hours()
    {
        service.GoTo("2027-04-01 03:10");
        await service.Put("night-1", ClosingTests.Person("N1", "(713) 555-0121", "2027-04-01T08:00:00-05:00"));

        Assert.DoesNotContain("closed right now", string.Join(' ', await service.Said("(713) 555-0129", "hello")));
        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/closures", new { from = "2027-04-01T06:00:00-05:00", until = "2027-04-01T12:00:00-05:00" })).Status);

        Assert.Equal(["closed 2027-04-01 05:00 -05:00"], (await service.Read("night-1")).Steps("planned"));
        var clinic = service.Get<ClinicDirectory>().Find("mind-balance")!;
        Assert.Equal("12:00", clinic.LocalTime(clinic.NextOpening(service.Now)).ToString("HH:mm"));

        // While it holds, greeting, the answer about hours and the promise of a call say so at once.
        service.GoTo("2027-04-01 09:00");
        const string Line = "Mind Balance: Please note: our office is closed right now, outside our usual hours. We open again today at noon.";
        Assert.StartsWith(Line, (await service.Said("(713) 555-0129", "hello"))[0], StringComparison.Ordinal);
        Assert.StartsWith(Line, (await service.Said("(713) 555-0129", "What are your hours?"))[0], StringComparison.Ordinal);
        Assert.Contains("We open today at noon", string.Join(' ', await service.Said("(713) 555-0129", "I want to talk to a person")));
        Assert.Contains("We open again today at noon.", (await service.Greeting()).Text);
    }

    [Theory]
    [InlineData("night-2", "(713) 555-0122", "2027-05-20T09:00:00-05:00", "closed 2027-05-05 09:00 -05:00")]
    [InlineData("night-3", "(713) 555-0123", "2027-05-05T10:00:00-05:00", "closed 2027-05-04 22:30 -05:00")]
    public async Task A_closure_entered_late_in_the_evening_wakes_nobody_whose_visit_can_wait(string id, string phone, string startsAt, string told)
    {
        service.GoTo("2027-05-04 22:30");
        await service.Put(id, ClosingTests.Person(id, phone, startsAt));
        var from = DateTimeOffset.Parse(startsAt);

        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/closures", new { from, until = from.AddHours(3) })).Status);

        Assert.Equal([told], (await service.Read(id)).Steps("planned"));
    }
}
