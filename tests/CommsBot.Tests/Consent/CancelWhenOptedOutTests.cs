using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Consent;

/// <summary>Rule 12 of clinic-day: CANCEL, END and QUIT may mean the visit, also from a number that left texting long ago.</summary>
public sealed class CancelWhenOptedOutTests : IClassFixture<TestService>
{
    private const string Asks = "Left texting: cancel the visit, or only the texts?";
    private readonly TestService service;
    private readonly VisitDesk desk;

    public CancelWhenOptedOutTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
        desk = new VisitDesk(service);
    }

    [Theory]
    [InlineData("CANCEL")]
    [InlineData("end")]
    [InlineData("Quit ")]
    public async Task A_word_that_may_mean_the_visit_is_asked_about_though_the_number_left_texting_before(string word)
    {
        var id = $"opted-out-{word.Trim()}";
        var patient = service.Phone(await desk.BookAsync(id, new { state = "cleared", setBy = "Dana Example RN" }));
        await patient.Say("STOP");
        await service.Staff.Close(await desk.OpenCallAsync(id), "Reached");
        service.Later(TimeSpan.FromMinutes(1));
        Assert.Empty(await patient.Say(word));
        var call = await desk.TicketAsync(await desk.OpenCallAsync(id));
        Assert.Contains(Asks, call.Summary);
    }

    [Fact]
    public async Task A_second_STOP_says_nothing_about_the_visit()
    {
        var patient = service.Phone(await desk.BookAsync("stop-twice", new { state = "cleared", setBy = "Dana Example RN" }));
        await patient.Say("STOP");
        await service.Staff.Close(await desk.OpenCallAsync("stop-twice"), "Reached");
        service.Later(TimeSpan.FromMinutes(1));
        await patient.Say("STOP");
        Assert.DoesNotContain((await desk.ReadAsync("stop-twice"))["tasks"]!.AsArray(), task => (string?)task!["state"] != "closed");
    }
}
