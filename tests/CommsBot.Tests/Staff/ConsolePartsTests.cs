using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Staff;
using CommsBot.Staff.Queue;
using CommsBot.Staff.Room;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

/// <summary>Small things staff do on a page and find again.</summary>
public sealed class ConsolePartsTests(TestService service) : IClassFixture<TestService>, IAsyncLifetime
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };

    public async Task InitializeAsync()
    {
        service.At(The.OpenHour);
        await service.Store.Write(async db =>
        {
            foreach (var (name, spanish) in ((string, bool)[])[(Dana.Name, false), ("Abe Low", false), ("Rosa Luz", true)])
            {
                if (await StaffPeople.FindAsync(db, name) is not null) continue;
                var person = StaffPeople.New(name, [The.Clinic], "clinician");
                person.Spanish = spanish;
                db.Users.Add(person);
            }
        });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_question_that_was_seen_to_leaves_the_list_and_comes_back_when_it_is_asked_again()
    {
        await (await service.Web()).Say("Do you sell garden gnomes in the lobby?");
        await using var page = await ConsoleScreen.OpenAsync<QuestionsPage>(service.App.Services, Dana);
        Assert.Contains("gnomes", await page.HtmlAsync());
        while (await page.CountAsync("question-done") > 0) await page.ClickAsync("question-done");
        Assert.DoesNotContain("gnomes", await page.HtmlAsync());
        Assert.DoesNotContain(await service.Reader.Questions(), IsIt);
        var closed = (await service.Reader.Get("/api/questions?state=closed"))["items"]!.AsArray();
        Assert.Contains(closed, IsIt!);

        await (await service.Web()).Say("Do you sell garden gnomes in the lobby?");
        var again = Assert.Single(await service.Reader.Questions(), IsIt);
        await service.Staff.Post($"/api/questions/{again["id"]}/close");
        Assert.DoesNotContain(await service.Reader.Questions(), IsIt);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await service.Staff.Send(HttpMethod.Post, "/api/questions/q-unknown/close")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await service.Reader.Send(HttpMethod.Post, $"/api/questions/{again["id"]}/close")).StatusCode);

        static bool IsIt(System.Text.Json.Nodes.JsonNode? question) => ((string)question!["text"]!).Contains("gnomes", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_into_note_closing_note_and_booking_is_there_after_the_lock()
    {
        var tab = new BrowserTab();
        var chat = await service.Web();
        await chat.Say("I want to talk to a person");
        var ticket = (string)(await service.Staff.Ticket(chat.ConversationId))["id"]!;
        await service.Store.Write(async db => (await TicketBook.OpenAsync(db, new NewTicket(The.Clinic, HandoffKind.Booking, [new SummaryField("Name", "Ana")], Language.English, Patient: "Ana", UniqueKey: "draft-booking"), DateTimeOffset.UnixEpoch)).Id);
        string booking;
        await using (var db = service.Store.Read()) booking = db.Handoffs.Single(h => h.UniqueKey == "draft-booking").Id;

        await using (var page = await OpenAsync(ticket, tab))
        {
            await page.SetAsync("note", "She will call back at four");
            await page.SetAsync("close-note", "We agreed on Tuesday");
        }

        await using (var page = await OpenAsync(booking, tab))
        {
            await page.SetAsync("book-name", "Ana Gomez");
            await page.SetAsync("book-phone", "(713) 555-0166");
            await page.SetAsync("book-at", "2027-03-24T09:00:00");
        }

        await using (var page = await OpenAsync(ticket, tab))
        {
            var html = await page.HtmlAsync();
            Assert.Contains("She will call back at four", html);
            Assert.Contains("We agreed on Tuesday", html);
            await page.ClickAsync("add-note");
        }

        await using (var page = await OpenAsync(booking, tab))
        {
            var html = await page.HtmlAsync();
            Assert.Contains("\"Ana Gomez\"", html);
            Assert.Contains("\"(713) 555-0166\"", html);
            Assert.Contains("2027-03-24T09:00", html);
        }

        // What was said is no draft any more: it stands among the notes once.
        await using var after = await OpenAsync(ticket, tab);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(await after.HtmlAsync(), "She will call back at four"));
        await using var elsewhere = await OpenAsync(ticket, new BrowserTab());
        Assert.DoesNotContain("We agreed on Tuesday", await elsewhere.HtmlAsync());
    }

    [Fact]
    public async Task A_talk_that_went_on_in_Spanish_is_Spanish_in_the_queue_on_the_page_and_in_the_saved_replies_and_goes_to_who_speaks_it()
    {
        var chat = await service.Web();
        await chat.Say("I want to talk to a person");
        var ticket = (string)(await service.Staff.Ticket(chat.ConversationId))["id"]!;
        await chat.Say("Quiero hablar con una persona, por favor");

        var rows = (await service.Get<QueueReader>().QueueAsync(Dana, default)).Bands.SelectMany(band => band.Rows);
        Assert.True(rows.Single(row => row.Id == ticket).Spanish);
        await using var page = await OpenAsync(ticket, new BrowserTab());
        var html = await page.HtmlAsync();
        Assert.Matches(@"class=""tag language"">Spanish", html);
        var sheet = (await service.Get<TicketReader>().ReadAsync(Dana, ticket, 10, default))!;
        Assert.All(SavedReplies.For(service.Get<ContentLibrary>().Wording, sheet), reply => Assert.Matches("Hola|Gracias|cita|enfermera", reply.Text));
        Assert.True(html.IndexOf(">Rosa Luz (Spanish)</option>", StringComparison.Ordinal) is var rosa and > 0 && rosa < html.IndexOf(">Abe Low</option>", StringComparison.Ordinal));
    }

    private Task<ConsoleScreen> OpenAsync(string ticket, BrowserTab tab) => ConsoleScreen.OpenAsync<TicketPage>(service.App.Services, Dana, tab, ("Id", ticket));
}
