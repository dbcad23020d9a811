using System.Globalization;
using System.Net.Http.Headers;
using CommsBot.Clinics;
using Hl7.Fhir.Model;
using Hl7.Fhir.Rest;
using Appointed = Hl7.Fhir.Model.Appointment;
using Person = Hl7.Fhir.Model.Patient;

namespace CommsBot.Appointments.Fhir;

/// <summary>One appointment as a server gave it, with its patient where it gave one.</summary>
internal sealed record FhirVisit(Appointed Appointment, Person? Patient);

/// <summary>Asks one practice system. Whatever a server or a network can do comes as an exception of the SDK or of HTTP.</summary>
internal sealed class FhirServer(IHttpClientFactory clients, FhirSource source)
{
    public const string Name = "fhir";

    private const int PageSize = 100;
    private const int MostPages = 50;

    /// <summary>Every appointment that starts on those days, in any state.</summary>
    public async Task<IReadOnlyList<FhirVisit>> VisitsAsync(DateOnly from, DateOnly until, CancellationToken ct)
    {
        using var http = Http();
        using var client = Client(http);
        var asked = new SearchParams().Where($"date=ge{Day(from)}").Where($"date=le{Day(until)}").Include("Appointment:patient").LimitTo(PageSize);
        var appointments = new List<Appointed>();
        var people = new Dictionary<string, Person>();
        var page = await client.SearchAsync<Appointed>(asked, ct);
        for (var pages = 1; page is not null; pages++)
        {
            if (pages > MostPages) throw new InvalidOperationException("The FHIR server has more pages of appointments than a clinic can have.");
            foreach (var resource in page.Entry.Select(entry => entry.Resource))
                if (resource is Appointed appointment) appointments.Add(appointment);
                else if (resource is Person person) people[$"Patient/{person.Id}"] = person;
            page = await client.ContinueAsync(page, ct: ct);
        }

        var visits = new List<FhirVisit>();
        foreach (var appointment in appointments.DistinctBy(appointment => appointment.Id)) visits.Add(new FhirVisit(appointment, await PatientAsync(client, appointment, people, ct)));
        return visits;
    }

    /// <summary>One appointment by its id, wherever it was moved to; null when the server has it no more.</summary>
    public async Task<FhirVisit?> FindAsync(string id, CancellationToken ct)
    {
        using var http = Http();
        using var client = Client(http);
        try
        {
            return await client.ReadAsync<Appointed>($"Appointment/{id}", ct: ct) is { } appointment ? new FhirVisit(appointment, await PatientAsync(client, appointment, [], ct)) : null;
        }
        catch (FhirOperationException gone) when (gone.Status is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Gone)
        {
            return null;
        }
    }

    private static async Task<Person?> PatientAsync(FhirClient client, Appointed appointment, Dictionary<string, Person> people, CancellationToken ct)
    {
        if (appointment.Contained.OfType<Person>().FirstOrDefault() is { } inside) return inside;
        if (FhirRows.PatientOf(appointment) is not { } reference) return null;
        if (people.TryGetValue(reference, out var known)) return known;
        try
        {
            return people[reference] = (await client.ReadAsync<Person>(reference, ct: ct))!;
        }
        catch (FhirOperationException)
        {
            return null;
        }
    }

    private HttpClient Http()
    {
        var http = clients.CreateClient(Name);
        if (source.Token is { } token) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private FhirClient Client(HttpClient http) => new(source.BaseUrl!, http, new FhirClientSettings { PreferredFormat = ResourceFormat.Json, VerifyFhirVersion = false });

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
