using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Storage;
using static CommsBot.Tests.Handoff.HandoffApiTests;

namespace CommsBot.Tests.Staff;

/// <summary>Conversations, consents and questions as programs read and write them.</summary>
public sealed class RecordsApiTests(DeskService service) : IClassFixture<DeskService>
{
    private static readonly string[] Leaving = ["planned", "sending", "sent", "delivered"];

    [Fact]
    public async Task A_consent_is_recorded_with_its_words_and_found_by_the_number()
    {
        var phone = service.NewPhone();
        var first = await Record(phone, granted: true);
        var again = await Record(phone, granted: true);
        var withdrawn = await Record(phone, granted: false);

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created], [first.StatusCode, again.StatusCode, withdrawn.StatusCode]);
        var found = (await (await service.Post(DeskService.AppointmentsKey, "/api/consents/search", new { phone })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items");
        Assert.Equal(2, found.GetArrayLength());
        Assert.False(found[0].GetProperty("granted").GetBoolean());
        Assert.Equal(("preparation", "I agree to texts.", "form", "key:booking"), (found[1].GetProperty("purpose").GetString(), found[1].GetProperty("text").GetString(),
            found[1].GetProperty("method").GetString(), found[1].GetProperty("by").GetString()));
    }

    [Theory]
    [InlineData("+44 20 7946 0958", "preparation", true, "Yes", "form", "phone")]
    [InlineData("+12815550199", "marketing", true, "Yes", "form", "purpose")]
    [InlineData("+12815550199", "preparation", null, "Yes", "form", "granted")]
    [InlineData("+12815550199", "preparation", true, "", "form", "text")]
    [InlineData("+12815550199", "preparation", true, "Yes", null, "method")]
    public async Task A_consent_without_proof_is_refused(string phone, string purpose, bool? granted, string text, string? method, string code) =>
        await AssertProblem(await service.Post(DeskService.AppointmentsKey, "/api/consents", new { phone, purpose, granted, text, method }), HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_conversation_is_found_by_its_number_and_read_in_order()
    {
        var phone = service.NewPhone();
        var ticket = await service.SmsTicket(phone);
        var id = (await service.ConversationOf(ticket)).Id;
        await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/messages", new { text = "Please call us." });

        var found = (await (await service.Post(DeskService.ReadKey, "/api/conversations/search", new { phone })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items");
        Assert.Equal((id, "sms", "Dana Reed"), (found[0].GetProperty("id").GetString(), found[0].GetProperty("channel").GetString(), found[0].GetProperty("owner").GetString()));

        var activities = (await service.Read(DeskService.ReadKey, $"/api/conversations/{id}/activities")).GetProperty("items");
        Assert.Equal(["bot", "staff"], activities.EnumerateArray().Select(a => a.GetProperty("from").GetString()!));
        Assert.Equal(("Please call us.", "Dana Reed"), (activities[1].GetProperty("text").GetString(), activities[1].GetProperty("author").GetString()));
        // The outbox is at work meanwhile: which of these it is depends on how far it came.
        Assert.Contains(activities[1].GetProperty("delivery").GetString(), Leaving);
        Assert.Equal("handoff", activities[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_number_nobody_wrote_from_is_an_empty_list_and_a_wrong_one_is_refused()
    {
        var found = await (await service.Post(DeskService.ReadKey, "/api/conversations/search", new { phone = service.NewPhone() })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(0, found.GetProperty("items").GetArrayLength());
        await AssertProblem(await service.Post(DeskService.ReadKey, "/api/conversations/search", new { phone = "12" }), HttpStatusCode.BadRequest, "phone");
    }

    [Fact]
    public async Task Another_clinics_transcript_does_not_exist()
    {
        var id = (await service.ConversationOf(await service.WebTicket())).Id;
        await AssertProblem(await service.Client(DeskService.ForeignKey).GetAsync($"/api/conversations/{id}/activities"), HttpStatusCode.NotFound, "not-found");
        await AssertProblem(await service.Client(DeskService.ReadKey).GetAsync("/api/conversations/web-unknown/activities"), HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Open_questions_and_answers_that_did_not_help_are_listed_and_closed_ones_are_not()
    {
        var id = await service.Store.Write(db =>
        {
            var open = Question(isOpen: true);
            db.Questions.AddRange(open, Question(isOpen: false));
            db.Feedback.AddRange(Said(helped: false), Said(helped: false), Said(helped: true));
            return Task.FromResult(open.Id);
        });
        var items = (await service.Read(DeskService.ReadKey, "/api/questions?state=open")).GetProperty("items");
        Assert.Equal([(id, "unanswered"), ("en/what-is-crps", "badly-rated")], items.EnumerateArray().Select(q => (q.GetProperty("id").GetString()!, q.GetProperty("kind").GetString()!)));
        Assert.Equal((3, "Do you take pets?"), (items[0].GetProperty("count").GetInt32(), items[0].GetProperty("text").GetString()));
        Assert.Equal((2, 3, "what-is-crps"), (items[1].GetProperty("count").GetInt32(), items[1].GetProperty("rated").GetInt32(), items[1].GetProperty("answer").GetString()));
        Assert.Equal(service.Get<ContentLibrary>().Answer("what-is-crps", Language.English)!.Title, items[1].GetProperty("text").GetString());
        Assert.Equal("unanswered", Assert.Single((await service.Read(DeskService.ReadKey, "/api/questions?state=closed")).GetProperty("items").EnumerateArray()).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_program_of_a_clinician_holds_a_conversation_with_a_reason_and_lifts_it()
    {
        var talk = (await service.ConversationOf(await service.WebTicket())).Id;
        var placed = await service.Post(DeskService.StaffKey, "/api/legal-holds", new { conversationId = talk, reason = "A lawyer asked for it." });
        Assert.Equal(HttpStatusCode.Created, placed.StatusCode);
        var id = (await placed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        await AssertProblem(await service.Post(DeskService.StaffKey, "/api/legal-holds", new { conversationId = talk }), HttpStatusCode.Conflict, "refused");
        await AssertProblem(await service.Post(DeskService.StaffKey, "/api/legal-holds", new { phone = "911", reason = "A lawyer asked." }), HttpStatusCode.BadRequest, "phone");
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Post(DeskService.ReadKey, "/api/legal-holds", new { conversationId = talk, reason = "A lawyer asked." })).StatusCode);
        await AssertProblem(await service.Post(DeskService.ForeignKey, $"/api/legal-holds/{id}/lift", new { }), HttpStatusCode.Conflict, "refused");
        Assert.Equal(HttpStatusCode.OK, (await service.Post(DeskService.StaffKey, $"/api/legal-holds/{id}/lift", new { })).StatusCode);
    }

    [Fact]
    public async Task The_description_names_every_call()
    {
        var paths = (await service.Client().GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths");
        string[] promised =
        [
            "/api/handoffs", "/api/handoffs/{id}", "/api/handoffs/{id}/claim", "/api/handoffs/{id}/messages", "/api/handoffs/{id}/notes", "/api/handoffs/{id}/close",
            "/api/handoffs/{id}/identity/code", "/api/handoffs/{id}/identity/phone", "/api/handoffs/{id}/identity/undo",
            "/api/conversations/search", "/api/conversations/{id}/activities", "/api/consents", "/api/consents/search", "/api/questions", "/api/questions/{id}/close", "/api/legal-holds", "/api/legal-holds/{id}/lift", "/api/fhir/ask",
        ];
        Assert.Empty(promised.Except(paths.EnumerateObject().Select(p => p.Name.TrimEnd('/'))));
    }

    private Task<HttpResponseMessage> Record(string phone, bool granted) =>
        service.Post(DeskService.AppointmentsKey, "/api/consents", new { phone, purpose = "preparation", granted, text = "I agree to texts.", method = "form" });

    private static Feedback Said(bool helped) => new()
    {
        ConversationId = Ids.New("web"), AnswerId = "what-is-crps", ClinicId = DeskService.Clinic, Language = Language.English, Helped = helped, At = DateTimeOffset.UnixEpoch,
    };

    private static OpenQuestion Question(bool isOpen) => new()
    {
        Id = Ids.New("question"), ClinicId = DeskService.Clinic, Language = Language.English, Text = "Do you take pets?", GroupHash = Ids.New("hash"),
        Count = 3, Open = isOpen, FirstAt = DateTimeOffset.UnixEpoch, LastAt = DateTimeOffset.UnixEpoch,
    };
}
