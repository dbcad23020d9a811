using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommsBot.Consent;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Staff;
using CommsBot.Tests.Staff;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

public sealed class HandoffApiTests(DeskService service) : IClassFixture<DeskService>
{
    [Fact]
    public async Task Claiming_silences_the_bot_and_tells_the_patient_once()
    {
        var ticket = await service.WebTicket();
        var before = (await service.ConversationOf(ticket)).Version;

        Assert.Equal(HttpStatusCode.OK, (await Claim(ticket)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Claim(ticket)).StatusCode);

        var conversation = await service.ConversationOf(ticket);
        Assert.Equal("Dana Reed", conversation.Owner);
        Assert.True(conversation.Version > before);
        Assert.Equal(["Hello", "Dana from our team has joined this chat."], (await service.Transcripts(conversation.Id)).Select(t => t.Text));
    }

    [Fact]
    public async Task A_ticket_has_the_shape_that_programs_rely_on()
    {
        var ticket = await service.WebTicket(HandoffKind.Booking);
        var read = await service.Read(DeskService.ReadKey, $"/api/handoffs/{ticket}");

        Assert.Equal("booking", read.GetProperty("kind").GetString());
        Assert.Equal("waiting", read.GetProperty("state").GetString());
        Assert.Equal("webchat", read.GetProperty("channel").GetString());
        Assert.Equal(JsonValueKind.Null, read.GetProperty("claimedBy").ValueKind);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?-0[56]:00$", read.GetProperty("waitingSince").GetString());
        var summary = read.GetProperty("summary").EnumerateArray().ToDictionary(field => field.GetProperty("name").GetString()!);
        Assert.Equal(("Hello", 1), (summary["Message"].GetProperty("value").GetString(), summary["Message"].GetProperty("message").GetInt32()));
        Assert.Equal(JsonValueKind.Null, summary["Phone"].GetProperty("value").ValueKind);
        Assert.Equal("Hello", read.GetProperty("transcript")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task The_list_filters_by_state_and_conversation()
    {
        var ticket = await service.WebTicket();
        var conversation = (await service.ConversationOf(ticket)).Id;
        await Claim(ticket);

        Assert.Equal([ticket], Ids(await service.Read(DeskService.ReadKey, $"/api/handoffs?state=claimed&conversationId={conversation}")));
        Assert.Empty(Ids(await service.Read(DeskService.ReadKey, $"/api/handoffs?state=waiting&conversationId={conversation}")));
    }

    [Fact]
    public async Task The_queue_stands_in_the_order_of_urgency()
    {
        var question = await service.WebTicket(HandoffKind.Question);
        var conversation = (await service.ConversationOf(question)).Id;
        var crisis = await service.WebTicket(HandoffKind.Crisis, conversation);
        var booking = await service.WebTicket(HandoffKind.Booking, conversation);

        Assert.Equal([crisis, booking, question], Ids(await service.Read(DeskService.ReadKey, $"/api/handoffs?conversationId={conversation}")));
    }

    [Fact]
    public async Task Writing_takes_an_unclaimed_ticket_and_stands_in_the_transcript_with_its_author()
    {
        var ticket = await service.WebTicket();

        var answer = await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/messages", new { text = " We can see you Tuesday. " });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("Dana Reed", (await service.Ticket(ticket)).ClaimedBy);
        var last = (await service.Transcripts((await service.ConversationOf(ticket)).Id))[^1];
        Assert.Equal((Speaker.Staff, "We can see you Tuesday.", "Dana Reed"), (last.From, last.Text, last.Author));
    }

    [Fact]
    public async Task Closing_gives_the_conversation_back_with_a_clean_memory_and_says_so()
    {
        var ticket = await service.WebTicket();
        await Claim(ticket);

        Assert.Equal(HttpStatusCode.OK, (await Close(ticket)).StatusCode);

        var conversation = await service.ConversationOf(ticket);
        Assert.True(conversation.BotOwns);
        Assert.Null(conversation.State);
        Assert.Equal("You are back with the automated assistant. Ask me anything, or ask for a person again at any time.", (await service.Transcripts(conversation.Id))[^1].Text);
        Assert.Equal(("Answered", "Dana Reed"), ((await service.Ticket(ticket)).Outcome, (await service.Ticket(ticket)).ClosedBy));
    }

    [Fact]
    public async Task A_crisis_is_closed_only_with_a_note_of_what_happened()
    {
        var ticket = await service.WebTicket(HandoffKind.Crisis);
        await AssertProblem(await Close(ticket), HttpStatusCode.BadRequest, "refused");
        Assert.Equal(HandoffState.Waiting, (await service.Ticket(ticket)).State);

        var closed = await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/close", new { outcome = "Reached", note = "Talked for ten minutes; her sister is with her." });
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
    }

    [Theory]
    [InlineData("Crisis", "Answered")]
    [InlineData("Emergency", "false alarm")]
    public async Task A_danger_is_closed_only_with_an_outcome_that_counts(string kind, string outcome)
    {
        var ticket = await service.WebTicket(Enum.Parse<HandoffKind>(kind));
        var refused = await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/close", new { outcome, note = "Talked for ten minutes." });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("A crisis or an emergency is closed with one of these outcomes: Reached, Welfare check asked, 911 called, Could not reach, False alarm.", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HandoffState.Waiting, (await service.Ticket(ticket)).State);
    }

    [Fact]
    public async Task Closing_one_of_two_claimed_tickets_keeps_the_conversation()
    {
        var first = await service.WebTicket();
        var conversation = (await service.ConversationOf(first)).Id;
        var second = await service.WebTicket(HandoffKind.Booking, conversation);
        await Claim(first);
        await Claim(second);

        await Close(first);
        Assert.Equal("Dana Reed", (await service.ConversationOf(second)).Owner);

        await Close(second);
        Assert.True((await service.ConversationOf(second)).BotOwns);
    }

    [Theory]
    [InlineData("claim")]
    [InlineData("messages")]
    [InlineData("notes")]
    [InlineData("close")]
    public async Task A_closed_ticket_takes_nothing_more(string act)
    {
        var ticket = await service.WebTicket();
        await Close(ticket);
        await AssertProblem(await Act(DeskService.StaffKey, ticket, act), HttpStatusCode.Conflict, "closed");
    }

    [Theory]
    [InlineData("claim")]
    [InlineData("messages")]
    [InlineData("notes")]
    [InlineData("close")]
    public async Task A_colleagues_ticket_takes_nothing_from_others(string act)
    {
        var ticket = await service.WebTicket();
        await Claim(ticket);
        await AssertProblem(await Act(DeskService.ColleagueKey, ticket, act), HttpStatusCode.Conflict, "claimed");
    }

    [Fact]
    public async Task Another_ticket_of_a_conversation_that_a_colleague_owns_cannot_be_claimed()
    {
        var first = await service.WebTicket();
        var second = await service.WebTicket(HandoffKind.Clinical, (await service.ConversationOf(first)).Id);
        await Claim(first);
        await AssertProblem(await Act(DeskService.ColleagueKey, second, "claim"), HttpStatusCode.Conflict, "claimed");
    }

    [Theory]
    [InlineData("claim")]
    [InlineData("messages")]
    [InlineData("notes")]
    [InlineData("close")]
    public async Task Another_clinics_ticket_does_not_exist(string act)
    {
        var ticket = await service.WebTicket();
        await AssertProblem(await Act(DeskService.ForeignKey, ticket, act), HttpStatusCode.NotFound, "not-found");
        await AssertProblem(await service.Client(DeskService.ForeignKey).GetAsync($"/api/handoffs/{ticket}"), HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task An_unknown_ticket_does_not_exist() =>
        await AssertProblem(await Act(DeskService.StaffKey, "handoff-unknown", "claim"), HttpStatusCode.NotFound, "not-found");

    [Theory]
    [InlineData(null)]
    [InlineData("not-a-key-of-this-service")]
    [InlineData(DeskService.ExpiredKey)]
    public async Task Nobody_enters_without_a_valid_key(string? key)
    {
        var answer = await service.Client(key).GetAsync("/api/handoffs");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        await AssertProblem(answer, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData(DeskService.AppointmentsKey, "GET", "/api/handoffs")]
    [InlineData(DeskService.WebChatKey, "GET", "/api/handoffs")]
    [InlineData(DeskService.WebChatKey, "POST", "/api/consents")]
    [InlineData(DeskService.ReadKey, "POST", "/api/handoffs/x/claim")]
    [InlineData(DeskService.ReadKey, "POST", "/api/handoffs/x/messages")]
    [InlineData(DeskService.ReadKey, "POST", "/api/handoffs/x/close")]
    [InlineData(DeskService.ReadKey, "POST", "/api/consents")]
    [InlineData(DeskService.StaffKey, "POST", "/api/consents/search")]
    [InlineData(DeskService.AppointmentsKey, "GET", "/api/questions")]
    [InlineData(DeskService.AppointmentsKey, "POST", "/api/conversations/search")]
    public async Task A_role_reaches_only_its_own_addresses(string key, string method, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("not even JSON", Encoding.UTF8, "application/json") : null };
        await AssertProblem(await service.Client(key).SendAsync(request), HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task An_empty_message_is_refused(string? text)
    {
        var ticket = await service.WebTicket();
        await AssertProblem(await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/messages", new { text }), HttpStatusCode.BadRequest, "refused");
        Assert.Null((await service.Ticket(ticket)).ClaimedBy);
    }

    [Fact]
    public async Task A_message_longer_than_its_channel_takes_is_refused_with_the_reason()
    {
        var web = await service.WebTicket();
        var phone = await service.SmsTicket(service.NewPhone());

        var tooLong = await service.Post(DeskService.StaffKey, $"/api/handoffs/{web}/messages", new { text = new string('a', 4001) });
        Assert.Contains("at most 4000", await tooLong.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        tooLong = await service.Post(DeskService.StaffKey, $"/api/handoffs/{phone}/messages", new { text = new string('a', 1601) });
        Assert.Contains("at most 1600", await tooLong.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_over_64_KB_is_refused()
    {
        var ticket = await service.WebTicket();
        await AssertProblem(await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/notes", new { text = new string('a', 70_000) }), HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"text\":7}")]
    public async Task Broken_JSON_is_refused_as_a_problem(string body)
    {
        var ticket = await service.WebTicket();
        var answer = await service.Client(DeskService.StaffKey).PostAsync($"/api/handoffs/{ticket}/messages", new StringContent(body, Encoding.UTF8, "application/json"));
        await AssertProblem(answer, HttpStatusCode.BadRequest, "unreadable");
    }

    [Theory]
    [InlineData("/api/handoffs?state=sleeping", "state")]
    [InlineData("/api/handoffs?state=1", "state")]
    [InlineData("/api/handoffs?cursor=%%%", "cursor")]
    public async Task A_query_that_means_nothing_is_refused(string path, string code) =>
        await AssertProblem(await service.Client(DeskService.ReadKey).GetAsync(path), HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_key_of_several_clinics_must_name_one()
    {
        await AssertProblem(await service.Client(DeskService.WideKey).GetAsync("/api/handoffs"), HttpStatusCode.BadRequest, "clinic-required");
        Assert.Equal(HttpStatusCode.OK, (await service.Client(DeskService.WideKey).GetAsync("/api/handoffs?clinic=mind-balance")).StatusCode);
        await AssertProblem(await service.Client(DeskService.WideKey).GetAsync("/api/handoffs?clinic=third"), HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_text_to_a_phone_leaves_as_a_staff_message()
    {
        var ticket = await service.SmsTicket(service.NewPhone());
        await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/messages", new { text = "Please call us." });

        await using var db = service.Store.Read();
        var conversation = await service.ConversationOf(ticket);
        var texts = await db.Outbound.Where(m => m.ConversationId == conversation.Id).OrderBy(m => m.UniqueKey).ToListAsync();
        Assert.Equal(
            [(MessageClass.Notice, "Mind Balance: Dana from our team has joined this chat. Reply STOP to stop texts, HELP for help."), (MessageClass.Staff, "Mind Balance: Please call us.")],
            texts.Select(t => (t.Class, t.Body)));
        Assert.Null(texts[1].NotAfter);
    }

    [Fact]
    public async Task A_number_that_opted_out_is_not_texted_and_the_writer_is_told()
    {
        var phone = service.NewPhone();
        var ticket = await service.SmsTicket(phone);
        await service.Store.Write(db =>
        {
            db.Consents.Add(new ConsentEntry
            {
                ClinicId = DeskService.Clinic, Phone = phone, PhoneHash = db.Cipher.LookUpHash(phone), Purpose = ConsentPurpose.All, Granted = false,
                Method = "sms-keyword", By = "patient", At = DateTimeOffset.UnixEpoch,
            });
            return Task.CompletedTask;
        });

        var answer = await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/messages", new { text = "Hello" });

        Assert.Contains("This number has opted out of texts. Nothing was sent; call the patient.", await answer.Content.ReadAsStringAsync());
        await AssertProblem(answer, HttpStatusCode.Conflict, "opted-out");
        Assert.Empty(await service.Transcripts((await service.ConversationOf(ticket)).Id));
    }

    [Fact]
    public async Task What_a_person_did_is_audited_under_that_persons_name()
    {
        var ticket = await service.WebTicket();
        await Claim(ticket);
        await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/notes", new { text = "Called, no answer." });
        await Close(ticket);

        await using var db = service.Store.Read();
        var audited = await db.Audit.Where(a => a.Subject == ticket).OrderBy(a => a.Id).ToListAsync();
        Assert.Equal([("Dana Reed", "handoff.claim"), ("Dana Reed", "handoff.note"), ("Dana Reed", "handoff.close")], audited.Select(a => (a.Actor, a.Action)));
        Assert.Equal("Called, no answer.", (await service.Read(DeskService.ReadKey, $"/api/handoffs/{ticket}")).GetProperty("notes")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_cursor_continues_where_the_page_ended()
    {
        var first = await service.WebTicket();
        var conversation = (await service.ConversationOf(first)).Id;
        var second = await service.WebTicket(HandoffKind.Clinical, conversation);
        var queue = service.Get<HandoffQueue>();
        var page = await queue.ListAsync(new QueueQuery([DeskService.Clinic], ConversationId: conversation, Take: 1));
        Assert.Equal([second], page.Items.Select(t => t.Id));

        var rest = await service.Read(DeskService.ReadKey, $"/api/handoffs?conversationId={conversation}&cursor={page.Next}");
        Assert.Equal([first], Ids(rest));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("GET", "/api/nothing-here", HttpStatusCode.NotFound, "not-found")]
    [InlineData("DELETE", "/api/handoffs", HttpStatusCode.MethodNotAllowed, "method")]
    public async Task An_address_that_does_not_exist_answers_with_a_problem_too(string method, string path, HttpStatusCode status, string code) =>
        await AssertProblem(await service.Client(DeskService.StaffKey).SendAsync(new HttpRequestMessage(new HttpMethod(method), path)), status, code);

    private Task<HttpResponseMessage> Claim(string ticket) => Act(DeskService.StaffKey, ticket, "claim");

    private Task<HttpResponseMessage> Close(string ticket) => Act(DeskService.StaffKey, ticket, "close");

    private Task<HttpResponseMessage> Act(string key, string ticket, string act) =>
        service.Post(key, $"/api/handoffs/{ticket}/{act}", new { text = "Hello", outcome = "Answered" });

    private static string[] Ids(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    internal static async Task AssertProblem(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
    }
}
