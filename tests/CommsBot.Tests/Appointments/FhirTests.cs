using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Appointments;
using CommsBot.Appointments.Fhir;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Patients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommsBot.Tests.Appointments;

/// <summary>A practice system that speaks FHIR R4, played with HL7's published example resources (read where they are, not copied).</summary>
public sealed class FhirTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    private const string Data = "/work/shared/data/fhir";

    [SkippableFact]
    public async Task HL7s_example_is_read_and_its_Australian_number_and_past_date_are_named()
    {
        var ehr = Ehr();
        ehr.Visits.Add(Example("appointment-example.json"));
        ehr.People["example"] = Example("patient-example.json");

        var report = await FeedOf(ehr).AskAsync(AppointmentService.Clinic, null, default);

        var row = Assert.Single(report!.Rows);
        Assert.Equal(("example", "refused"), (row.Id, row.Outcome));
        Assert.Contains(row.Problems, problem => problem.StartsWith("patient.phone: is no US number", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_booked_visit_is_taken_over_moved_cancelled_and_asked_about_when_it_is_gone()
    {
        var ehr = Ehr();
        var visit = Booked("fhir-1", "2027-03-16T14:00:00Z");
        ehr.Visits.Add(visit);
        ehr.Visits.Add(Booked("fhir-2", "2027-03-18T14:00:00Z"));
        ehr.People["example"] = Person("(713) 555-0171");
        var feed = FeedOf(ehr);

        Assert.Equal(["created", "created"], await OutcomesAsync(feed));
        var view = await service.Read("fhir-1");
        Assert.Equal(("2027-03-16T09:00:00-05:00", "Peter", "Chalmers"), (view.Word("startsAt"), view.GetProperty("patient").Word("firstName"), view.GetProperty("patient").Word("lastName")));
        Assert.Equal(120, view.GetProperty("durationMinutes").GetInt32());
        Assert.Equal(["unchanged", "unchanged"], await OutcomesAsync(feed));

        // Moved out of the days that are asked for: found by its id, not taken for missing. Nor is what stands between those days and its new one.
        await service.Put("fhir-not-asked", AppointmentService.Ana("2027-05-20T09:00:00-05:00", "(713) 555-0175"));
        ehr.Visits.Remove(visit);
        ehr.Elsewhere["fhir-1"] = Booked("fhir-1", "2027-06-16T14:00:00Z");
        var report = (await feed.AskAsync(AppointmentService.Clinic, null, default))!;
        Assert.Equal(["unchanged", "moved"], report.Rows.Select(row => row.Outcome));
        Assert.DoesNotContain("fhir-not-asked", report.Missing);
        Assert.Equal("2027-06-16T09:00:00-05:00", (await service.Read("fhir-1")).Word("startsAt"));

        foreach (var happening in new[] { "arrived", "checked-in" })
        {
            ehr.Visits[0]["status"] = happening;
            Assert.Equal(["unchanged"], await OutcomesAsync(feed));
            Assert.Equal("booked", (await service.Read("fhir-2")).Word("status"));
        }

        ehr.Visits[0]["status"] = "cancelled";
        Assert.Equal(["cancelled"], await OutcomesAsync(feed));
        Assert.Equal("cancelled", (await service.Read("fhir-2")).Word("status"));
    }

    [SkippableFact]
    public async Task What_is_not_agreed_yet_is_left_out_and_the_dead_are_never_texted()
    {
        var ehr = Ehr();
        foreach (var status in new[] { "proposed", "pending", "waitlist" }) ehr.Visits.Add(Booked($"fhir-{status}", "2027-03-19T14:00:00Z", status));
        var last = Booked("fhir-last", "2027-03-19T14:00:00Z");
        last["participant"]![0]!["actor"]!["reference"] = "Patient/dead";
        ehr.Visits.Add(last);
        ehr.People["example"] = Person("(713) 555-0172");
        var dead = Person("(713) 555-0173");
        (dead["id"], dead["deceasedBoolean"]) = ("dead", true);
        ehr.People["dead"] = dead;

        Assert.Equal(["created"], await OutcomesAsync(FeedOf(ehr)));

        var view = await service.Read("fhir-last");
        Assert.Empty(view.Steps("planned").Concat(view.Steps("held")));
        await using var db = service.Store.Read();
        var hash = db.Cipher.LookUpHash("+17135550173");
        Assert.True(await db.Patients.Where(p => p.PhoneHash == hash).Select(p => p.DoNotContact).SingleAsync());
        Assert.Equal(("fhir", BlockReason.Deceased), await db.ContactBlocks.Where(b => db.Patients.Any(p => p.Id == b.PatientId && p.PhoneHash == hash)).Select(b => ValueTuple.Create(b.By, b.Reason)).SingleAsync());
    }

    [SkippableFact]
    public async Task Who_is_inactive_in_the_practice_system_is_not_texted_and_staff_are_asked()
    {
        var ehr = Ehr();
        var visit = Booked("fhir-inactive", "2027-03-19T14:00:00Z");
        visit["participant"]![0]!["actor"]!["reference"] = "Patient/left";
        ehr.Visits.Add(visit);
        var left = Person("(713) 555-0176");
        (left["id"], left["active"]) = ("left", false);
        ehr.People["left"] = left;

        Assert.Equal(["created"], await OutcomesAsync(FeedOf(ehr)));

        var view = await service.Read("fhir-inactive");
        Assert.Empty(view.Steps("planned").Concat(view.Steps("held")));
        Assert.Equal(["inactive-patient"], view.Tasks());
        Assert.Contains("The practice system says that this patient is not active. Nothing is texted.", view.GetRawText());
        Assert.Equal(["Inactive"], await StandingAsync());

        // Staff see why and let it go; another visit for them is asked about again only while the line stands.
        ehr.People["left"]["deceasedBoolean"] = true;
        Assert.Equal(["changed"], await OutcomesAsync(FeedOf(ehr)));
        Assert.Empty((await service.Read("fhir-inactive")).Tasks());
        Assert.Equal(["Deceased"], await StandingAsync());

        async Task<List<string>> StandingAsync()
        {
            await using var db = service.Store.Read();
            var hash = db.Cipher.LookUpHash("+17135550176");
            var reasons = await db.ContactBlocks.Where(b => b.LiftedAt == null && db.Patients.Any(p => p.Id == b.PatientId && p.PhoneHash == hash)).Select(b => b.Reason).ToListAsync();
            return reasons.ConvertAll(reason => reason.ToString());
        }
    }

    [SkippableFact]
    public async Task A_visit_that_the_practice_system_ends_before_it_began_is_asked_about()
    {
        var ehr = Ehr();
        var visit = Booked("fhir-early", "2027-03-22T16:00:00Z");
        visit["participant"]![0]!["actor"]!["reference"] = "Patient/early";
        ehr.Visits.Add(visit);
        ehr.People["early"] = Person("(713) 555-0177");
        ehr.People["early"]["id"] = "early";
        Assert.Equal(["created"], await OutcomesAsync(FeedOf(ehr)));

        ehr.Visits[0]["status"] = "fulfilled";
        for (var poll = 0; poll < 2; poll++) Assert.Equal(["refused"], await OutcomesAsync(FeedOf(ehr)));

        var view = await service.Read("fhir-early");
        Assert.Equal("booked", view.Word("status"));
        Assert.Contains("could not be taken over (status: cannot be over yet: the visit lies ahead)", Assert.Single(view.GetProperty("tasks").EnumerateArray()).GetRawText());
    }

    [SkippableTheory]
    [InlineData("CA", null, "America/Los_Angeles")]
    [InlineData("new york", "USA", "America/New_York")]
    [InlineData("TX", "US", null)]
    [InlineData("CA", "Mexico", null)]
    public async Task The_state_a_patient_lives_in_says_the_time_zone_where_it_has_one(string state, string? country, string? zone)
    {
        var ehr = Ehr();
        var id = $"zone-{state[..2]}{country}";
        var visit = Booked(id, "2027-03-29T14:00:00Z");
        visit["participant"]![0]!["actor"]!["reference"] = $"Patient/{id}";
        ehr.Visits.Add(visit);
        var person = Person($"(713) 555-04{state.Length + (country?.Length ?? 0):00}");
        person["id"] = id;
        person["address"]![0]!["state"] = state;
        if (country is not null) person["address"]![0]!["country"] = country;
        ehr.People[id] = person;

        Assert.Equal(["created"], await OutcomesAsync(FeedOf(ehr)));

        await using var db = service.Store.Read();
        Assert.Equal(zone, await db.Patients.Where(p => db.Appointments.Any(a => a.Id == id && a.PatientId == p.Id)).Select(p => p.TimeZone).SingleAsync());
    }

    [SkippableFact]
    public async Task A_visit_typed_at_the_desk_and_delivered_later_is_one_visit_or_a_question()
    {
        var form = service.Get<AppointmentForm>();
        var dana = await service.Dana();
        var typed = new AppointmentFields(null, "Peter", "Chalmers", "713-555-0174", "2027-03-22", "9:00 AM") { ConsentWords = "You may text me.", ConsentMethod = "phone" };
        var same = (await form.SaveAsync(dana, AppointmentService.Clinic, typed)).Id!;
        var other = (await form.SaveAsync(dana, AppointmentService.Clinic, typed with { Date = "2027-03-24" })).Id!;
        var ehr = Ehr();
        ehr.Visits.Add(OfDesk(Booked("ehr-1", "2027-03-22T14:00:00Z")));
        ehr.Visits.Add(OfDesk(Booked("ehr-2", "2027-03-24T16:00:00Z")));
        ehr.People["desk"] = Person("(713) 555-0174");
        ehr.People["desk"]["id"] = "desk";
        var feed = FeedOf(ehr);

        // The same patient at the same time is the desk's own visit; another time that day is asked about, and nothing is doubled meanwhile.
        Assert.Equal([$"{same} changed", "ehr-2 refused"], await NamedAsync(feed));
        Assert.Equal([$"{same} unchanged", "ehr-2 refused"], await NamedAsync(feed));
        Assert.Empty((await service.Read(same)).Tasks());
        Assert.Contains("typed-and-delivered", Assert.Single((await service.Read(other)).GetProperty("tasks").EnumerateArray()).GetRawText());
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/ehr-1", AppointmentService.Key)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/ehr-2", AppointmentService.Key)).StatusCode);

        // The practice system moves the one it knows by its own number, also out of the days that are asked for.
        var moved = ehr.Visits[0];
        ehr.Visits.Remove(moved);
        ehr.Elsewhere["ehr-1"] = OfDesk(Booked("ehr-1", "2027-06-22T14:00:00Z"));
        Assert.Equal(["ehr-2 refused", $"{same} moved"], await NamedAsync(feed));
        Assert.Equal("2027-06-22T09:00:00-05:00", (await service.Read(same)).Word("startsAt"));

        // Staff say that it is the same by moving it to the time there.
        var answered = await form.SaveAsync(dana, AppointmentService.Clinic, typed with { Id = other, Date = "2027-03-24", Time = "11:00 AM" });
        Assert.True(answered.IsDone);
        Assert.Equal([$"{other} changed"], await NamedAsync(feed));
        await using var db = service.Store.Read();
        Assert.Equal(1, await db.Patients.CountAsync(p => p.PhoneHash == db.Cipher.LookUpHash("+17135550174")));
        Assert.Equal(2, await db.Appointments.CountAsync(a => db.Patients.Any(p => p.Id == a.PatientId && p.PhoneHash == db.Cipher.LookUpHash("+17135550174"))));

        static JsonNode OfDesk(JsonNode visit)
        {
            visit["participant"]![0]!["actor"]!["reference"] = "Patient/desk";
            return visit;
        }

        static async Task<string[]> NamedAsync(FhirFeed feed) =>
            [.. (await feed.AskAsync(AppointmentService.Clinic, null, default))!.Rows.Select(row => $"{row.Id} {row.Outcome}")];
    }

    [SkippableFact]
    public async Task What_cannot_be_taken_over_is_told_to_staff_once_and_what_is_over_ends_all_the_same()
    {
        var ehr = Ehr();
        ehr.Visits.Add(OfPatient(Booked("fhir-mute", "2027-03-25T14:00:00Z"), "mute"));
        ehr.Visits.Add(OfPatient(Booked("fhir-known", "2027-03-25T16:00:00Z"), "known"));
        ehr.Visits.Add(OfPatient(Booked("fhir-dead", "2027-03-26T16:00:00Z"), "died"));
        ehr.People["mute"] = Mute("mute");
        ehr.People["known"] = Person("(713) 555-0421");
        ehr.People["died"] = Person("(713) 555-0422");
        (ehr.People["known"]["id"], ehr.People["died"]["id"]) = ("known", "died");
        var feed = FeedOf(ehr);
        for (var poll = 0; poll < 2; poll++) await OutcomesAsync(feed);
        await using (var db = service.Store.Read())
        {
            var told = (await db.Handoffs.Where(h => h.Reason!.StartsWith("visits-not-taken-over")).Select(h => h.Summary).ToListAsync()).Where(summary => summary.Contains("fhir-mute", StringComparison.Ordinal));
            Assert.Contains("fhir-mute: patient.phone: is missing", Assert.Single(told));
        }

        // Their numbers go, one visit moves, one patient died.
        ehr.People["known"] = Mute("known");
        ehr.People["died"] = Mute("died");
        ehr.People["died"]["deceasedBoolean"] = true;
        ehr.Visits[1]["start"] = "2027-03-25T18:00:00Z";
        Assert.Equal(["refused", "refused", "changed"], await OutcomesAsync(feed));
        Assert.Equal(["refused", "refused", "unchanged"], await OutcomesAsync(feed));
        var known = await service.Read("fhir-known");
        Assert.Equal("2027-03-25T11:00:00-05:00", known.Word("startsAt"));
        Assert.Contains(
            "The practice system's entry of this visit could not be taken over (patient.phone: is missing). See there whether the visit or the phone changed, and correct the entry; until then it stays as it is here.",
            Assert.Single(known.GetProperty("tasks").EnumerateArray()).GetRawText());
        var dead = await service.Read("fhir-dead");
        Assert.Empty(dead.Steps("planned").Concat(dead.Steps("held")));

        ehr.Visits[1]["status"] = "cancelled";
        Assert.Equal(["refused", "cancelled", "unchanged"], await OutcomesAsync(feed));
        Assert.Equal("cancelled", (await service.Read("fhir-known")).Word("status"));

        static JsonNode OfPatient(JsonNode visit, string id)
        {
            visit["participant"]![0]!["actor"]!["reference"] = $"Patient/{id}";
            return visit;
        }

        static JsonNode Mute(string id)
        {
            var person = Person("");
            (person["id"], person["telecom"]) = (id, new JsonArray());
            return person;
        }
    }

    [Fact]
    public async Task A_server_that_does_not_answer_changes_nothing_and_is_told_once()
    {
        var ehr = new FhirStandIn { Down = true };

        Assert.Null(await FeedOf(ehr).AskAsync(AppointmentService.Clinic, null, default));
        Assert.Null(await FeedOf(ehr).AskAsync(AppointmentService.Clinic, null, default));

        await using var db = service.Store.Read();
        Assert.Equal(1, await db.Handoffs.CountAsync(h => h.Kind == HandoffKind.Technical && h.Reason == "practice-system"));
    }

    private FhirFeed FeedOf(FhirStandIn ehr) => new(
        new FhirSettings { Sources = [new FhirSource { Clinic = AppointmentService.Clinic, BaseUrl = new Uri("http://127.0.0.1:9/fhir"), Protocol = "infusion" }] }, ehr,
        service.Get<AppointmentImport>(), service.Get<ImportRows>(), service.Get<MissingVisits>(), service.Get<DeskVisits>(), service.Get<ClinicDirectory>(), service.Store, service.Get<ClinicClock>(),
        TimeProvider.System, NullLogger<FhirFeed>.Instance);

    private static async Task<string[]> OutcomesAsync(FhirFeed feed) => [.. (await feed.AskAsync(AppointmentService.Clinic, null, default))!.Rows.Select(row => row.Outcome)];

    private static FhirStandIn Ehr()
    {
        Skip.IfNot(Directory.Exists(Data), $"HL7's example resources are not at {Data}");
        return new FhirStandIn();
    }

    private static JsonNode Example(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Data, file)))!;

    private static JsonNode Booked(string id, string start, string status = "booked")
    {
        var visit = Example("appointment-example.json");
        (visit["id"], visit["status"], visit["start"], visit["end"]) = (id, status, start, DateTimeOffset.Parse(start).AddHours(2).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        return visit;
    }

    private static JsonNode Person(string phone)
    {
        var person = Example("patient-example.json");
        person["telecom"]![2]!["value"] = phone;
        return person;
    }
}
