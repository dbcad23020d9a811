using CommsBot.Clinics;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Staff.Keys;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments.Caring;

/// <summary><c>/api/caregivers</c>: who acts for a patient, as one named person says it. The patient is named by one of their visits; a number is sent in a body, never in an address.</summary>
internal static class CaregiverEndpoints
{
    private static readonly string[] Scopes = ["texts", "facts"];

    public static void MapCaregivers(this WebApplication app)
    {
        var caregivers = app.MapGroup("/api/caregivers").WithTags("Caregivers").RequireRole(ApiRole.Staff);
        caregivers.MapPost("", RecordAsync);
        caregivers.MapPost("search", SearchAsync);
        caregivers.MapPost("{id}/end", EndAsync);
        caregivers.MapPost("{id}/confirm", ConfirmAsync);
    }

    private static async Task<IResult> RecordAsync(CaregiverBody body, ApiCaller caller, KeyPerson people, CaregiverDesk desk, ClinicStore store, ClinicDirectory clinics, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        var scope = body.Scope ?? [];
        if (scope.Length == 0 || scope.Any(word => !Scopes.Contains(word))) return Problems.Bad("scope", "'scope' must list texts, facts or both.");
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        if (await PatientAsync(store, clinicId, body.AppointmentId, ct) is not { } patientId) return Problems.NotFound("appointment");
        var typed = new CaregiverFields(body.Name, body.Phone, body.Relation, body.Guardian ?? false, scope.Contains("texts"), scope.Contains("facts"), body.Proof, body.Until)
        {
            ConsentWords = body.Consent?.Text,
            ConsentMethod = body.Consent?.Method,
        };
        return typed.Fault() is { } fault ? Problems.Bad("invalid", fault)
            : Answer(await desk.RecordAsync(person, clinicId, patientId, typed, ct), clinics.Find(clinicId)!, StatusCodes.Status201Created);
    }

    private static async Task<IResult> SearchAsync(SearchBody body, ApiCaller caller, KeyPerson people, AuditLog audit, ClinicStore store, ClinicDirectory clinics, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        if (await PatientAsync(store, clinicId, body.AppointmentId, ct) is not { } patientId) return Problems.NotFound("appointment");
        await audit.ReadAsync(clinicId, person.Name, "caregiver.read", patientId, ct);
        await using var db = store.Read();
        var lines = await db.Caregivers.Where(c => c.ClinicId == clinicId && c.PatientId == patientId).OrderByDescending(c => c.At).Take(100).ToListAsync(ct);
        return Results.Ok(new Page<CaregiverView>(lines.ConvertAll(line => CaregiverView.Of(line, clinics.Find(clinicId)!))));
    }

    private static Task<IResult> EndAsync(string id, ActBody body, ApiCaller caller, KeyPerson people, CaregiverDesk desk, ClinicDirectory clinics, CancellationToken ct) =>
        ActAsync(body, caller, people, clinics, (person, clinic) => desk.EndAsync(person, clinic, id, ct), ct);

    private static Task<IResult> ConfirmAsync(string id, ActBody body, ApiCaller caller, KeyPerson people, CaregiverDesk desk, ClinicDirectory clinics, CancellationToken ct) =>
        ActAsync(body, caller, people, clinics, (person, clinic) => desk.ConfirmAsync(person, clinic, id, ct), ct);

    private static async Task<IResult> ActAsync(
        ActBody body, ApiCaller caller, KeyPerson people, ClinicDirectory clinics, Func<Handoff.DeskPerson, string, Task<CaregiverResult>> act, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        return Answer(await act(person, clinicId), clinics.Find(clinicId)!, StatusCodes.Status200OK);
    }

    private static async Task<string?> PatientAsync(ClinicStore store, string clinicId, string? appointmentId, CancellationToken ct)
    {
        await using var db = store.Read();
        return await db.Appointments.Where(a => a.ClinicId == clinicId && a.Id == appointmentId).Select(a => a.PatientId).SingleOrDefaultAsync(ct);
    }

    private static IResult Answer(CaregiverResult result, Clinic clinic, int status) =>
        result.Refusal is { } why ? Problems.Conflict("refused", why) : Results.Json(CaregiverView.Of(result.Line!, clinic), statusCode: status);

    internal sealed record CaregiverBody(
        string? AppointmentId, string? Name, string? Phone, string? Relation, bool? Guardian, string[]? Scope, string? Proof, string? Until, ConsentBody? Consent, string? Clinic);

    internal sealed record ConsentBody(string? Text, string? Method);

    internal sealed record SearchBody(string? AppointmentId, string? Clinic);

    internal sealed record ActBody(string? Clinic);
}

/// <summary>A caregiver as programs read it.</summary>
/// <param name="Until">The first moment at which it holds no more; null until staff end it.</param>
internal sealed record CaregiverView(
    string Id, string Name, string Phone, string Relation, bool Guardian, IReadOnlyList<string> Scope, string Proof, DateTimeOffset ConfirmedAt, DateTimeOffset? Until,
    string By, DateTimeOffset At, string? EndedBy, DateTimeOffset? EndedAt)
{
    public static CaregiverView Of(Caregiver line, Clinic clinic) => new(
        line.Id, line.Name, line.Phone, line.Relation, line.IsGuardian, [.. line.GetsTexts ? ["texts"] : Array.Empty<string>(), .. line.HearsFacts ? ["facts"] : Array.Empty<string>()],
        line.Proof, clinic.LocalTime(line.ConfirmedAt), Local(line.Until, clinic), line.By, clinic.LocalTime(line.At), line.EndedBy, Local(line.EndedAt, clinic));

    private static DateTimeOffset? Local(DateTimeOffset? instant, Clinic clinic) => instant is { } known ? clinic.LocalTime(known) : null;
}
