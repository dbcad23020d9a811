using System.Text;
using CsvHelper;

namespace CommsBot.Appointments;

/// <summary>A table as it came: comma, semicolon or tab, UTF-8 with or without mark, or the old Windows code page.</summary>
/// <param name="Rows">With the line a spreadsheet shows for each; blank lines are left out.</param>
internal sealed record AppointmentTable(TableColumns Columns, IReadOnlyList<(int Line, string[] Cells)> Rows)
{
    public const int MostRows = 5000;
    private const int LongestRow = 64 * 1024;

    /// <summary>The table, or why it cannot be read.</summary>
    /// <param name="saved">The clinic's own names of columns, by what they hold.</param>
    public static (AppointmentTable? Table, string? Fault) Read(byte[] bytes, IReadOnlyDictionary<string, string> saved)
    {
        var text = Text(bytes);
        if (string.IsNullOrWhiteSpace(text)) return (null, "The table is empty.");
        if (text.Contains('\0')) return (null, "This is not a CSV table; save the spreadsheet as CSV (UTF-8).");
        try
        {
            return Cells(text, saved);
        }
        catch (CsvFormatException)
        {
            return (null, "The table is broken: a quotation mark is not closed, or a row is far too long.");
        }
    }

    private static (AppointmentTable? Table, string? Fault) Cells(string text, IReadOnlyDictionary<string, string> saved)
    {
        var options = new CsvReaderOptions { HasHeader = false, TrackLineNumbers = true, IncludeValuesInExceptions = false, SkipEmptyLines = true, MaxRecordSize = LongestRow };
        using var csv = CsvReader.FromText(text, options);
        if (!csv.Read()) return (null, "The table is empty.");
        var columns = new TableColumns(Row(csv), saved);
        var missing = columns.MissingColumns().ToList();
        if (missing.Count > 0) return (null, $"The header has no column for: {string.Join(", ", missing)}.");
        var rows = new List<(int, string[])>();
        while (csv.Read())
        {
            var cells = Row(csv);
            if (cells.All(string.IsNullOrWhiteSpace)) continue;
            if (rows.Count == MostRows) return (null, $"The table has more than {MostRows} rows.");
            rows.Add(((int)csv.LineNumber, cells));
        }

        return (new AppointmentTable(columns, rows), null);
    }

    private static string[] Row(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static string Text(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        }
    }
}
