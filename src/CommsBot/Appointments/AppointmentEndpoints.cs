using CommsBot.Clinics;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Staff.Keys;
using CommsBot.Storage;
using Microsoft.AspNetCore.Mvc;

namespace CommsBot.Appointments;

/// <summary><c>/api/appointments</c>: how a clinic's own system tells us of visits.</summary>
internal static class AppointmentEndpoints
{
    private const long LongestTable = 5 * 1024 * 1024;
    private const int LongestId = 100;

    public static void MapAppointments(this WebApplication app)
    {
        var appointments = app.MapGroup("/api/appointments").WithTags("Appointments");
        appointments.MapPut("{id}", PutAsync).RequireRole(ApiRole.Appointments);
        appointments.MapGet("{id}", GetAsync).RequireRole(ApiRole.Appointments);
        appointments.MapDelete("{id}", CancelAsync).RequireRole(ApiRole.Appointments);
        appointments.MapPost("import", ImportAsync).RequireRole([ApiRole.Appointments], LongestTable);
    }

    private static async Task<IResult> PutAsync(
        string id, HttpRequest request, ApiCaller caller, DraftReader reader, AppointmentBook book, ClinicStore store, AppointmentReadiness readiness, ClinicDirectory clinics, ClinicClock clock, CancellationToken ct)
    {
        if (!request.HasJsonContentType()) return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "content-type", "Send application/json.");
        if (await StatedJson.ReadAsync(request.Body, ct) is not { } stated) return Problems.Bad("body", "The body must be one JSON object.");
        if (caller.ClinicOf(stated["clinic"], out var refusal) is not { } clinicId) return refusal!;
        if (!IsId(id)) stated.Faults.Add("id", "must be 1 to 100 characters without control characters");
        if (reader.Read(stated, clock.UtcNow) is not { } draft) return Invalid(stated.Faults);

        var outcome = await book.PutAsync(clinicId, id, draft, new Writer(caller.Actor, "api"), ct);
        if (PutRefusals.Of(outcome) is { } refused)
        {
            stated.Faults.Add(refused.Field, refused.Fault);
            return outcome is PutOutcome.InThePast or PutOutcome.StillAhead ? Invalid(stated.Faults) : Problems.Conflict("not-released", NotChanged(stated.Faults));
        }

        await using var db = store.Read();
        var view = await AppointmentView.ReadAsync(db, readiness, clinics.Find(clinicId)!, id, clock.UtcNow, ct);
        return outcome == PutOutcome.Created ? Results.Created($"/api/appointments/{Uri.EscapeDataString(id)}", view) : Results.Ok(view);
    }

    private static async Task<IResult> GetAsync(
        string id, ApiCaller caller, AuditLog audit, ClinicStore store, AppointmentReadiness readiness, ClinicDirectory clinics, CalendarLinks links, ClinicClock clock, [FromQuery] string? clinic, CancellationToken ct)
    {
        if (caller.ClinicOf(clinic, out var refusal) is not { } clinicId) return refusal!;
        await using var db = store.Read();
        if (await AppointmentView.ReadAsync(db, readiness, clinics.Find(clinicId)!, id, clock.UtcNow, ct) is not { } view) return Problems.NotFound("appointment");
        await audit.ReadAsync(clinicId, caller.Actor, "appointment.read", id, ct);
        return Results.Ok(view with { Calendar = links.Of(clinicId, id) });
    }

    private static async Task<IResult> CancelAsync(
        string id, ApiCaller caller, AppointmentBook book, ClinicStore store, AppointmentReadiness readiness, ClinicDirectory clinics, ClinicClock clock, [FromQuery] string? clinic, CancellationToken ct)
    {
        if (caller.ClinicOf(clinic, out var refusal) is not { } clinicId) return refusal!;
        if (!await book.CancelAsync(clinicId, id, new Writer(caller.Actor, "api"), ct)) return Problems.NotFound("appointment");
        await using var db = store.Read();
        return Results.Ok(await AppointmentView.ReadAsync(db, readiness, clinics.Find(clinicId)!, id, clock.UtcNow, ct));
    }

    private static async Task<IResult> ImportAsync(
        HttpRequest request, ApiCaller caller, AppointmentImport import, ClinicDirectory clinics,
        [FromQuery] string? clinic, [FromQuery] bool? dryRun, [FromQuery] string? confirmedBy, CancellationToken ct)
    {
        if (caller.ClinicOf(clinic, out var refusal) is not { } clinicId) return refusal!;
        if (request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) != true)
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "content-type", "Send text/csv.");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var asked = new ImportRequest(clinics.Find(clinicId)!, body.ToArray(), new Writer(caller.Actor, "import"), dryRun ?? false, string.IsNullOrWhiteSpace(confirmedBy) ? null : confirmedBy);
        var report = await import.RunAsync(asked, ct);
        return report.Unreadable is { } fault ? Problems.Bad("csv", fault) : Results.Ok(report);
    }

    private static bool IsId(string id) => id.Length is > 0 and <= LongestId && !id.Any(char.IsControl) && !string.IsNullOrWhiteSpace(id);

    private static string NotChanged(Faults faults) => "The appointment was not changed: " + string.Join("; ", faults.Lines);

    private static IResult Invalid(Faults faults) => Results.Problem(
        NotChanged(faults), statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?> { ["code"] = "invalid", ["errors"] = faults.ByField });
}
