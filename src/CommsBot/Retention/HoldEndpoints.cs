using CommsBot.Patients;
using CommsBot.Staff.Keys;

namespace CommsBot.Retention;

/// <summary><c>/api/legal-holds</c>: what must not be deleted, as one named person. A number is sent in a body, never in an address.</summary>
internal static class HoldEndpoints
{
    public static void MapLegalHolds(this WebApplication app)
    {
        var holds = app.MapGroup("/api/legal-holds").WithTags("Legal holds").RequireRole(ApiRole.Staff);
        holds.MapPost("", PlaceAsync);
        holds.MapPost("{id}/lift", LiftAsync);
    }

    private static async Task<IResult> PlaceAsync(HoldBody body, ApiCaller caller, KeyPerson people, LegalHolds holds, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        PhoneNumber? number = PhoneNumber.TryParse(body.Phone, out var phone) ? phone : null;
        if (body.Phone is not null && number is null) return Problems.Bad("phone", "'phone' must be a US phone number.");
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        var (id, why) = await holds.PlaceAsync(person, clinicId, body.ConversationId, number, body.Reason, ct);
        return why is null ? Results.Json(new { id }, statusCode: StatusCodes.Status201Created) : Problems.Conflict("refused", why);
    }

    private static async Task<IResult> LiftAsync(string id, LiftBody body, ApiCaller caller, KeyPerson people, LegalHolds holds, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        return await holds.LiftAsync(person, clinicId, id, ct) is { } why ? Problems.Conflict("refused", why) : Results.Json(new { id });
    }

    internal sealed record HoldBody(string? ConversationId, string? Phone, string? Reason, string? Clinic);

    internal sealed record LiftBody(string? Clinic);
}
