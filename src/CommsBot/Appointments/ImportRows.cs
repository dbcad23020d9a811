using CommsBot.Clinics;

namespace CommsBot.Appointments;

/// <summary>One appointment of a report, checked.</summary>
/// <param name="Line">Of the table as a spreadsheet counts it, or the place in a source's list.</param>
/// <param name="Draft">Null when it is refused; then <paramref name="Problems"/> says why.</param>
internal sealed record SourceRow(int Line, string? Id, AppointmentDraft? Draft, IReadOnlyList<string> Problems)
{
    /// <summary>Null when not even that can be told.</summary>
    public Standing? Standing { get; init; }

    /// <summary>Refused because staff are asked about it already.</summary>
    public bool IsAskedAbout { get; init; }

    /// <summary>Refused, and it may be a coming visit whose patient nobody prepares.</summary>
    public bool NeedsPerson => Draft is null && !IsAskedAbout && Standing?.SaysEnough != true;
}

/// <summary>Checks the rows of a report by the checks of the API.</summary>
internal sealed class ImportRows(DraftReader reader, ClinicClock clock)
{
    public IReadOnlyList<SourceRow> Of(AppointmentTable table, Clinic clinic) =>
        Of(table.Rows.Select(row => (row.Line, table.Columns.Of("id", row.Cells), TableRow.Read(table.Columns, row.Cells, clinic))));

    public IReadOnlyList<SourceRow> Of(IEnumerable<(int Line, string? Id, Stated Stated)> rows)
    {
        var lines = new Dictionary<string, int>();
        return [.. rows.Select(row => Of(row.Line, row.Id, row.Stated, lines))];
    }

    private SourceRow Of(int line, string? id, Stated stated, Dictionary<string, int> lines)
    {
        if (id is null) stated.Faults.Add("id", "is missing");
        else if (id.Length > 100 || id.Any(char.IsControl)) stated.Faults.Add("id", "must be 1 to 100 characters without control characters");
        else if (DraftReader.IsDamaged(id)) stated.Faults.Add("id", DraftReader.BySpreadsheet);
        else if (!lines.TryAdd(id, line)) stated.Faults.Add("id", $"stands already in row {lines[id]}");
        var draft = reader.Read(stated, clock.UtcNow);
        return new SourceRow(line, id, draft, stated.Faults.Lines) { Standing = DraftReader.StandingOf(stated) };
    }
}
