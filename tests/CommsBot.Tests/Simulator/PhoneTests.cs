using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using CommsBot.Simulator;
using static CommsBot.Tests.Simulator.SimulatorApp;

namespace CommsBot.Tests.Simulator;

public sealed class PhoneTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task A_text_reaches_the_service_as_Twilio_would_bring_it()
    {
        await using var app = await StartAsync();
        var response = await app.Text(" 1 ");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var sid = (await Json(response)).GetProperty("sid").GetString()!;
        var webhook = await app.NextWebhook();
        Assert.Equal(("/twilio/sms", true), (webhook.Path, webhook.Signed));
        Assert.NotEqual("", webhook.IdempotencyToken);
        Assert.Equal(
            [
                "AccountSid", "ApiVersion", "Body", "From", "FromCity", "FromCountry", "FromState", "FromZip", "MessageSid", "NumMedia", "NumSegments",
                "SmsMessageSid", "SmsSid", "SmsStatus", "To", "ToCity", "ToCountry", "ToState", "ToZip",
            ],
            webhook.Form.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((sid, " 1 ", Patient, Clinic, "0"), (webhook.Form["MessageSid"], webhook.Form["Body"], webhook.Form["From"], webhook.Form["To"], webhook.Form["NumMedia"]));
    }

    [Fact]
    public async Task Pictures_come_as_addresses()
    {
        await using var app = await StartAsync();
        await app.Client.PostAsJsonAsync($"/simulator/phone/{Patient}/messages", new { body = "", numMedia = 2 });
        var form = (await app.NextWebhook()).Form;
        Assert.Equal(("2", "image/jpeg"), (form["NumMedia"], form["MediaContentType1"]));
        Assert.StartsWith("MM", form["MessageSid"]);
        Assert.StartsWith($"https://api.twilio.com/2010-04-01/Accounts/{Account}/Messages/MM", form["MediaUrl0"]);
    }

    [Theory]
    [InlineData("+12815550123")]
    [InlineData("%2B12815550123")]
    public async Task The_plus_may_come_encoded_or_not(string phone)
    {
        await using var app = await StartAsync();
        Assert.Equal(HttpStatusCode.Created, (await app.Client.PostAsJsonAsync($"/simulator/phone/{phone}/messages", new { body = "Hello", to = OtherClinic })).StatusCode);
        Assert.Equal(Service, (await app.NextWebhook()).Form["MessagingServiceSid"]);
        Assert.Contains(Patient, await app.Client.GetStringAsync($"/simulator/phone/{phone}/messages"));
    }

    [Fact]
    public async Task The_thread_shows_both_sides_oldest_first_with_their_states()
    {
        await using var app = await StartAsync();
        await app.Text("Hello");
        await app.Create(("To", Patient), ("From", Clinic), ("Body", "Good morning"));
        await app.SettledClock();
        var thread = await app.Thread();
        Assert.Equal(["sid", "direction", "from", "to", "body", "status", "errorCode", "at"], thread[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            [("inbound", "Hello", "received"), ("outbound", "Good morning", "delivered")],
            thread.Select(text => (text.GetProperty("direction").GetString(), text.GetProperty("body").GetString(), text.GetProperty("status").GetString())));
        Assert.Empty(await app.Thread("+12815550124"));
    }

    [Fact]
    public async Task A_reply_in_TwiML_is_sent()
    {
        await using var app = await StartAsync();
        app.SmsAnswer = "<Response><Message>First</Message><Message><Body>Second</Body></Message></Response>";
        await app.Text("Hello");
        Assert.Equal(["Hello", "First", "Second"], (await app.Thread()).Select(text => text.GetProperty("body").GetString()));
    }

    [Theory]
    [InlineData("12815550123", """{ "body": "Hello" }""", "The phone must be written as +12815550123.")]
    [InlineData("+1281555012", """{ "body": "Hello" }""", "The phone must be written as +12815550123.")]
    [InlineData("+1281555012a", """{ "body": "Hello" }""", "The phone must be written as +12815550123.")]
    [InlineData(Clinic, """{ "body": "Hello" }""", "This is a clinic's number, not a patient's phone.")]
    [InlineData(Patient, """{ "body": "Hello", "to": "+12815559999" }""", "No clinic has this number.")]
    [InlineData(Patient, """{ "body": "Hello", "to": 5 }""", "No clinic has this number.")]
    [InlineData(Patient, """{ "body": "" }""", "body must be a text of 1 to 1600 characters.")]
    [InlineData(Patient, """{ "body": 1 }""", "body must be a text of 1 to 1600 characters.")]
    [InlineData(Patient, "{}", "body must be a text of 1 to 1600 characters.")]
    [InlineData(Patient, """{ "body": "Hello", "numMedia": 11 }""", "numMedia must be a whole number from 0 to 10.")]
    [InlineData(Patient, """{ "body": """, "The body is not JSON.")]
    public async Task A_wrong_text_is_refused_and_goes_nowhere(string phone, string body, string reason)
    {
        var app = shared.App;
        var response = await app.Client.PostAsync($"/simulator/phone/{phone}/messages", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.BadRequest, reason), (response.StatusCode, (await Json(response)).GetProperty("detail").GetString()));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(0, app.WebhooksWaiting);
        Assert.Empty(await app.Thread());
    }

    [Fact]
    public async Task A_form_that_a_foreign_page_could_post_is_refused()
    {
        var app = shared.App;
        var response = await app.Client.PostAsync($"/simulator/phone/{Patient}/messages", new StringContent("""{ "body": "STOP" }""", Encoding.UTF8, "text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_text_of_1601_characters_and_a_body_of_70_KB_are_refused()
    {
        await using var app = await StartAsync();
        Assert.Equal(HttpStatusCode.Created, (await app.Text(new string('a', 1600))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Text(new string('a', 1601))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await app.Text(new string('a', 70_000))).StatusCode);
    }

    [Fact]
    public async Task A_caller_from_another_host_name_is_refused()
    {
        var app = shared.App;
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://clinic.example/simulator/phone");
        var response = await app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("true", response.Headers.GetValues("X-Simulated").Single());
    }

    [Fact]
    public async Task A_service_that_is_not_on_this_machine_is_never_told()
    {
        await using var app = await StartAsync(host => host with { PublicBase = () => new Uri("https://clinic.example") });
        Assert.Equal(0, (await Json(await app.Text("Hello"))).GetProperty("webhookStatus").GetInt32());
        Assert.Equal(0, app.WebhooksWaiting);
    }

    [Theory]
    [InlineData(1, 200, 1)]
    [InlineData(2, 0, 0)]
    public async Task A_webhook_that_finds_no_connection_is_tried_once_more(int refused, int status, int arrived)
    {
        await using var app = await StartAsync();
        app.ConnectionsToRefuse = refused;
        Assert.Equal(status, (await Json(await app.Text("Hello"))).GetProperty("webhookStatus").GetInt32());
        Assert.Equal(arrived, app.WebhooksWaiting);
    }

    [Fact]
    public async Task A_call_brings_the_voice_webhook_and_shows_what_is_said()
    {
        await using var app = await StartAsync();
        var call = await Json(await app.Client.PostAsJsonAsync($"/simulator/phone/{Patient}/call", new { }));
        Assert.Equal("<Response><Say>Call 911.</Say></Response>", call.GetProperty("twiml").GetString());
        var webhook = await app.NextWebhook();
        Assert.Equal(("/twilio/voice", true, "ringing", Patient), (webhook.Path, webhook.Signed, webhook.Form["CallStatus"], webhook.Form["From"]));
    }

    [Fact]
    public async Task The_page_says_that_it_is_simulated_and_carries_no_inline_script()
    {
        var app = shared.App;
        var response = await app.Client.GetAsync("/simulator/phone");
        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("SIMULATED: no patient receives this", page);
        Assert.Contains("script-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.DoesNotMatch(new Regex("<script(?![^>]* src=)|<style|\\sstyle=|\\son[a-z]+="), page);
        foreach (var (path, type) in new[] { ("phone.js", "text/javascript"), ("phone.css", "text/css") })
        {
            var part = await app.Client.GetAsync($"/simulator/phone/{path}");
            Assert.Equal((HttpStatusCode.OK, type), (part.StatusCode, part.Content.Headers.ContentType!.MediaType));
        }
    }

    [Fact]
    public async Task Even_an_unknown_address_is_marked_as_simulated()
    {
        var app = shared.App;
        var response = await app.Client.GetAsync("/simulator/fax");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("true", response.Headers.GetValues("X-Simulated").Single());
    }
}
