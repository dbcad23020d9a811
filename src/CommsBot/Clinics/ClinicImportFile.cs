namespace CommsBot.Clinics;

/// <summary>
/// Reads <c>import: columns:</c> of a clinic's file: which column of its practice system's report holds what, where the usual names do not tell.
/// </summary>
internal static class ClinicImportFile
{
    /// <summary>What a column may hold.</summary>
    public static readonly IReadOnlyList<string> Fields =
    [
        "id", "patient.id", "patient.firstName", "patient.lastName", "name", "patient.phone", "patient.birthDate", "patient.language", "patient.timeZone",
        "start", "date", "time", "end", "durationMinutes", "protocol", "status", "consent", "consent.at", "consent.text", "healthScreen", "healthScreen.setBy",
    ];

    /// <summary>The header of the column by what it holds; empty when the clinic's file names none.</summary>
    public static Dictionary<string, string> Columns(YamlItem item)
    {
        var columns = new Dictionary<string, string>();
        if (item.Map("import") is not { } import) return columns;
        if (import.Map("columns") is { } given)
        {
            foreach (var field in Fields)
                if (given.Text(field) is { Length: > 0 } header) columns[field] = header;
            foreach (var twice in columns.GroupBy(column => column.Value, StringComparer.OrdinalIgnoreCase).Where(column => column.Count() > 1))
                given.Fault(twice.Last().Key, $"names the column '{twice.Key}' a second time");
            given.RefuseUnknown();
        }

        import.RefuseUnknown();
        return columns;
    }
}
