using CommsBot.Clinics;
using CommsBot.Staff.Keys;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary><c>GET /calendar/{token}.ics</c>: the one thing about a visit that needs no key but its link.</summary>
internal static class CalendarEndpoint
{
    /// <summary>How long after the visit the link still answers.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public static void MapCalendar(this WebApplication app) => app.MapGet("/calendar/{token}.ics", GetAsync).ExcludeFromDescription();

    private static async Task<IResult> GetAsync(string token, HttpResponse response, CalendarLinks links, ClinicStore store, ClinicDirectory clinics, ClinicClock clock, CancellationToken ct)
    {
        response.Headers.CacheControl = "private, no-store";
        response.Headers["X-Robots-Tag"] = "noindex";
        if (links.Read(token) is not var (clinicId, id) || clinics.Find(clinicId) is not { } clinic) return Problems.NotFound("calendar file");
        await using var db = store.Read();
        var visit = await db.Appointments.AsNoTracking().SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == id, ct);
        if (visit is null || visit.StartsAt + Kept < clock.UtcNow) return Problems.NotFound("calendar file");
        return Results.File(System.Text.Encoding.UTF8.GetBytes(CalendarFile.Of(visit, clinic, db.Cipher, clock.UtcNow)), "text/calendar; charset=utf-8", "visit.ics");
    }
}
