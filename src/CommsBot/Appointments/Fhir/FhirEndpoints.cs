using CommsBot.Staff.Keys;
using Microsoft.AspNetCore.Mvc;

namespace CommsBot.Appointments.Fhir;

/// <summary><c>/api/fhir</c>: asking the practice system now, as one named person; what stopped is let go by the name of whoever looked.</summary>
internal static class FhirEndpoints
{
    public static void MapFhir(this WebApplication app) => app.MapGroup("/api/fhir").WithTags("Practice system").RequireRole(ApiRole.Staff).MapPost("ask", AskAsync);

    private static async Task<IResult> AskAsync(AskBody body, ApiCaller caller, KeyPerson people, [FromServices] FhirFeed? feed, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        if (await people.OfAsync(caller, ct) is null) return KeyPerson.NotAllowed();
        var report = feed is null ? null : await feed.AskAsync(clinicId, string.IsNullOrWhiteSpace(body.ConfirmedBy) ? null : body.ConfirmedBy, ct);
        return report is null
            ? Problems.Of(StatusCodes.Status503ServiceUnavailable, "no-answer", "There is no practice system for this clinic, or it does not answer.")
            : Results.Ok(report);
    }

    internal sealed record AskBody(string? ConfirmedBy, string? Clinic);
}
