using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Storage;

namespace CommsBot.Appointments;

/// <summary>
/// Takes over a report of appointments, row by row: a bad row never blocks a good one. An import that would change unusually much stops before the first
/// write until a second person has looked (<see cref="SecondPerson"/>). A visit that the report no longer names is left as it is, and staff are asked.
/// </summary>
internal sealed class AppointmentImport(
    AppointmentBook book, ImportRows rows, BigChange big, SecondPerson second, MissingVisits missing, DeskVisits desk, ClinicStore store, ClinicClock clock, Changes changes)
{
    public async Task<ImportReport> RunAsync(ImportRequest request, CancellationToken ct)
    {
        var (table, fault) = AppointmentTable.Read(request.Table, request.Clinic.ImportColumns);
        return table is null ? ImportReport.Refused(fault!) : await RunAsync(request, rows.Of(table, request.Clinic), ct);
    }

    /// <summary>The same for rows that came another way; <see cref="ImportRequest.Table"/> then only tells one report from another.</summary>
    public async Task<ImportReport> RunAsync(ImportRequest request, IReadOnlyList<SourceRow> rowsAsNamed, CancellationToken ct)
    {
        var clinic = request.Clinic;
        var resolved = await desk.ResolveAsync(clinic, rowsAsNamed, ct);
        var checkedRows = resolved.Rows;
        var forecast = new List<ImportRow>();
        foreach (var row in checkedRows) forecast.Add(row.Draft is null ? Refused(row) : Outcome(row, await book.TryAsync(clinic.Id, row.Id!, row.Draft, ct)));
        IReadOnlyList<string> absent = [.. (await missing.FindAsync(clinic, checkedRows, request.Days, ct)).Except(resolved.Unclear)];
        var stopped = await big.WhyAsync(clinic, checkedRows, forecast, ct);
        if (request.DryRun) return Report(true, stopped, forecast, absent);
        if (stopped is not null && await second.RefusalAsync(request, stopped, ct) is { } refusal) return Report(false, refusal, forecast, absent);

        await desk.KeepAsync(clinic, resolved, ct);
        var done = new List<ImportRow>();
        foreach (var row in checkedRows) done.Add(row.Draft is null ? Refused(row) : Outcome(row, await book.PutAsync(clinic.Id, row.Id!, row.Draft, request.Writer, ct)));
        if (absent.Count > 0)
        {
            await store.Write(db => MissingVisits.AskAsync(db, clinic, absent, clock.UtcNow), ct);
            changes.Publish(new Change(clinic.Id));
        }

        return Report(false, null, done, absent);
    }

    private static ImportRow Refused(SourceRow row) => new(row.Line, row.Id, "refused", row.Problems);

    private static ImportRow Outcome(SourceRow row, PutOutcome outcome) => PutRefusals.Of(outcome) is { } refused
        ? new ImportRow(row.Line, row.Id, "refused", [$"{refused.Field}: {refused.Fault}"])
        : new ImportRow(row.Line, row.Id, outcome.ToString().ToLowerInvariant(), []);

    private static ImportReport Report(bool dryRun, string? stopped, List<ImportRow> outcomes, IReadOnlyList<string> absent) =>
        new(dryRun, stopped, outcomes.CountBy(row => row.Outcome).OrderBy(total => total.Key, StringComparer.Ordinal).ToDictionary(), outcomes, absent);
}
