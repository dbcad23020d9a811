using CommsBot.Consent;
using CommsBot.Tests.Safety;

namespace CommsBot.Tests.Consent;

public sealed class ConsentWordsTests
{
    private static readonly ConsentWords Words = ConsentWords.Load(Dialogs.Folder, []);

    [Theory]
    [InlineData("STOP", "STOP")]
    [InlineData(" stop. ", "STOP")]
    [InlineData("Opt-Out", "OPTOUT")]
    [InlineData("stop all", "STOPALL")]
    [InlineData("Alto!", "ALTO")]
    public void A_bare_keyword_keeps_its_word(string text, string keyword) => Assert.Equal(keyword, Words.Look(text, isSms: true)!.Keyword);

    [Theory]
    [InlineData("STOP PLEASE")]
    [InlineData("please stop")]
    public void More_words_make_it_free_text(string text)
    {
        var word = Words.Look(text, isSms: true)!;
        Assert.Equal((ConsentMeaning.OptOutCertain, false), (word.Meaning, word.IsBare));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("help")]
    [InlineData("cancel")]
    public void Bare_keywords_are_ordinary_words_on_the_web(string text) => Assert.Null(Words.Look(text, isSms: false));

    [Theory]
    [InlineData("stop eating when?")]
    [InlineData("do I stop my water pill too")]
    [InlineData("can I stop by")]
    [InlineData("does it stop the pain")]
    [InlineData("STOP 12345?")]
    [InlineData("get me a nurse")]
    public void Other_uses_of_stop_are_no_opt_out(string text) => Assert.Null(Words.Look(text, isSms: true));

    [Theory]
    [InlineData("🛑")]
    [InlineData("stpo")]
    [InlineData("cease")]
    [InlineData("for the 4th time TAKE ME OFF YOUR LIST")]
    [InlineData("cómo le hago para que no me lleguen estos mensajes")]
    public void Signs_slips_and_anger_end_texting(string text) => Assert.Equal(ConsentMeaning.OptOutCertain, Words.Look(text, isSms: true)?.Meaning);
}
