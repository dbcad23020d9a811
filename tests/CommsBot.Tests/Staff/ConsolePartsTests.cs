using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Staff;
using CommsBot.Staff.Queue;
using CommsBot.Staff.Room;
using CommsBot.Staff.Talk;
using CommsBot.Staff.Visits;
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
    public async Task What_was_typed_into_the_form_of_a_visit_is_there_after_the_lock_but_not_that_the_patient_agreed()
    {
        var tab = new BrowserTab();
        (string Name, string Typed)[] typed =
        [
            ("visit-first", "Odile"), ("visit-last", "Marchand"), ("visit-phone", "(713) 555-0177"), ("visit-born", "1981-05-06"), ("visit-language", "es"), ("visit-zone", "America/Denver"),
            ("visit-day", "2027-03-24"), ("visit-time", "09:45:00"), ("visit-minutes", "205"),
        ];
        await using (var page = await ConsoleScreen.OpenAsync<NewVisitPage>(service.App.Services, Dana, tab))
        {
            foreach (var (name, value) in typed) await page.SetAsync(name, value);
            await page.SetAsync("visit-consent", "Yes, text me about my visits.");
        }

        await using (var page = await ConsoleScreen.OpenAsync<NewVisitPage>(service.App.Services, Dana, tab))
        {
            var html = await page.HtmlAsync();
            foreach (var (_, value) in typed.Where(one => one.Name is not ("visit-language" or "visit-zone"))) Assert.Contains($"\"{value}", html);
            Assert.Matches(@"<option value=""es"" selected|<option selected value=""es""", html);
            Assert.DoesNotContain("Yes, text me about my visits.", html);
            await page.SubmitAsync("visit-form");
            Assert.Equal(1, await page.CountAsync("visit-saved"));
        }

        await using (var db = service.Store.Read()) Assert.Equal("America/Denver", db.Patients.Single(p => p.PhoneHash == db.Cipher.LookUpHash("+17135550177")).TimeZone);
        await using var after = await ConsoleScreen.OpenAsync<NewVisitPage>(service.App.Services, Dana, tab);
        Assert.DoesNotContain("Odile", await after.HtmlAsync());
    }

    [Fact]
    public async Task A_badly_rated_answer_shows_the_masked_questions_it_was_given_to_and_a_draft_holds_none_of_their_sentences()
    {
        foreach (var words in (string[])["What is CRPS?", "what is CRPS", "My name is Zelda Quark. What is CRPS?"])
        {
            var chat = await service.Web();
            await chat.Say(words);
            await chat.Tap("That did not help");
        }

        await using var page = await ConsoleScreen.OpenAsync<QuestionsPage>(service.App.Services, Dana);
        var html = await page.HtmlAsync();
        var bad = html[html.IndexOf("Answers that did not help", StringComparison.Ordinal)..];
        Assert.Matches(@"href=""/staff/content/en/what-is-crps""", bad);
        Assert.Equal(2, await page.CountAsync("rated-question"));
        Assert.Matches(@"(?s)What is CRPS\?</strong>.*?2 times", bad);
        Assert.Contains("My name is [name]", bad);
        Assert.DoesNotContain("Zelda", html);

        var draft = System.Text.RegularExpressions.Regex.Match(bad, @"/staff/questions/([^/""]+)/draft").Groups[1].Value;
        var file = await service.Get<QuestionList>().DraftAsync(Dana, draft, default);
        Assert.Contains("what-is-crps", file);
        Assert.DoesNotContain("What is CRPS", file, StringComparison.OrdinalIgnoreCase);
        Assert.Null(await service.Get<QuestionList>().DraftAsync(new DeskPerson("Kim Cole", [The.OtherClinic]), draft, default));
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
