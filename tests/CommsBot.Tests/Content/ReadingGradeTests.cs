using CommsBot.Content;
using CommsBot.Content.Checks;

namespace CommsBot.Tests.Content;

public class ReadingGradeTests
{
    [Theory]
    [InlineData("cat", 1)]
    [InlineData("people", 2)]
    [InlineData("careful", 2)]
    [InlineData("table", 2)]
    [InlineData("watched", 1)]
    [InlineData("wanted", 2)]
    [InlineData("nurses", 2)]
    [InlineData("hospital", 3)]
    [InlineData("period", 3)]
    [InlineData("condition", 3)]
    [InlineData("medicine", 3)]
    [InlineData("911", 1)]
    public void English_syllables_are_counted_as_spoken(string word, int syllables) => Assert.Equal(syllables, SyllableCount.English(word));

    [Theory]
    [InlineData("casa", 2)]
    [InlineData("médico", 3)]
    [InlineData("día", 2)]
    [InlineData("quiero", 2)]
    [InlineData("clínica", 3)]
    [InlineData("infusión", 3)]
    [InlineData("leer", 2)]
    public void Spanish_syllables_are_counted_as_spoken(string word, int syllables) => Assert.Equal(syllables, SyllableCount.Spanish(word));

    [Fact]
    public void Plain_words_are_far_below_the_limit_and_long_ones_far_above()
    {
        var plain = ReadingGrade.Measure("You can call us. A nurse will help you. We are here from eight to five.", Language.English);
        var hard = ReadingGrade.Measure("Patients experiencing considerable physiological deterioration necessitate immediate multidisciplinary evaluation.", Language.English);

        Assert.InRange(plain.Grade, -2, 2);
        Assert.InRange(hard.Grade, 15, 60);
    }

    [Fact]
    public void A_word_every_patient_here_knows_counts_as_short() =>
        Assert.Equal(
            ReadingGrade.Measure("The drug is in the drip.", Language.English).Grade,
            ReadingGrade.Measure("The ketamine is in the infusion.", Language.English).Grade);

    [Fact]
    public void Hard_spanish_is_above_the_limit() =>
        Assert.True(ReadingGrade.Measure("La administración intravenosa requiere monitorización permanente.", Language.Spanish).Grade > ReadingGradeRule.Highest);
}
