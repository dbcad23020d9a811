using CommsBot.Content;
using CsCheck;

namespace CommsBot.Tests.Content;

public class SmsTextTests
{
    [Theory]
    [InlineData("", 0, 1)]
    [InlineData("Hello ñ é ¿ Ç", 13, 1)]
    [InlineData("{€}", 6, 1)]
    public void Characters_of_the_extension_count_twice(string text, int septets, int segments)
    {
        var measured = SmsText.Measure(text);

        Assert.Equal((septets, segments, 0), (measured.Septets, measured.Segments, measured.Foreign.Count));
    }

    [Theory]
    [InlineData(160, 1)]
    [InlineData(161, 2)]
    [InlineData(306, 2)]
    [InlineData(307, 3)]
    public void A_long_text_is_cut_every_153_characters(int length, int segments) =>
        Assert.Equal(segments, SmsText.Measure(new string('a', length)).Segments);

    [Fact]
    public void A_doubled_character_is_not_cut_in_half() =>
        Assert.Equal(3, SmsText.Measure(new string('a', 152) + "€" + new string('a', 152)).Segments);

    [Theory]
    [InlineData("á")]
    [InlineData("’")]
    [InlineData("😀")]
    [InlineData("`")]
    public void A_character_outside_the_alphabet_is_named(string character) =>
        Assert.Equal([character], SmsText.Measure($"a{character}b{character}").Foreign);

    [Fact]
    public void No_segment_holds_more_than_fits() =>
        Gen.Char["abc€{ñ"].Array[0, 400].Sample(letters =>
        {
            var measured = SmsText.Measure(new string(letters));
            Assert.InRange(measured.Septets, letters.Length, 2 * letters.Length);
            Assert.True(measured.Segments == 1 ? measured.Septets <= 160 : measured.Segments * 153 >= measured.Septets);
        });
}
