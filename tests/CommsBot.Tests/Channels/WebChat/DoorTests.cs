using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CommsBot.BotFramework.DirectLine;
using CommsBot.Tests.BotFramework;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;
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

        await SaidAgoAsync(patient, TimeSpan.FromHours(23.9));
        using var renewed = await patient.AskToken(new { token = patient.Token });
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        var fresh = (await renewed.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((patient.ConversationId, patient.UserId), ((string?)fresh["conversationId"], (string?)fresh["userId"]));

        await SaidAgoAsync(patient, TimeSpan.FromHours(24.1));
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
        await SaidAgoAsync(patient, TimeSpan.FromHours(23.9));
        Assert.Equal(HttpStatusCode.OK, (await Renew()).StatusCode);
        await SaidAgoAsync(patient, TimeSpan.FromHours(24.1));
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
        await SaidAgoAsync(patient, TimeSpan.FromHours(65));
        service.At("2027-03-08T09:00-06:00");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "Yes, Tuesday is free." });
        await SaidAgoAsync(patient, TimeSpan.FromHours(1));
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
        await SaidAgoAsync(ended, TimeSpan.FromHours(25));
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

    [Fact]
    public async Task Every_message_of_bot_and_staff_on_the_stream_says_what_it_was_in_which_language_and_of_which_clinic()
    {
        var patient = await service.Web("es");
        using var stream = await patient.Listen();
        await patient.Say("Quiero hablar con una persona");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        await service.Staff.Claim(ticket);
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "Hola, soy Dana." });
        await service.Staff.Close(ticket);
        await service.Settled();
        await patient.Read();
        var expected = patient.Seen.Count(message => message.From != patient.UserId);
        List<JsonNode> said = [];
        while (said.Count < expected) said.AddRange((await stream.NextAsync())["activities"]!.AsArray().Select(activity => activity!).Where(activity => (string)activity["from"]!["id"]! != patient.UserId));

        Assert.All(said, activity =>
        {
            var data = activity["channelData"]?["commsBot"];
            Assert.True(data is not null, activity.ToJsonString());
            Assert.Equal(["outcome", "answers", "language", "clinic"], data!.AsObject().Select(part => part.Key));
            Assert.Equal(("es", The.Clinic, 0), ((string?)data["language"], (string?)data["clinic"], data["answers"]!.AsArray().Count));
        });
        var outcomes = said.Select(activity => new WebMessage(activity)).ToDictionary(message => message.Text, message => message.Outcome);
        Assert.Equal("staff", outcomes["Hola, soy Dana."]);
        Assert.Equal("handoff", outcomes[service.Words("handoff/handed-back", CommsBot.Content.Language.Spanish)]);
        Assert.Equal("handoff", outcomes[service.Words("handoff/help-question", CommsBot.Content.Language.Spanish)]);
    }

    [Fact]
    public async Task The_chat_page_posts_to_no_website_but_the_one_that_embeds_it()
    {
        var page = await service.Http.GetStringAsync($"/webchat?clinic={The.Clinic}");
        var script = await service.Http.GetStringAsync(System.Text.RegularExpressions.Regex.Match(page, "src=\"([^\"]*chat[^\"]*\\.js[^\"]*)\"").Groups[1].Value);
        Assert.Contains("postMessage(message, ", script);
        Assert.DoesNotContain("'*'", script);
        Assert.Contains("&site=' + encodeURIComponent(location.origin)", await service.Http.GetStringAsync("/widget.js"));
    }

    [Fact]
    public async Task A_simulated_clock_that_moves_a_week_ends_no_chat()
    {
        var patient = await service.Web();
        await patient.Ask("hello");
        service.Later(TimeSpan.FromDays(7));
        using var renewed = await patient.AskToken(new { token = Expired(patient) });
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        foreach (var (method, path) in new[] { (HttpMethod.Post, "tokens/refresh"), (HttpMethod.Post, "conversations"), (HttpMethod.Get, $"conversations/{patient.ConversationId}?watermark=0") })
        {
            using var answer = await patient.Send(method, path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task One_network_opens_so_many_chats_an_hour_and_a_day_and_is_refused_in_plain_words()
    {
        await using var house = await TestService.StartAsync(new TestSetup { Args = ["--WebChat:ChatsPerHour=2", "--WebChat:ChatsPerDay=3"] });
        WebPatient Neighbour(int at) => new(house, $"2001:db8:1:2::{at}");
        await Neighbour(1).Open();
        var late = Neighbour(2);
        using var key = await late.AskToken(new { clinic = The.Clinic });
        late.Token = (string)(await key.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
        await Neighbour(3).Open();

        using var full = await Neighbour(4).AskToken(new { clinic = The.Clinic, language = "es" });
        Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
        Assert.Equal(
            $"{house.Words("handoff/too-many-chats", CommsBot.Content.Language.Spanish)} {house.Words("handoff/numbers", CommsBot.Content.Language.Spanish)}",
            (string?)(await full.Content.ReadFromJsonAsync<JsonNode>())!["detail"]);
        await Refused(await late.Send(HttpMethod.Post, "conversations"), HttpStatusCode.TooManyRequests, house.Words("handoff/too-many-chats"));
        await new WebPatient(house, "2001:db8:1:3::1").Open();

        house.Later(TimeSpan.FromMinutes(61));
        await Neighbour(5).Open();
        house.Later(TimeSpan.FromMinutes(61));
        using var day = await Neighbour(6).AskToken(new { clinic = The.Clinic });
        Assert.Equal(HttpStatusCode.TooManyRequests, day.StatusCode);
        house.Later(TimeSpan.FromHours(22));
        await Neighbour(7).Open();
    }

    [Fact]
    public async Task A_network_of_IPv6_gets_its_keys_as_one_caller()
    {
        for (var i = 0; i < 30; i++) Assert.Equal(HttpStatusCode.OK, (await new WebPatient(service, $"2001:db8:7:7::{i:x}").AskToken(new { clinic = The.Clinic })).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await new WebPatient(service, "2001:db8:7:7:ffff::1").AskToken(new { clinic = The.Clinic })).StatusCode);
    }

    [Fact]
    public async Task A_website_that_a_clinic_left_out_reads_and_writes_none_of_its_chats()
    {
        const string Kept = "https://kept.example";
        const string LeftOut = "https://left-out.example";
        await using var house = await TestService.StartAsync(new TestSetup
        {
            Args = [$"--WebChat:AllowedOrigins:0={Kept}", $"--WebChat:AllowedOrigins:1={LeftOut}"],
            Clinics = dialogs => File.AppendAllText(Path.Combine(dialogs, "clinics", $"{The.Clinic}.yaml"), $"\nallowedOrigins: [ \"{Kept}\" ]\n"),
        });
        var patient = await house.Web();
        using (var none = await patient.AskToken(new { clinic = The.Clinic }, LeftOut)) Assert.Equal(HttpStatusCode.Forbidden, none.StatusCode);
        using (var page = await house.Http.GetAsync($"/webchat?clinic={The.Clinic}"))
            Assert.EndsWith($"frame-ancestors 'self' {Kept}", page.Headers.GetValues("Content-Security-Policy").Single());

        foreach (var (method, path) in new[] { (HttpMethod.Get, $"conversations/{patient.ConversationId}/activities"), (HttpMethod.Post, "tokens/refresh"), (HttpMethod.Post, "conversations") })
        {
            foreach (var (origin, status) in new[] { (Kept, HttpStatusCode.OK), (house.Origin, HttpStatusCode.OK), (null, HttpStatusCode.OK), (LeftOut, HttpStatusCode.Forbidden) })
            {
                using var answer = await patient.Send(method, path, origin: origin);
                Assert.True(status == answer.StatusCode, $"{method} {path} of {origin}: {answer.StatusCode}");
            }
        }
    }

    /// <summary>As if the newest message had been that long ago, by the machine's clock.</summary>
    private Task SaidAgoAsync(WebPatient patient, TimeSpan ago)
    {
        var at = TimeProvider.System.GetUtcNow() - ago;
        return service.Store.Write(db => db.Conversations.Where(c => c.Id == patient.ConversationId).ExecuteUpdateAsync(row => row.SetProperty(c => c.SaidAt, at)));
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
