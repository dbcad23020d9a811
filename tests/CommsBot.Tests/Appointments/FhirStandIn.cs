using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Appointments;

/// <summary>Answers what a FHIR server would, and nothing else.</summary>
internal sealed class FhirStandIn : HttpMessageHandler, IHttpClientFactory
{
    public List<JsonNode> Visits { get; } = [];
    public Dictionary<string, JsonNode> Elsewhere { get; } = [];
    public Dictionary<string, JsonNode> People { get; } = [];
    public bool Down { get; set; }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (Down) throw new HttpRequestException("no answer");
        var path = request.RequestUri!.AbsolutePath["/fhir/".Length..].Split('/');
        return Task.FromResult(path switch
        {
            ["Appointment"] => Json(Bundle()),
            ["Appointment", var id] => Json(Elsewhere.GetValueOrDefault(id)),
            ["Patient", var id] => Json(People.GetValueOrDefault(id)),
            _ => throw new InvalidOperationException($"Nobody answers {request.Method} {request.RequestUri.AbsolutePath}."),
        });
    }

    private JsonObject Bundle() => new()
    {
        ["resourceType"] = "Bundle",
        ["type"] = "searchset",
        ["entry"] = new JsonArray([.. Visits.Select(visit => (JsonNode)new JsonObject { ["resource"] = visit.DeepClone(), ["search"] = new JsonObject { ["mode"] = "match" } })]),
    };

    private static HttpResponseMessage Json(JsonNode? resource) => resource is null
        ? new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("""{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}""", Encoding.UTF8, "application/fhir+json") }
        : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(resource.ToJsonString(), Encoding.UTF8, "application/fhir+json") };
}
