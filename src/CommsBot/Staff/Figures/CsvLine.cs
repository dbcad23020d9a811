using System.Text;

namespace CommsBot.Staff.Figures;

/// <summary>One line of a file for a spreadsheet, which would run what begins with =, +, -, @ or a tab.</summary>
internal static class CsvLine
{
    public static string Of(params IEnumerable<string> cells) => new StringBuilder().AppendJoin(',', cells.Select(Cell)).Append("\r\n").ToString();

    private static string Cell(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0]) ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
