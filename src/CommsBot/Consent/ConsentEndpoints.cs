using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Staff.Keys;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Consent;

/// <summary><c>/api/consents</c>: the ledger for programs. A number is sent in a body, never in an address.</summary>
internal static class ConsentEndpoints
{
    public static void MapConsents(this WebApplication app)
    {
        var consents = app.MapGroup("/api/consents").WithTags("Consents").RequireRole(ApiRole.Appointments);
        consents.MapPost("search", SearchAsync);
        consents.MapPost("", RecordAsync);
    }

    private static async Task<IResult> SearchAsync(ConsentBody body, ApiCaller caller, ClinicStore store, ClinicDirectory clinics, AuditLog audit, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        if (!PhoneNumber.TryParse(body.Phone, out var phone)) return BadPhone();
        await using var db = store.Read();
        var hash = db.Cipher.LookUpHash(phone.E164);
        var people = await db.Patients.Where(p => p.ClinicId == clinicId && p.PhoneHash == hash).Select(p => p.Id).ToListAsync(ct);
        var entries = await db.Consents.Where(c => c.ClinicId == clinicId && c.PhoneHash == hash).OrderByDescending(c => c.Id).Take(500).ToListAsync(ct);
        // A number may have a ledger and no patient: then its lines are named, and of an unknown number that it was asked for.
        var named = people.Count > 0 ? people : entries.ConvertAll(entry => string.Create(CultureInfo.InvariantCulture, $"consent-{entry.Id}"));
        await audit.ReadListAsync(caller.Actor, "consent.search", named.DefaultIfEmpty(clinicId).Select(id => (clinicId, id)));
        var clinic = clinics.Find(clinicId)!;
        return Results.Ok(new Page<ConsentView>([.. entries.Select(e => ConsentView.Of(e, clinic))]));
    }

    private static async Task<IResult> RecordAsync(
        ConsentBody body, ApiCaller caller, ConsentDesk desk, ClinicDirectory clinics, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinicId) return refusal!;
        if (!PhoneNumber.TryParse(body.Phone, out var phone)) return BadPhone();
        if (ConsentView.ParsePurpose(body.Purpose) is not { } purpose) return Problems.Bad("purpose", "'purpose' must be all, preparation, booking, check-in or daily-texts.");
        if (body.Granted is not { } granted) return Problems.Bad("granted", "'granted' must be true or false.");
        if (ConsentDesk.TextFault(body.Text) is { } text) return Problems.Bad("text", text);
        if (ConsentDesk.MethodFault(body.Method) is { } method) return Problems.Bad("method", method);
        var (entry, isNew) = await desk.RecordAsync(clinicId, new ConsentStatement(phone, purpose, granted, body.Text!, body.Method!), caller.Actor, ct);
        var view = ConsentView.Of(entry, clinics.Find(clinicId)!);
        return isNew ? Results.Created((string?)null, view) : Results.Ok(view);
    }

    private static IResult BadPhone() => Problems.Bad("phone", "'phone' must be a US phone number that can receive texts.");

    internal sealed record ConsentBody(string? Phone, string? Purpose, bool? Granted, string? Text, string? Method, string? Clinic);
}

/// <summary>A line of the ledger as programs read it.</summary>
internal sealed record ConsentView(string Purpose, bool Granted, string? Text, string Method, string By, DateTimeOffset At)
{
    public static ConsentView Of(ConsentEntry entry, Clinic clinic) =>
        new(WordOf(entry.Purpose), entry.Granted, entry.Text, entry.Method, entry.By, clinic.LocalTime(entry.At));

    private static string WordOf(ConsentPurpose purpose) => purpose switch
    {
        ConsentPurpose.CheckIn => "check-in",
        ConsentPurpose.DailyTexts => "daily-texts",
        _ => purpose.ToString().ToLowerInvariant(),
    };

    public static ConsentPurpose? ParsePurpose(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        "all" => ConsentPurpose.All,
        "preparation" => ConsentPurpose.Preparation,
        "booking" => ConsentPurpose.Booking,
        "check-in" or "checkin" => ConsentPurpose.CheckIn,
        "daily-texts" => ConsentPurpose.DailyTexts,
        _ => null,
    };
}
