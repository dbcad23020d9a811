using CommsBot.Staff.Figures;

namespace CommsBot.Tests.Staff;

/// <summary>What people typed must not run in the spreadsheet that opens the file.</summary>
public sealed class CsvLineTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1 281", "'+1 281")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tcmd", "'\tcmd")]
    [InlineData("Ana \"A\"", "Ana \"\"A\"\"")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void A_cell_that_begins_like_a_formula_is_text(string cell, string written) => Assert.Equal($"\"x\",\"{written}\"\r\n", CsvLine.Of("x", cell));
}
