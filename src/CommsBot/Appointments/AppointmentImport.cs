using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Storage;

namespace CommsBot.Appointments;

/// <summary>
/// Takes over a report of appointments, row by row: a bad row never blocks a good one. An import that would change unusually much stops before the first
/// write until a second person has looked (<see cref="SecondPerson"/>). A visit that the report no longer names is left as it is, and staff are asked.
/// </summary>
internal sealed partial class AppointmentImport(
    AppointmentBook book, ImportRows rows, BigChange big, SecondPerson second, MissingVisits missing, DeskVisits desk, ClinicStore store, ClinicClock clock, Changes changes,
    ILogger<AppointmentImport> log)
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
        foreach (var row in checkedRows) forecast.Add(Outcome(row, await ForecastAsync(request, row, ct)));
        IReadOnlyList<string> absent = [.. (await missing.FindAsync(clinic, checkedRows, request.Days, ct)).Except(resolved.Unclear)];
        var stopped = await big.WhyAsync(clinic, checkedRows, forecast, ct);
        if (request.DryRun) return Report(true, stopped, forecast, absent);
        if (stopped is not null && await second.RefusalAsync(request, stopped, ct) is { } refusal) return Report(false, refusal, forecast, absent);

        await desk.KeepAsync(clinic, resolved, ct);
        var done = new List<ImportRow>();
        foreach (var row in checkedRows) done.Add(await TakeOverAsync(request, row, ct));
        if (absent.Count > 0)
        {
            await store.Write(db => MissingVisits.AskAsync(db, clinic, absent, clock.UtcNow), ct);
            changes.Publish(new Change(clinic.Id));
        }

        return Report(false, null, done, absent);
    }

    private async Task<PutOutcome?> ForecastAsync(ImportRequest request, SourceRow row, CancellationToken ct) => row switch
    {
        { Draft: { } draft } => await book.TryAsync(request.Clinic.Id, row.Id!, draft, request.Writer, ct),
        { Standing: { SaysEnough: true } standing, IsAskedAbout: false } => await book.TryAsync(request.Clinic.Id, row.Id!, standing, request.Writer, ct),
        _ => null,
    };

    private async Task<ImportRow> TakeOverAsync(ImportRequest request, SourceRow row, CancellationToken ct)
    {
        try
        {
            return Outcome(row, row switch
            {
                { Draft: { } draft } => await book.PutAsync(request.Clinic.Id, row.Id!, draft, request.Writer, ct),
                { Standing: { SaysEnough: true } standing, IsAskedAbout: false } => await book.TakeAsync(request.Clinic.Id, row.Id!, standing, request.Writer, ct),
                _ => null,
            });
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            // The row's own write was undone; every other row still counts.
            Log.RowFailed(log, request.Clinic.Id, row.Line, fault);
            return new ImportRow(row.Line, row.Id, "refused", ["row: a fault in CommsBot kept it from being taken over; the log says which"]) { NeedsPerson = true };
        }
    }

    /// <param name="outcome">Null when nothing could be done with the row.</param>
    private static ImportRow Outcome(SourceRow row, PutOutcome? outcome)
    {
        if (outcome is not { } came) return new ImportRow(row.Line, row.Id, "refused", row.Problems) { NeedsPerson = row.NeedsPerson };
        return PutRefusals.Of(came) is { } refused
            ? new ImportRow(row.Line, row.Id, "refused", [.. row.Problems, $"{refused.Field}: {refused.Fault}"]) { EndsTooSoon = came == PutOutcome.StillAhead, NeedsPerson = came == PutOutcome.StillAhead }
            : new ImportRow(row.Line, row.Id, came.ToString().ToLowerInvariant(), row.Problems);
    }

    private static ImportReport Report(bool dryRun, string? stopped, List<ImportRow> outcomes, IReadOnlyList<string> absent) =>
        new(dryRun, stopped, outcomes.CountBy(row => row.Outcome).OrderBy(total => total.Key, StringComparer.Ordinal).ToDictionary(), outcomes, absent);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Row {Line} of a report of clinic {ClinicId} could not be taken over.")]
        public static partial void RowFailed(ILogger logger, string clinicId, int line, Exception fault);
    }
}
