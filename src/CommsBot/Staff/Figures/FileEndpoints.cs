using System.Text;
using CommsBot.Staff.Audit;
using CommsBot.Staff.SignIn;

namespace CommsBot.Staff.Figures;

/// <summary>The console's tables as files for a spreadsheet.</summary>
internal static class FileEndpoints
{
    private const string Csv = "text/csv; charset=utf-8";

    public static void MapStaffFiles(this WebApplication app)
    {
        app.MapGet("/staff/figures/file", async (HttpContext http, FigureReader figures, CancellationToken ct) =>
            StaffClaims.PersonOf(http.User) is { } person ? Results.File(Bytes(DayFigures.File(await figures.ReadAsync(person, ct))), Csv, "figures.csv") : Results.NotFound()).RequireAuthorization();
        app.MapGet("/staff/alarms/file", async (HttpContext http, AlarmReader alarms, CancellationToken ct) =>
            StaffClaims.PersonOf(http.User) is { } person ? Results.File(Encoding.UTF8.GetBytes(await alarms.FileAsync(person, ct)), "application/jsonl; charset=utf-8", "alarms.jsonl") : Results.NotFound()).RequireAuthorization();
        app.MapGet("/staff/audit/file", async (HttpContext http, AuditReader audit, CancellationToken ct) =>
            StaffClaims.PersonOf(http.User) is { Role: "auditor" or "administrator" } person ? Results.File(Bytes(await audit.FileAsync(person, ct)), Csv, "audit.csv") : Results.NotFound()).RequireAuthorization();
    }

    private static byte[] Bytes(string text) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)];
}
