using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CommsBot.BotFramework.DirectLine;
using CommsBot.Tests.BotFramework;
using CommsBot.Tests.Drivers;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.Channels.WebChat;

/// <summary>What the website's door takes and refuses.</summary>
public sealed class DoorTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public DoorTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task The_same_message_posted_twice_is_one_message_and_one_answer()
    {
        var patient = await service.Web();
        var message = patient.Message("hello", "tap-1");
        var first = await Id(await patient.Post(message));
        var second = await Id(await patient.Post(message));
        await service.Settled();
        Assert.Equal(first, second);
        Assert.Equal(2, (await patient.Read()).Count);
    }

    [Fact]
    public async Task Two_patients_may_use_the_same_client_id()
    {
        var (one, other) = (await service.Web(), await service.Web());
        await one.Post(one.Message("hello", "same"));
        await other.Post(other.Message("hello", "same"));
        await service.Settled();
        Assert.Equal((2, 2), ((await one.Read()).Count, (await other.Read()).Count));
    }

    [Fact]
    public async Task Nobody_reads_or_writes_another_persons_chat()
    {
        var (mine, theirs) = (await service.Web(), await service.Web());
        await Refused(await mine.Send(HttpMethod.Get, $"conversations/{theirs.ConversationId}/activities"), HttpStatusCode.Forbidden, "The chat key belongs to another chat.");
        await Refused(
            await mine.Send(HttpMethod.Post, $"conversations/{theirs.ConversationId}/activities", JsonContent.Create(mine.Message("hello"))),
            HttpStatusCode.Forbidden, "The chat key belongs to another chat.");
    }

    [Fact]
    public async Task A_key_of_another_user_for_the_same_chat_writes_nothing()
    {
        var patient = await service.Web();
        patient.Token = service.Get<DirectLineTokens>().Issue(patient.ConversationId, "dl_somebody", new Dictionary<string, string> { ["clinic"] = The.Clinic });
        Assert.NotEqual(HttpStatusCode.OK, (await patient.Post(patient.Message("hello"))).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task A_key_that_is_none_is_refused(string token)
    {
        var patient = await service.Web();
        patient.Token = token;
        var answer = await patient.Send(HttpMethod.Get, $"conversations/{patient.ConversationId}/activities");
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
        Assert.EndsWith(The.Numbers, await Message(answer));
    }

    [Fact]
    public async Task An_expired_key_is_refused_and_can_be_renewed_for_a_day_after_the_last_message_then_never()
    {
        var patient = await service.Web();
        await patient.Ask("hello");
        patient.Token = Expired(patient);
        await Refused(await patient.Post(patient.Message("hello")), HttpStatusCode.Forbidden, "This chat has timed out. Please reload the page.");

        service.Later(TimeSpan.FromHours(24));
        using var renewed = await patient.AskToken(new { token = patient.Token });
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        var fresh = (await renewed.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((patient.ConversationId, patient.UserId), ((string?)fresh["conversationId"], (string?)fresh["userId"]));

        service.Later(TimeSpan.FromMinutes(1));
        using var late = await patient.AskToken(new { token = patient.Token });
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Equal("conversation-over", (string?)(await late.Content.ReadFromJsonAsync<JsonNode>())!["title"]);

        patient.Token = (string)fresh["token"]!;
        Assert.Equal(HttpStatusCode.OK, (await patient.Post(patient.Message("hello"))).StatusCode);
    }

    [Theory]
    [InlineData("POST", "tokens/refresh")]
    [InlineData("POST", "conversations")]
    [InlineData("GET", "conversations/{id}?watermark=0")]
    public async Task A_key_that_has_not_expired_is_renewed_for_a_day_after_the_last_message_and_not_for_ever(string method, string path)
    {
        var patient = await service.Web();
        await patient.Ask("hello");
        service.Later(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.OK, (await Renew()).StatusCode);
        service.Later(TimeSpan.FromMinutes(1));
        await Refused(await Renew(), HttpStatusCode.Forbidden, "This chat has timed out. Please reload the page.");
        Assert.Equal(HttpStatusCode.OK, (await patient.Post(patient.Message("hello"))).StatusCode);
        await service.Settled();
        Assert.Equal(HttpStatusCode.OK, (await Renew()).StatusCode);

        Task<HttpResponseMessage> Renew() => patient.Send(new HttpMethod(method), path.Replace("{id}", patient.ConversationId));
    }

    [Fact]
    public async Task What_staff_wrote_on_Monday_is_read_by_who_asked_on_Friday()
    {
        service.At("2027-03-05T16:00-06:00");
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        service.At("2027-03-08T09:00-06:00");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "Yes, Tuesday is free." });
        service.At("2027-03-08T10:00-06:00");
        using var renewed = await patient.AskToken(new { token = Expired(patient) });
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        patient.Token = (string)(await renewed.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
        Assert.Contains(await patient.Read(), message => message.Text == "Yes, Tuesday is free.");
    }

    [Fact]
    public async Task A_forged_key_is_not_renewed()
    {
        using var answer = await service.Visitor().AskToken(new { token = "eyJhbGciOiJub25lIn0.e30." });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_website_that_is_not_allowed_gets_no_key(string? origin)
    {
        using var answer = await service.Visitor().AskToken(new { clinic = The.Clinic }, origin);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task An_unknown_clinic_or_language_is_named_as_such()
    {
        using var clinic = await service.Visitor().AskToken(new { clinic = "nowhere" });
        Assert.Equal((HttpStatusCode.BadRequest, "clinic-unknown"), (clinic.StatusCode, (string?)(await clinic.Content.ReadFromJsonAsync<JsonNode>())!["title"]));
        using var language = await service.Visitor().AskToken(new { clinic = The.Clinic, language = "fr" });
        Assert.Equal((HttpStatusCode.BadRequest, "language-unknown"), (language.StatusCode, (string?)(await language.Content.ReadFromJsonAsync<JsonNode>())!["title"]));
    }

    [Fact]
    public async Task Whatever_the_door_refuses_ends_with_the_numbers_to_call()
    {
        var visitor = service.Visitor();
        var ended = await service.Web();
        await ended.Ask("hello");
        ended.Token = Expired(ended);
        service.Later(TimeSpan.FromHours(25));
        foreach (var refused in new[]
                 {
                     await visitor.AskToken(new { clinic = "nowhere" }), await visitor.AskToken(new { clinic = The.Clinic, language = "fr" }),
                     await visitor.AskToken(new { clinic = The.Clinic }, "https://evil.example"), await visitor.AskToken(new { token = "nonsense" }),
                     await ended.AskToken(new { token = ended.Token }),
                 })
            Assert.EndsWith(The.Numbers, await Detail(refused));
        using var spanish = await visitor.AskToken(new { clinic = The.Clinic, language = "es" }, "https://evil.example");
        Assert.EndsWith(service.Words("handoff/numbers", CommsBot.Content.Language.Spanish), await Detail(spanish));
    }

    [Fact]
    public async Task The_thirty_first_key_of_a_minute_is_refused_with_the_numbers_to_call()
    {
        var visitor = service.Visitor();
        for (var i = 0; i < 30; i++) (await visitor.AskToken(new { clinic = The.Clinic })).Dispose();
        using var refused = await visitor.AskToken(new { clinic = The.Clinic });
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.EndsWith(The.Numbers, await Detail(refused));
    }

    [Fact]
    public async Task A_single_clinic_need_not_be_named()
    {
        using var answer = await service.Visitor().AskToken(new { });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task One_address_gets_at_most_thirty_keys_a_minute()
    {
        var visitor = service.Visitor();
        for (var i = 0; i < 30; i++) Assert.Equal(HttpStatusCode.OK, (await visitor.AskToken(new { clinic = The.Clinic })).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.AskToken(new { clinic = The.Clinic })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Visitor().AskToken(new { clinic = The.Clinic })).StatusCode);
    }

    [Theory]
    [InlineData("{\"type\":\"message\",", HttpStatusCode.BadRequest, "The message could not be read.")]
    [InlineData("{\"text\":\"hello\"}", HttpStatusCode.BadRequest, "The activity has no type.")]
    [InlineData("{\"type\":\"conversationUpdate\"}", HttpStatusCode.BadRequest, "An activity of this type cannot be sent from a chat.")]
    public async Task A_message_that_cannot_be_read_is_refused_with_the_numbers_to_call(string json, HttpStatusCode status, string words)
    {
        var patient = await service.Web();
        await Refused(await patient.Send(HttpMethod.Post, $"conversations/{patient.ConversationId}/activities", Json(json)), status, words);
    }

    [Fact]
    public async Task An_oversized_body_is_refused_with_the_numbers_to_call()
    {
        var patient = await service.Web();
        await Refused(await patient.Post(patient.Message(new string('a', 140_000))), HttpStatusCode.RequestEntityTooLarge, "The message is too long.");
    }

    [Fact]
    public async Task Files_are_not_taken()
    {
        var patient = await service.Web();
        await Refused(
            await patient.Send(HttpMethod.Post, $"conversations/{patient.ConversationId}/upload?userId={patient.UserId}", Json("{}")),
            HttpStatusCode.BadRequest, "This chat does not take files or pictures. Please write your message.");
    }

    [Fact]
    public async Task Errors_of_a_Spanish_chat_end_in_Spanish()
    {
        var patient = await service.Web("es");
        var answer = await patient.Send(HttpMethod.Post, $"conversations/{patient.ConversationId}/activities", Json("{"));
        Assert.EndsWith(service.Words("handoff/numbers", CommsBot.Content.Language.Spanish), await Message(answer));
    }

    [Fact]
    public async Task The_stream_shows_the_greeting_the_echo_and_the_answer()
    {
        var patient = await service.Web();
        using var stream = await patient.Listen();
        var texts = (await stream.NextAsync()).Texts();
        Assert.StartsWith("Hi, I'm the automated assistant", texts[0]);
        await patient.Post(patient.Message("hello"));
        List<string> after = [];
        while (after.Count < 2) after.AddRange((await stream.NextAsync()).Texts());
        Assert.Equal(["hello", "Hello! How can I help? You can ask a question, request an appointment, or ask for a person."], after);
    }

    private string Expired(WebPatient patient) =>
        new DirectLineTokens(service.Get<DirectLineOptions>(), new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(13)))
            .Issue(patient.ConversationId, patient.UserId, new Dictionary<string, string> { ["clinic"] = The.Clinic });

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task<string> Id(HttpResponseMessage answer) => (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;

    private static async Task<string> Detail(HttpResponseMessage answer) => (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!;

    private static async Task<string> Message(HttpResponseMessage answer) => (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["message"]!;

    private static async Task Refused(HttpResponseMessage answer, HttpStatusCode status, string words)
    {
        Assert.Equal((status, $"{words} {The.Numbers}"), (answer.StatusCode, await Message(answer)));
        answer.Dispose();
    }
}
