using System.Globalization;
using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Storage;

namespace CommsBot.Commands;

/// <summary><c>import FILE.csv [--clinic ID] [--dry-run] [--by NAME] [--confirmed-by NAME]</c>: takes over a report of appointments and prints what became of each row.</summary>
internal static class ImportVerb
{
    public static async Task<int> RunAsync(VerbInput input)
    {
        var (dryRun, by, confirmedBy, clinicId) = (input.TakeSwitch("dry-run"), input.Take("by"), input.Take("confirmed-by"), input.Take("clinic"));
        var path = Path.GetFullPath(input.Only("FILE.csv"));
        if (!File.Exists(path)) return await Fail($"There is no file {path}.");

        await using var app = await CommsBotHost.CreateAsync(input.Host, use: DatabaseUse.Visit);
        var clinics = app.Services.GetRequiredService<ClinicDirectory>();
        var clinic = clinicId is null ? clinics.All is [var only] ? only : null : clinics.Find(clinicId);
        if (clinic is null) return await Fail($"Name one of the clinics with --clinic: {string.Join(", ", clinics.All.Select(one => one.Id))}.");

        var request = new ImportRequest(clinic, await File.ReadAllBytesAsync(path), new Writer(by ?? "import", "import"), dryRun, confirmedBy);
        var report = await app.Services.GetRequiredService<AppointmentImport>().RunAsync(request, CancellationToken.None);
        return await PrintAsync(report);
    }

    private static async Task<int> PrintAsync(ImportReport report)
    {
        if (report.Unreadable is { } fault) return await Fail(fault);
        var print = Console.Out;
        foreach (var row in report.Rows)
            await print.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{row.Row,5}  {row.Outcome,-9}  {row.Id ?? "-"}{Problems(row)}"));
        if (report.Missing.Count > 0) await print.WriteLineAsync($"Booked, but not in this table (left as they are): {string.Join(", ", report.Missing)}");
        await print.WriteLineAsync(string.Join(", ", report.Totals.Select(total => $"{total.Value} {total.Key}")) + (report.DryRun ? " (dry run: nothing was written)" : ""));
        return report.Stopped is { } stopped ? await Fail($"Nothing was written. {stopped}") : 0;
    }

    private static string Problems(ImportRow row) => row.Problems.Count == 0 ? "" : $": {string.Join("; ", row.Problems)}";

    private static async Task<int> Fail(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return 1;
    }
}
