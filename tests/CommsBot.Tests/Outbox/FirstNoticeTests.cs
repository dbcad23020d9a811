using CommsBot.Content;
using CommsBot.Outbox;
using CommsBot.Tests.Clinics;

namespace CommsBot.Tests.Outbox;

/// <summary>The first text about a visit that a number gets says how to stop texts, whichever it turns out to be.</summary>
public class FirstNoticeTests
{
    private const string Notice = "Reply STOP to stop texts, HELP for help.";
    private const string Closed = "Mind Balance: Our office is closed Tue, Mar 16.";

    [Fact]
    public async Task The_first_one_says_it_and_the_next_ones_do_not()
    {
        await using var house = await HouseAsync();
        await TellAsync(house, Closed, "a");
        await house.RunAsync();
        await TellAsync(house, "Mind Balance: again", "b");
        await house.RunAsync();
        house.Pass(TimeSpan.FromDays(31));
        await TellAsync(house, "Mind Balance: a month later", "c");
        await house.RunAsync();

        Assert.Equal([$"{Closed} {Notice}", "Mind Balance: again", $"Mind Balance: a month later {Notice}"], house.StandIn.Texts.Select(text => text.Body));
    }

    [Fact]
    public async Task Of_two_that_leave_together_one_says_it()
    {
        await using var house = await HouseAsync();
        await TellAsync(house, "Mind Balance: one", "a");
        await TellAsync(house, "Mind Balance: two", "b");
        await house.RunAsync();

        Assert.Equal(1, house.StandIn.Texts.Count(text => text.Body.EndsWith(Notice, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_it_does_not_fit_it_is_a_text_of_its_own()
    {
        await using var house = await HouseAsync();
        var full = "Mind Balance: " + string.Concat(Enumerable.Repeat("many words ", 25));
        await TellAsync(house, full, "a");
        await house.RunAsync();
        await house.RunAsync();

        Assert.Equal([$"Mind Balance: {Notice}", full], house.StandIn.Texts.Select(text => text.Body).Order(StringComparer.Ordinal));
    }

    private static async Task<TextHouse> HouseAsync()
    {
        var house = await TextHouse.OpenAsync();
        house.Words = [new WordingEntry(PatientTexts.NoticeKey, Language.English, Notice, null, "handoff/en.yaml", [])];
        house.Restart();
        return house;
    }

    private static Task TellAsync(TextHouse house, string body, string visit) =>
        house.AddAsync(MessageClass.Notice, body, with: text => text with { AppointmentId = visit, Step = "closed" });
}
