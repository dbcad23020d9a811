using CommsBot.Clinics;
using CommsBot.Staff.Keys;

namespace CommsBot.Appointments.Closing;

/// <summary><c>/api/closures</c>: closing a clinic for a while, as one named person.</summary>
internal static class ClosingEndpoints
{
    public static void MapClosures(this WebApplication app)
    {
        var closures = app.MapGroup("/api/closures").WithTags("Closures").RequireRole(ApiRole.Staff);
        closures.MapPost("", CloseAsync);
        closures.MapPost("{id}/reopen", ReopenAsync);
    }

    private static async Task<IResult> CloseAsync(ClosureBody body, ApiCaller caller, KeyPerson people, ClinicClosing closing, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        if (body.From is not { } from || body.Until is not { } until) return Problems.Bad("time", "'from' and 'until' must be dates and times with offset.");
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        if (body.DryRun == true) return Answer(await closing.PreviewAsync(person, clinicId, from.ToUniversalTime(), until.ToUniversalTime(), ct), StatusCodes.Status200OK);
        return Answer(await closing.CloseAsync(person, clinicId, from.ToUniversalTime(), until.ToUniversalTime(), ct), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReopenAsync(string id, ReopenBody body, ApiCaller caller, KeyPerson people, ClinicClosing closing, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        return Answer(await closing.ReopenAsync(person, clinicId, id, ct), StatusCodes.Status200OK);
    }

    private static IResult Answer(ClosingResult result, int status) => result.Refusal is { } why
        ? Problems.Conflict("not-closed", why)
        : Results.Json(new { id = result.ClosureId, visits = result.Visits }, statusCode: status);

    internal sealed record ClosureBody(DateTimeOffset? From, DateTimeOffset? Until, bool? DryRun, string? Clinic);

    internal sealed record ReopenBody(string? Clinic);
}
