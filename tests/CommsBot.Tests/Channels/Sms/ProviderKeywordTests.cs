using CommsBot.Channels.Sms;

namespace CommsBot.Tests.Channels.Sms;

public class ProviderKeywordTests
{
    [Theory]
    [InlineData("STOP", "Stop")]
    [InlineData(" stop ", "Stop")]
    [InlineData("Cancel", "Stop")]
    [InlineData("OPTOUT", "Stop")]
    [InlineData("yes", "Start")]
    [InlineData("UNSTOP", "Start")]
    [InlineData("Info", "Help")]
    public void A_bare_keyword_is_recognised(string body, string keyword) => Assert.Equal(keyword, ProviderKeywords.Of(body).ToString());

    [Theory]
    [InlineData("stop please")]
    [InlineData("I want it all to end")]
    [InlineData("make it stop")]
    [InlineData("yes please")]
    [InlineData("help me")]
    [InlineData("S T O P")]
    [InlineData("")]
    public void Anything_longer_is_ordinary_text(string body) => Assert.Equal("None", ProviderKeywords.Of(body).ToString());

    [Theory]
    [InlineData("alto", "STOP", "Stop")]
    [InlineData("STOP", "HELP", "Help")]
    public void What_the_provider_made_of_it_decides(string body, string optOutType, string keyword) =>
        Assert.Equal(keyword, ProviderKeywords.Of(body, optOutType).ToString());
}
