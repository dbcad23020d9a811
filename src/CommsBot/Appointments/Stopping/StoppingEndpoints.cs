using CommsBot.Clinics;
using CommsBot.Patients;
using CommsBot.Staff.Keys;

namespace CommsBot.Appointments.Stopping;

/// <summary><c>/api/contact-stops</c>: do not contact, as one named person. A number is sent in a body, never in an address.</summary>
internal static class StoppingEndpoints
{
    public static void MapContactStops(this WebApplication app)
    {
        var stops = app.MapGroup("/api/contact-stops").WithTags("Contact stops").RequireRole(ApiRole.Staff);
        stops.MapPost("", StopAsync);
        stops.MapPost("{id}/lift", LiftAsync);
    }

    private static async Task<IResult> StopAsync(StopBody body, ApiCaller caller, KeyPerson people, ContactStops stops, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        BlockReason? reason = body.Reason switch { "deceased" => BlockReason.Deceased, "wrong-number" => BlockReason.WrongNumber, "asked" => BlockReason.Asked, _ => null };
        if (reason is null) return Problems.Bad("reason", "'reason' must be deceased, wrong-number or asked.");
        if ((body.AppointmentId is null) == (body.Phone is null)) return Problems.Bad("who", "Name 'appointmentId' or 'phone', one of the two.");
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        if (body.AppointmentId is { } visit) return Answer(await stops.StopPatientAsync(person, clinicId, visit, reason.Value, ct), StatusCodes.Status201Created);
        if (reason != BlockReason.WrongNumber) return Problems.Bad("who", "A number alone can only be closed as 'wrong-number'; otherwise name the visit.");
        if (!PhoneNumber.TryParse(body.Phone, out var phone)) return Problems.Bad("phone", "'phone' must be a US phone number that can receive texts.");
        return Answer(await stops.CloseNumberAsync(person, clinicId, phone, ct), StatusCodes.Status201Created);
    }

    private static async Task<IResult> LiftAsync(string id, LiftBody body, ApiCaller caller, KeyPerson people, ContactStops stops, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        return Answer(await stops.LiftAsync(person, clinicId, id, body.Reason, ct), StatusCodes.Status200OK);
    }

    private static IResult Answer(StopResult result, int status) => result.Refusal is { } why
        ? Problems.Conflict("refused", why)
        : Results.Json(new { id = result.Block!.Id, withdrawn = result.Withdrawn }, statusCode: status);

    internal sealed record StopBody(string? Reason, string? AppointmentId, string? Phone, string? Clinic);

    internal sealed record LiftBody(string? Reason, string? Clinic);
}
