using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Appointments;

/// <summary>A practice system whose answer stopped is let go by a person who has looked (clinic-day 24).</summary>
public sealed class FhirAskTests : IAsyncLifetime
{
    private const string Stopped = "It would move or cancel 6 visits. Let a second person look at the dry run, then import it again with that person's name as confirmed by.";

    private readonly FhirStandIn ehr = new();
    private readonly TestService service = new(new TestSetup
    {
        Args = [$"--Fhir:Sources:0:Clinic={The.Clinic}", "--Fhir:Sources:0:BaseUrl=http://127.0.0.1:2/fhir", "--Fhir:Sources:0:Protocol=infusion"],
    });

    public async Task InitializeAsync()
    {
        for (var n = 1; n <= 6; n++)
        {
            ehr.Visits.Add(Visit(n, "14:00"));
            ehr.People[$"ask-{n}"] = new JsonObject
            {
                ["resourceType"] = "Patient", ["id"] = $"ask-{n}", ["name"] = new JsonArray(new JsonObject { ["family"] = "Lee", ["given"] = new JsonArray("Pat") }),
                ["telecom"] = new JsonArray(new JsonObject { ["system"] = "phone", ["use"] = "mobile", ["value"] = $"(713) 555-018{n}" }),
            };
        }

        service.Outside.Register("http://127.0.0.1:2", ehr);
        await service.InitializeAsync();
    }

    public Task DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Six_moves_stop_until_a_person_of_the_clinic_confirms_them_by_name()
    {
        Assert.Null((string?)(await service.Staff.Post("/api/fhir/ask"))["stopped"]);
        for (var n = 1; n <= 6; n++) ehr.Visits[n - 1] = Visit(n, "15:00");

        Assert.Equal(Stopped, (string?)(await service.Staff.Post("/api/fhir/ask"))["stopped"]);
        Assert.Contains("'Nobody' is nobody who may act for this clinic.", (string?)(await service.Staff.Post("/api/fhir/ask", new { confirmedBy = "Nobody" }))["stopped"], StringComparison.Ordinal);
        Assert.Equal("2027-03-16T09:00:00-05:00", await StartAsync());

        var moved = await service.Staff.Post("/api/fhir/ask", new { confirmedBy = The.StaffMember });
        Assert.Equal((null, 6), ((string?)moved["stopped"], (int)moved["totals"]!["moved"]!));
        Assert.Equal("2027-03-16T10:00:00-05:00", await StartAsync());
    }

    [Fact]
    public async Task Only_a_named_person_asks_and_only_where_there_is_a_practice_system()
    {
        using var reader = await service.Reader.Send(HttpMethod.Post, "/api/fhir/ask", new { });
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        ehr.Down = true;
        using var silent = await service.Staff.Send(HttpMethod.Post, "/api/fhir/ask", new { });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, silent.StatusCode);
        Assert.Equal("There is no practice system for this clinic, or it does not answer.", (string?)JsonNode.Parse(await silent.Content.ReadAsStringAsync())!["detail"]);
    }

    private async Task<string?> StartAsync() => (string?)(await service.Appointments.Get("/api/appointments/ask-1"))["startsAt"];

    private static JsonObject Visit(int n, string time) => new()
    {
        ["resourceType"] = "Appointment", ["id"] = $"ask-{n}", ["status"] = "booked", ["start"] = $"2027-03-{15 + n}T{time}:00Z", ["end"] = $"2027-03-{15 + n}T18:00:00Z",
        ["participant"] = new JsonArray(new JsonObject { ["status"] = "accepted", ["actor"] = new JsonObject { ["reference"] = $"Patient/ask-{n}" } }),
    };
}
