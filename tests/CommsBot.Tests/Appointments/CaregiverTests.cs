using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommsBot.Appointments.Caring;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Staff.Visits;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Appointments;

/// <summary>Who acts for a patient, and what any other number may do: nothing (clinic-day 15, 22). Each test has phones of its own.</summary>
public sealed class CaregiverTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    private const string NoFacts = "I can't look up visits by text from this number.";

    [Fact]
    public async Task Under_18_only_the_recorded_guardian_is_texted_and_until_then_a_person_calls()
    {
        await service.Put("minor", Person("K1", "+17135550201", born: "2011-05-04"));
        var alone = await service.Read("minor");
        Assert.Empty(alone.Steps("planned"));
        Assert.All(alone.GetProperty("messages").EnumerateArray(), text => Assert.Equal("minor", text.Word("error")));
        Assert.Equal(["minor"], alone.Tasks());
        Assert.Contains(NoFacts, (await service.Text("+17135550201", "when is my appointment?")).Text);

        var mother = await RecordAsync("minor", "+17135550202", guardian: true, scope: ["texts", "facts"], consent: true);
        Assert.Equal(["+17135550202"], await PlannedForAsync("minor"));
        Assert.Equal("held", (await service.Read("minor")).Message("fasting").Word("status"));
        Assert.Contains("Your visit is Tue, Mar 16 at 9:00 AM", (await service.Text("+17135550202", "when is my appointment?")).Text);
        Assert.Contains(NoFacts, (await service.Text("+17135550201", "when is my appointment?")).Text);
        // Her part ends when the patient comes of age, without anybody typing it.
        Assert.Equal("2029-05-05", mother.GetProperty("until").GetDateTimeOffset().ToString("yyyy-MM-dd"));

        Assert.Equal(HttpStatusCode.OK, (await service.Act($"/api/caregivers/{mother.Word("id")}/end", new { })).Status);
        Assert.Empty(await PlannedForAsync("minor"));
        var again = await service.Read("minor");
        Assert.Equal(["caregiver-changed"], Reasons(again, "withdrawn"));
        Assert.Equal(["minor"], Reasons(again, "held"));
        Assert.Contains(NoFacts, (await service.Text("+17135550202", "when is my appointment?")).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_guardian_or_a_caregiver_texts_takes_ready_back(bool guardian)
    {
        var (id, own, theirs) = guardian ? ("back-1", "+17135550281", "+17135550282") : ("back-2", "+17135550283", "+17135550284");
        var body = Person(id, own, born: guardian ? "2011-05-04" : null);
        await service.Put(id, body);
        await service.Release(id);
        await RecordAsync(id, theirs, guardian, scope: guardian ? ["texts"] : ["facts"], consent: guardian);
        await service.DeliverAll(id);
        service.GoTo("2027-03-15 12:05");
        foreach (var words in new[] { "1am", "Driver is Luis Gomez" }) await service.Text(guardian ? theirs : own, words);
        Assert.Equal("ready", (await service.Read(id)).Readiness());

        Assert.Contains("Please call us before you leave home.", (await service.Text(theirs, "he ate at 7")).Text, StringComparison.Ordinal);

        Assert.Equal("needs-call", (await service.Read(id)).Readiness());
        service.GoTo("2027-03-08 09:00");
    }

    [Fact]
    public async Task The_today_sheet_names_the_guardians_phone_for_a_minor()
    {
        await service.Put("sheet", Person("K2", "+17135550206", "2027-03-09T13:00:00-06:00", born: "2011-05-04"));
        await RecordAsync("sheet", "+17135550207", guardian: true, scope: ["texts"]);

        var sheet = Assert.Single(await service.Get<TodayReader>().ReadAsync(await service.Dana(), next: true, default));
        Assert.Equal(("1:00 PM", "(713) 555-0207 (guardian)"), Assert.Single(sheet.Rows.Where(row => row.Id == "sheet").Select(row => (row.Time, row.Phone))));
    }

    [Fact]
    public async Task A_guardian_who_asks_for_help_the_evening_before_is_called_about_that_visit()
    {
        await service.Put("help-minor", Person("K3", "+17135550291", "2027-03-09T13:00:00-06:00", born: "2011-05-04"));
        await RecordAsync("help-minor", "+17135550292", guardian: true, scope: ["texts"], consent: true);
        await service.Text("+17135550292", "HELP");
        await using var db = service.Store.Read();
        var thread = await db.Conversations.SingleAsync(c => c.PhoneHash == db.Cipher.LookUpHash("+17135550292"));
        var call = await db.Handoffs.SingleAsync(h => h.ConversationId == thread.Id);
        Assert.Equal(("help-minor", "asked-for-help"), (call.AppointmentId, call.Reason));
    }

    [Fact]
    public async Task Who_may_only_hear_facts_hears_them_for_180_days_and_answers_nothing()
    {
        await service.Put("hears", Person("H1", "+17135550211"));
        var son = await RecordAsync("hears", "+17135550212", scope: ["facts"]);
        await service.DeliverAll("hears");

        Assert.Contains("Your visit is Tue, Mar 16 at 9:00 AM", (await service.Text("+17135550212", "when is my appointment?")).Text);
        foreach (var words in new[] { "1", "I understand", "2", "Driver is Luis Gomez", "cancel my appointment" }) await service.Text("+17135550212", words);
        await UntouchedAsync("hears");

        await service.Store.Write(async db => (await db.Caregivers.AsTracking().SingleAsync(c => c.Id == son.Word("id"))).ConfirmedAt = service.Now.AddDays(-181));
        Assert.Contains(NoFacts, (await service.Text("+17135550212", "when is my appointment?")).Text);
        Assert.Equal(HttpStatusCode.OK, (await service.Act($"/api/caregivers/{son.Word("id")}/confirm", new { })).Status);
        Assert.Contains("Your visit is Tue, Mar 16", (await service.Text("+17135550212", "when is my appointment?")).Text);
    }

    [Fact]
    public async Task Who_gets_the_texts_gets_them_in_the_patients_place_and_answers_until_the_last_day_is_over()
    {
        await service.Put("place", Person("G1", "+17135550221", "2027-03-30T09:00:00-05:00"));
        Assert.Equal(["+17135550221"], await PlannedForAsync("place"));
        await RecordAsync("place", "+17135550222", scope: ["texts"], consent: true, until: "3/9/2027");
        Assert.Equal(["+17135550222"], await PlannedForAsync("place"));
        await DeliverFirstAsync("place");
        Assert.DoesNotContain("Your visit is", (await service.Text("+17135550222", "when is my appointment?")).Text);
        Assert.Contains("Driver", (await SaidAsync("+17135550222", "Driver is Luis Gomez")), StringComparison.OrdinalIgnoreCase);

        service.GoTo("2027-03-10 00:01");
        await service.Get<CaregiverEnds>().LookAsync(default);
        service.GoTo("2027-03-08 09:00");

        Assert.Equal(["+17135550221"], await PlannedForAsync("place"));
        await using var db = service.Store.Read();
        Assert.Equal(("time over", 1), (await db.Caregivers.Where(c => c.EndedBy != null && c.EndedBy == "time over").Select(c => c.EndedBy).FirstAsync(), await db.Caregivers.CountAsync(c => c.EndedBy == "time over")));
        Assert.DoesNotContain("Thank you", await SaidAsync("+17135550222", "1"));
    }

    [Fact]
    public async Task A_strangers_number_changes_nothing_and_cannot_tell_who_is_a_patient()
    {
        string[] tries =
        [
            "When is the appointment of Ana Gomez?", "when is my appointment?", "I am Ana Gomez, when is my appointment?", "Is Ana Gomez a patient of yours?", "1", "I understand", "2", "YES",
            "Cancel the appointment of Ana Gomez", "I'm the husband of Ana Gomez. Please move her visit to Friday", "Driver is Luis Gomez", "1am", "what is the fasting time of Ana Gomez?",
        ];
        // Asked before anybody of that name is on file, and again when she is, with a visit and its texts: not a word differs.
        var before = new List<string>();
        for (var at = 0; at < tries.Length; at++) before.Add(await SaidAsync($"+1713555{3000 + at}", tries[at]));
        await service.Put("known", Person("S1", "+17135550231"));
        await service.DeliverAll("known");
        for (var at = 0; at < tries.Length; at++) Assert.Equal(before[at], await SaidAsync($"+1713555{4000 + at}", tries[at]));

        await UntouchedAsync("known");
    }

    [Fact]
    public async Task A_wrong_number_is_closed_for_patient_and_caregiver_alike_and_its_answers_count_no_more()
    {
        await service.Put("shared-1", Person("W1", "+17135550241"));
        await service.Put("shared-2", Person("W2", "+17135550242"));
        await service.Put("shared-3", Person("W3", "+17135550243"));
        await RecordAsync("shared-2", "+17135550241", scope: ["texts"]);
        await RecordAsync("shared-3", "+17135550241", scope: ["facts"]);
        await service.DeliverAll("shared-1");

        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/contact-stops", new { reason = "wrong-number", phone = "+17135550241" })).Status);

        foreach (var id in new[] { "shared-1", "shared-2" })
        {
            Assert.Empty(await PlannedForAsync(id));
            Assert.Equal(["wrong-number"], (await service.Read(id)).Tasks());
        }

        Assert.Equal(["+17135550243"], await PlannedForAsync("shared-3"));
        Assert.Contains(NoFacts, (await service.Text("+17135550241", "when is my appointment?")).Text);
        foreach (var words in new[] { "1", "I understand", "1am", "Driver is Luis Gomez" }) await service.Text("+17135550241", words);
        await UntouchedAsync("shared-1");
        var refused = await service.Act("/api/caregivers", Body("shared-3", "+17135550241", scope: ["texts"]));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
    }

    [Fact]
    public async Task The_gate_holds_what_an_ended_caregiver_or_a_minor_would_get()
    {
        var now = service.Now;
        var facts = new GateFacts(now, now, now.AddHours(3), null, false, true, false, null, false, now) { NotEntitled = true };
        Assert.Equal(new Verdict.Hold("not-entitled"), Gate.Decide(MessageClass.Plan, facts));
        Assert.Equal(new Verdict.Withdraw("not-entitled"), Gate.Decide(MessageClass.Notice, facts));

        await service.Put("gate", Person("G9", "+17135550251", born: "2011-05-04"));
        await RecordAsync("gate", "+17135550252", guardian: true, scope: ["texts"], consent: true);
        await using var db = service.Store.Read();
        var (patient, lines) = (await db.Patients.SingleAsync(p => p.PhoneHash == db.Cipher.LookUpHash("+17135550251")), await db.Caregivers.Where(c => c.PhoneHash == db.Cipher.LookUpHash("+17135550252")).ToListAsync());
        Assert.True(Caregivers.MayText(patient, db.Cipher.LookUpHash("+17135550252"), lines, now));
        Assert.False(Caregivers.MayText(patient, db.Cipher.LookUpHash("+17135550252"), [], now));
        Assert.False(Caregivers.MayText(patient, patient.PhoneHash, lines, now));
        Assert.True(Caregivers.MayText(patient, patient.PhoneHash, lines, now.AddYears(3)));
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("phone", "911")]
    [InlineData("phone", "+447700900123")]
    [InlineData("relation", "")]
    [InlineData("proof", "")]
    [InlineData("until", "soon")]
    [InlineData("until", "2027-03-01")]
    [InlineData("scope", "everything")]
    [InlineData("scope", null)]
    [InlineData("phone", "+17135550261")]
    public async Task What_is_incomplete_records_nobody(string field, string? value)
    {
        await service.Put("refuse", Person("R1", "+17135550261"));
        var body = Body("refuse", "+17135550262", scope: ["texts"]);
        body[field] = field == "scope" ? value is null ? new JsonArray() : new JsonArray(value) : value;

        Assert.Contains((await service.Act("/api/caregivers", body)).Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Conflict });
        Assert.Empty((await service.Act("/api/caregivers/search", new { appointmentId = "refuse" })).Body.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(AppointmentService.Key, HttpStatusCode.Forbidden)]
    [InlineData(AppointmentService.ReadKey, HttpStatusCode.Forbidden)]
    public async Task Only_a_named_person_says_who_acts_for_a_patient(string? key, HttpStatusCode status)
    {
        foreach (var path in new[] { "/api/caregivers", "/api/caregivers/search", "/api/caregivers/carer-1/end", "/api/caregivers/carer-1/confirm" })
            Assert.Equal(status, (await service.Act(path, new { appointmentId = "x" }, key)).Status);
        if (key is null) return;
        Assert.Equal(HttpStatusCode.NotFound, (await service.Act("/api/caregivers", Body("no-such-visit", "+17135550271", scope: ["texts"]))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Act("/api/caregivers/search", new { appointmentId = "x", clinic = "elsewhere" })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await service.Act("/api/caregivers/carer-unknown/end", new { })).Status);
    }

    private static JsonObject Person(string id, string phone, string startsAt = "2027-03-16T09:00:00-05:00", string? born = null)
    {
        var body = AppointmentService.Ana(startsAt, phone);
        body["patient"]!["id"] = id;
        if (born is not null) body["patient"]!["birthDate"] = born;
        return body;
    }

    private static JsonObject Body(string visit, string phone, bool guardian = false, string[]? scope = null, bool consent = false, string? until = null) => new()
    {
        ["appointmentId"] = visit, ["name"] = "Rosa Gomez", ["phone"] = phone, ["relation"] = "mother", ["guardian"] = guardian, ["until"] = until,
        ["scope"] = new JsonArray([.. (scope ?? []).Select(word => (JsonNode)word)]), ["proof"] = "Signed form, seen by Dana on March 8.",
        ["consent"] = consent ? new JsonObject { ["text"] = "May we text you about the visits?", ["method"] = "in-person" } : null,
    };

    private async Task<JsonElement> RecordAsync(string visit, string phone, bool guardian = false, string[]? scope = null, bool consent = false, string? until = null)
    {
        var recorded = await service.Act("/api/caregivers", Body(visit, phone, guardian, scope, consent, until));
        Assert.Equal(HttpStatusCode.Created, recorded.Status);
        return recorded.Body;
    }

    private async Task<string[]> PlannedForAsync(string visit)
    {
        await using var db = service.Store.Read();
        return [.. (await db.Outbound.Where(m => m.AppointmentId == visit && m.State == MessageState.Planned).ToListAsync()).Select(m => m.To).Distinct()];
    }

    private Task DeliverFirstAsync(string visit) => service.Store.Write(async db =>
    {
        var row = await db.Outbound.AsTracking().Where(m => m.AppointmentId == visit && m.State == MessageState.Planned).OrderBy(m => m.DueAt).FirstAsync();
        (row.State, row.SentAt) = (MessageState.Delivered, service.Now);
    });

    private async Task<string> SaidAsync(string phone, string words) => string.Join(' ', await service.Said(phone, words));

    private async Task UntouchedAsync(string id)
    {
        await using var db = service.Store.Read();
        var visit = await db.Appointments.SingleAsync(a => a.Id == id);
        Assert.Equal((null, null, "unknown"), (visit.UnderstoodVersion, visit.Driver, visit.ScreenState));
        Assert.False(await db.Outbound.AnyAsync(m => m.AppointmentId == id && (m.Answer != null || m.AnsweredAt != null)));
    }

    private static string[] Reasons(JsonElement view, string status) =>
        [.. view.GetProperty("messages").EnumerateArray().Where(text => text.Word("status") == status && text.Word("error") != "minor" == (status == "withdrawn")).Select(text => text.Word("error")!).Distinct()];
}
