using CommsBot.Clinics;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>
/// Takes over a report of appointments, row by row: a bad row never blocks a good one. An import that would change unusually much stops before the first
/// write until a second person has looked (<see cref="ImportRequest.Confirmed"/>). A visit that the report no longer names is left as it is.
/// </summary>
internal sealed class AppointmentImport(AppointmentBook book, DraftReader reader, ClinicStore store, ClinicClock clock)
{
    private const int MostDisturbed = 5;
    private const double MostPhonesShare = 0.10;

    private sealed record Row(int Line, string? Id, AppointmentDraft? Draft, IReadOnlyList<string> Problems);

    public async Task<ImportReport> RunAsync(ImportRequest request, CancellationToken ct)
    {
        var (table, fault) = AppointmentTable.Read(request.Table);
        if (table is null) return ImportReport.Refused(fault!);
        var rows = Check(table, request.Clinic);
        var forecast = new List<ImportRow>();
        foreach (var row in rows) forecast.Add(await ForecastAsync(request.Clinic.Id, row, ct));
        var missing = await MissingAsync(request.Clinic, rows, ct);
        var stopped = request.Confirmed ? null : await StopAsync(request.Clinic.Id, rows, forecast, ct);
        if (request.DryRun || stopped is not null) return Report(request.DryRun, stopped, forecast, missing);

        var done = new List<ImportRow>();
        foreach (var row in rows) done.Add(row.Draft is null ? Refused(row) : await WriteAsync(request, row, ct));
        return Report(false, null, done, missing);
    }

    private List<Row> Check(AppointmentTable table, Clinic clinic)
    {
        var now = clock.UtcNow;
        var lines = new Dictionary<string, int>();
        var rows = new List<Row>();
        foreach (var (line, cells) in table.Rows)
        {
            var id = table.Columns.Of("id", cells);
            var stated = TableRow.Read(table.Columns, cells, clinic, now);
            if (id is null) stated.Faults.Add("id", "is missing");
            else if (id.Length > 100 || id.Any(char.IsControl)) stated.Faults.Add("id", "must be 1 to 100 characters without control characters");
            else if (!lines.TryAdd(id, line)) stated.Faults.Add("id", $"stands already in row {lines[id]}");
            var draft = reader.Read(stated, now);
            rows.Add(new Row(line, id, draft, stated.Faults.Lines));
        }

        return rows;
    }

    private async Task<ImportRow> ForecastAsync(string clinicId, Row row, CancellationToken ct) =>
        row.Draft is null ? Refused(row) : Outcome(row, await book.TryAsync(clinicId, row.Id!, row.Draft, ct));

    private async Task<ImportRow> WriteAsync(ImportRequest request, Row row, CancellationToken ct) =>
        Outcome(row, await book.PutAsync(request.Clinic.Id, row.Id!, row.Draft!, request.Writer, ct));

    private static ImportRow Refused(Row row) => new(row.Line, row.Id, "refused", row.Problems);

    private static ImportRow Outcome(Row row, PutOutcome outcome) => outcome == PutOutcome.InThePast
        ? new ImportRow(row.Line, row.Id, "refused", ["startsAt: lies in the past; a booked visit must lie ahead"])
        : new ImportRow(row.Line, row.Id, outcome.ToString().ToLowerInvariant(), []);

    private static ImportReport Report(bool dryRun, string? stopped, List<ImportRow> rows, IReadOnlyList<string> missing) =>
        new(dryRun, stopped, rows.CountBy(row => row.Outcome).OrderBy(total => total.Key, StringComparer.Ordinal).ToDictionary(), rows, missing);

    private async Task<string?> StopAsync(string clinicId, List<Row> rows, List<ImportRow> forecast, CancellationToken ct)
    {
        var disturbed = forecast.Count(row => row.Outcome is "moved" or "cancelled");
        if (disturbed > MostDisturbed) return $"It would move or cancel {disturbed} visits. Let a second person look, then import again as confirmed.";
        await using var db = store.Read();
        var phones = 0;
        foreach (var draft in rows.Select(row => row.Draft).OfType<AppointmentDraft>().Where(draft => draft.Patient.Id is not null))
        {
            var idHash = db.Cipher.LookUpHash(draft.Patient.Id!);
            var phoneHash = db.Cipher.LookUpHash(draft.Patient.Phone.E164);
            if (await db.Patients.AnyAsync(p => p.ClinicId == clinicId && p.ExternalIdHash == idHash && p.PhoneHash != phoneHash, ct)) phones++;
        }

        // One changed number is an ordinary day, also in a table of five rows.
        return phones > MostDisturbed || (phones > 1 && phones > rows.Count * MostPhonesShare)
            ? $"It would change the phone of {phones} known patients. Let a second person look, then import again as confirmed."
            : null;
    }

    private async Task<IReadOnlyList<string>> MissingAsync(Clinic clinic, List<Row> rows, CancellationToken ct)
    {
        var starts = rows.Select(row => row.Draft?.StartsAt).OfType<DateTimeOffset>().ToList();
        if (starts.Count == 0) return [];
        var now = clock.UtcNow;
        var (from, until) = (starts.Min(), starts.Max());
        if (from < now) from = now;
        await using var db = store.Read();
        var booked = await db.Appointments.Where(a => a.ClinicId == clinic.Id && a.Status == AppointmentStatus.Booked && a.StartsAt >= from && a.StartsAt <= until)
            .OrderBy(a => a.StartsAt).Select(a => a.Id).ToListAsync(ct);
        var named = rows.Select(row => row.Id).OfType<string>().ToHashSet();
        return [.. booked.Where(id => !named.Contains(id))];
    }
}
