using CommsBot.Safety;

namespace CommsBot.Tests.Safety;

/// <summary>What a booking is answered with must never be taken for an emergency.</summary>
public sealed class BookingWordsAreNoDangerTests
{
    private static readonly SafetyScreen Screen = SafetyScreen.Load(Dialogs.Folder, []);

    [Theory]
    [InlineData("281-555-0123")]
    [InlineData("(713) 555-0160")]
    [InlineData("+1 832 555 0199")]
    [InlineData("1")]
    public void Numbers_alone_are_no_alarm(string text) => Assert.Null(Screen.Look(text));

    [Fact]
    public void A_request_read_as_one_text_is_no_alarm() =>
        Assert.Null(Screen.LookJoined(["What is CRPS?", "I would like an appointment", "Ann Lee", "281-555-0123"]));
}
