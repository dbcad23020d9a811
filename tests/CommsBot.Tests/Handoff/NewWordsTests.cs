using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Staff.Queue;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Handoff;

/// <summary>What the patient writes to a person who has the talk rings for that person, on whichever page, until they look.</summary>
public sealed class NewWordsTests(TestService service) : IClassFixture<TestService>
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };
    private static readonly DeskPerson Lee = new("Lee Park", [The.Clinic]) { Role = "clinician" };

    [Fact]
    public async Task An_answer_to_its_owner_rings_for_the_owner_and_is_marked_until_the_owner_looks()
    {
        service.At(The.OpenHour);
        var (patient, ticket) = await ClaimedAsync();
        var (mine, colleagues) = (Bell(), Bell());
        await mine.LookAsync(Dana, default);
        await colleagues.LookAsync(Lee, default);
        Assert.False((await RowAsync(ticket)).NewWords);

        service.Later(TimeSpan.FromMinutes(1));
        await patient.Say("My number is (713) 555-0188, what do you need?");
        await service.Settled();
        Assert.Equal("New words", (await mine.LookAsync(Dana, default)).Rings);
        Assert.Null((await mine.LookAsync(Dana, default)).Rings);
        Assert.Null((await colleagues.LookAsync(Lee, default)).Rings);
        Assert.Contains("New words", await ConsolePages.ShowAsync<CommsBot.Staff.Queue.QueuePage>(service.App.Services, Dana));

        await ConsolePages.ShowAsync<TicketPage>(service.App.Services, Lee, ticket);
        Assert.True((await RowAsync(ticket)).NewWords);
        await ConsolePages.ShowAsync<TicketPage>(service.App.Services, Dana, ticket);
        Assert.False((await RowAsync(ticket)).NewWords);
        Assert.Null((await mine.LookAsync(Dana, default)).Rings);

        service.Later(TimeSpan.FromSeconds(20));
        await patient.Say("And when can you call me?");
        await service.Settled();
        Assert.Equal("New words", (await mine.LookAsync(Dana, default)).Rings);
    }

    [Fact]
    public async Task A_talk_is_not_closed_over_words_that_whoever_closes_it_has_not_seen()
    {
        service.At(The.OpenHour);
        var (patient, ticket) = await ClaimedAsync();
        await service.Staff.Post($"/api/handoffs/{ticket}/messages", new { text = "We open at eight." });
        var seen = (long)(await service.Staff.Activities(patient.ConversationId))[^1]["id"]!;
        service.Later(TimeSpan.FromMinutes(1));
        await patient.Say("And may I drink water before?");
        await service.Settled();

        Assert.Equal(HttpStatusCode.BadRequest, (await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{ticket}/close", new { outcome = "Answered", seen })).StatusCode);
        Assert.Equal("claimed", (string)(await service.Reader.Get($"/api/handoffs/{ticket}"))["state"]!);
        seen = (long)(await service.Staff.Activities(patient.ConversationId))[^1]["id"]!;
        await service.Staff.Post($"/api/handoffs/{ticket}/messages", new { text = "Yes." });
        await patient.Say("thanks");
        await service.Settled();
        await service.Staff.Post($"/api/handoffs/{ticket}/close", new { outcome = "Answered", seen });
    }

    [Fact]
    public async Task A_thank_you_rings_for_nobody_and_a_word_of_the_owner_ends_the_mark()
    {
        service.At(The.OpenHour);
        var (patient, ticket) = await ClaimedAsync();
        await service.Staff.Post($"/api/handoffs/{ticket}/messages", new { text = "We open at eight." });
        var bell = Bell();
        await bell.LookAsync(Dana, default);
        service.Later(TimeSpan.FromMinutes(1));
        await patient.Say("thanks");
        await service.Settled();
        Assert.Equal((null, false), ((await bell.LookAsync(Dana, default)).Rings, (await RowAsync(ticket)).NewWords));

        service.Later(TimeSpan.FromMinutes(1));
        await patient.Say("One more thing, where do I park my car?");
        await service.Settled();
        Assert.True((await RowAsync(ticket)).NewWords);
        await service.Staff.Post($"/api/handoffs/{ticket}/messages", new { text = "Behind the house." });
        Assert.False((await RowAsync(ticket)).NewWords);
    }

    private async Task<(WebPatient Patient, string Ticket)> ClaimedAsync()
    {
        var patient = await service.Web();
        await patient.Say("I want to talk to a person");
        JsonNode ticket = await service.Staff.Ticket(patient.ConversationId);
        await service.Staff.Claim(ticket);
        return (patient, (string)ticket["id"]!);
    }

    private QueueBell Bell() => new(service.Get<QueueReader>(), service.Store);

    private async Task<QueueRow> RowAsync(string ticket) =>
        (await service.Get<QueueReader>().QueueAsync(Dana, default)).Bands.SelectMany(band => band.Rows).Single(row => row.Id == ticket);
}
