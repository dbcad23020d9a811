using System.Net;
using System.Text.RegularExpressions;
using static CommsBot.Tests.Simulator.SimulatorApp;

namespace CommsBot.Tests.Simulator;

public sealed class TwilioApiTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string List = $"/2010-04-01/Accounts/{Account}/Messages.json";

    [Fact]
    public async Task A_new_message_is_answered_with_the_whole_resource()
    {
        await using var app = await StartAsync();
        var response = await app.Create(("To", Patient), ("From", Clinic), ("Body", "Your visit is on Tuesday."));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("true", response.Headers.GetValues("X-Simulated").Single());
        var message = await Json(response);
        Assert.Equal(
            [
                "account_sid", "api_version", "body", "date_created", "date_sent", "date_updated", "direction", "error_code", "error_message", "from",
                "messaging_service_sid", "num_media", "num_segments", "price", "price_unit", "sid", "status", "subresource_uris", "to", "uri",
            ],
            message.EnumerateObject().Select(property => property.Name));
        Assert.Matches("^SM[0-9a-f]{32}$", message.GetProperty("sid").GetString());
        Assert.Equal("queued", message.GetProperty("status").GetString());
        Assert.Equal("outbound-api", message.GetProperty("direction").GetString());
        Assert.Equal("1", message.GetProperty("num_segments").GetString());
        Assert.Equal("Your visit is on Tuesday.", message.GetProperty("body").GetString());
        Assert.Matches(new Regex(@"^Mon, 01 Mar 2027 15:00:0\d \+0000$"), message.GetProperty("date_created").GetString());
    }

    [Fact]
    public async Task With_a_messaging_service_the_sender_is_chosen_later()
    {
        await using var app = await StartAsync();
        var message = await Json(await app.Create(("To", Patient), ("MessagingServiceSid", Service), ("Body", "Hello"), ("StatusCallback", "http://localhost/twilio/status?o=7")));
        Assert.Equal("accepted", message.GetProperty("status").GetString());
        Assert.Null(message.GetProperty("from").GetString());
        Assert.Equal("0", message.GetProperty("num_segments").GetString());
        var callbacks = await app.Webhooks(3);
        Assert.Equal(["queued", "sent", "delivered"], callbacks.Select(callback => callback.Form["MessageStatus"]));
        Assert.All(callbacks, callback => Assert.Equal(("/twilio/status?o=7", true, Service), (callback.Path, callback.Signed, callback.Form["MessagingServiceSid"])));
        var later = await Json(await app.Twilio(HttpMethod.Get, $"/2010-04-01/Accounts/{Account}/Messages/{message.GetProperty("sid").GetString()}.json"));
        Assert.Equal(OtherClinic, later.GetProperty("from").GetString());
        Assert.NotNull(later.GetProperty("date_sent").GetString());
    }

    [Theory]
    [InlineData("+12815550107", 30003)]
    [InlineData("+12815550108", 30006)]
    public async Task Phones_for_demonstrations_never_get_their_text(string phone, int code)
    {
        await using var app = await StartAsync();
        await app.Create(("To", phone), ("From", Clinic), ("Body", "Hello"), ("StatusCallback", "http://localhost/twilio/status"));
        var callbacks = await app.Webhooks(2);
        Assert.Equal(["sent", "undelivered"], callbacks.Select(callback => callback.Form["MessageStatus"]));
        Assert.False(callbacks[0].Form.ContainsKey("ErrorCode"));
        Assert.Equal($"{code}", callbacks[1].Form["ErrorCode"]);
        var text = Assert.Single(await app.Thread(phone));
        Assert.Equal(("undelivered", code), (text.GetProperty("status").GetString(), text.GetProperty("errorCode").GetInt32()));
    }

    [Theory]
    [InlineData("", Clinic, "Hello", 21604)]
    [InlineData("2815550123", Clinic, "Hello", 21211)]
    [InlineData("+1281555012", Clinic, "Hello", 21211)]
    [InlineData("+12811550123x", Clinic, "Hello", 21211)]
    [InlineData("+15005550001", Clinic, "Hello", 21211)]
    [InlineData("+15005550002", Clinic, "Hello", 21612)]
    [InlineData("+15005550003", Clinic, "Hello", 21408)]
    [InlineData("+15005550004", Clinic, "Hello", 21610)]
    [InlineData("+15005550009", Clinic, "Hello", 21614)]
    [InlineData(Patient, "", "Hello", 21603)]
    [InlineData(Patient, "+12815559999", "Hello", 21606)]
    [InlineData(Patient, "+15005550001", "Hello", 21212)]
    [InlineData(Patient, "+15005550007", "Hello", 21606)]
    [InlineData(Patient, "+15005550008", "Hello", 21611)]
    [InlineData(Clinic, Clinic, "Hello", 21266)]
    [InlineData(Patient, Clinic, "", 21602)]
    public async Task A_wrong_message_is_refused_with_Twilios_code(string to, string from, string body, int code)
    {
        var app = shared.App;
        var response = await app.Create(("To", to), ("From", from), ("Body", body));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = await Json(response);
        Assert.Equal(["code", "message", "more_info", "status"], error.EnumerateObject().Select(property => property.Name));
        Assert.Equal((code, 400), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetInt32()));
        Assert.Equal($"https://www.twilio.com/docs/errors/{code}", error.GetProperty("more_info").GetString());
        Assert.Empty(await app.Thread());
    }

    [Theory]
    [InlineData("ValidityPeriod", "0", 90007)]
    [InlineData("ValidityPeriod", "36001", 90007)]
    [InlineData("ValidityPeriod", "soon", 90007)]
    [InlineData("StatusCallback", "/twilio/status", 21609)]
    [InlineData("StatusCallback", "http://under_score/x", 21609)]
    [InlineData("MessagingServiceSid", "MG2", 21701)]
    [InlineData("SendAt", "2027-03-02T00:00:00Z", 20001)]
    public async Task A_wrong_extra_is_refused(string name, string value, int code)
    {
        var app = shared.App;
        var error = await Json(await app.Create(("To", Patient), ("From", Clinic), ("Body", "Hello"), (name, value)));
        Assert.Equal(code, error.GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_body_longer_than_1600_is_refused()
    {
        await using var app = await StartAsync();
        Assert.Equal(HttpStatusCode.Created, (await app.Create(("To", Patient), ("From", Clinic), ("Body", new string('a', 1600)))).StatusCode);
        var error = await Json(await app.Create(("To", Patient), ("From", Clinic), ("Body", new string('a', 1601))));
        Assert.Equal(21617, error.GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData(null)]
    [InlineData($"{Account}:wrong")]
    [InlineData($"AC2:{Token}")]
    [InlineData($"{Account}")]
    [InlineData("")]
    public async Task Wrong_credentials_are_refused(string? credentials)
    {
        var app = shared.App;
        var response = await app.Create(Account, credentials, ("To", Patient), ("From", Clinic), ("Body", "Hello"));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("""{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("true", response.Headers.GetValues("X-Simulated").Single());
    }

    [Fact]
    public async Task A_key_opens_its_account_and_no_other()
    {
        await using var app = await StartAsync(host => host with { ApiKeySid = "SK1", ApiKeySecret = "secret" });
        Assert.Equal(HttpStatusCode.Created, (await app.Create(Account, "SK1:secret", ("To", Patient), ("From", Clinic), ("Body", "Hello"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Create("AC2", "SK1:secret", ("To", Patient), ("From", Clinic), ("Body", "Hello"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Create(Account, "SK1:other", ("To", Patient), ("From", Clinic), ("Body", "Hello"))).StatusCode);
    }

    [Fact]
    public async Task The_list_goes_newest_first_page_by_page_and_filters()
    {
        await using var app = await StartAsync();
        foreach (var body in new[] { "one", "two", "three" })
        {
            await app.Create(("To", Patient), ("From", Clinic), ("Body", body));
        }

        await app.Create(("To", "+12815550124"), ("From", Clinic), ("Body", "another phone"));
        var first = await Json(await app.Twilio(HttpMethod.Get, $"{List}?To={Uri.EscapeDataString(Patient)}&PageSize=2"));
        Assert.Equal(["three", "two"], first.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("body").GetString()));
        var next = first.GetProperty("next_page_uri").GetString()!;
        Assert.StartsWith($"/2010-04-01/Accounts/{Account}/Messages.json?", next);
        var second = await Json(await app.Twilio(HttpMethod.Get, next));
        Assert.Equal(["one"], second.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("body").GetString()));
        Assert.Null(second.GetProperty("next_page_uri").GetString());
        await app.SettledClock();
        foreach (var (query, count) in new[] { ("DateSent=2027-03-01", 4), ("DateSent%3E=2027-03-02", 0), ("DateSent%3C=2027-03-01", 4), ("From=%2B12815550199", 0) })
        {
            Assert.Equal(count, (await Json(await app.Twilio(HttpMethod.Get, $"{List}?{query}"))).GetProperty("messages").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("PageSize=0")]
    [InlineData("PageSize=1001")]
    [InlineData("PageSize=many")]
    [InlineData("DateSent=yesterday")]
    public async Task A_wrong_list_is_refused(string query)
    {
        var app = shared.App;
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Twilio(HttpMethod.Get, $"{List}?{query}")).StatusCode);
    }

    [Fact]
    public async Task Redacting_and_deleting_empty_the_provider_but_not_the_phone()
    {
        await using var app = await StartAsync();
        var sid = (await Json(await app.Create(("To", Patient), ("From", Clinic), ("Body", "Hello")))).GetProperty("sid").GetString();
        await app.SettledClock();
        var one = $"/2010-04-01/Accounts/{Account}/Messages/{sid}.json";
        var redacted = await Json(await app.Twilio(HttpMethod.Post, one, content: Form(("Body", ""))));
        Assert.Equal("", redacted.GetProperty("body").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await app.Twilio(HttpMethod.Delete, one)).StatusCode);
        var gone = await app.Twilio(HttpMethod.Get, one);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal($"The requested resource {one} was not found", (await Json(gone)).GetProperty("message").GetString());
        Assert.Equal("Hello", Assert.Single(await app.Thread()).GetProperty("body").GetString());
    }

    [Theory]
    [InlineData("Status", "canceled", 30409)]
    [InlineData("Status", "sent", 20001)]
    [InlineData("Body", "other words", 20001)]
    public async Task A_delivered_message_cannot_be_cancelled_or_rewritten(string name, string value, int code)
    {
        await using var app = await StartAsync();
        var sid = (await Json(await app.Create(("To", Patient), ("From", Clinic), ("Body", "Hello")))).GetProperty("sid").GetString();
        await app.SettledClock();
        var response = await app.Twilio(HttpMethod.Post, $"/2010-04-01/Accounts/{Account}/Messages/{sid}.json", content: Form((name, value)));
        Assert.Equal(code, (await Json(response)).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_message_that_still_waits_is_cancelled_and_never_arrives()
    {
        // Nothing moves before ten seconds of machine time have passed.
        await using var app = await StartAsync(host => host with { DeliveryStep = TimeSpan.FromSeconds(10) });
        var sid = (await Json(await app.Create(("To", Patient), ("From", Clinic), ("Body", "Hello"), ("StatusCallback", "http://localhost/twilio/status")))).GetProperty("sid").GetString();
        var one = $"/2010-04-01/Accounts/{Account}/Messages/{sid}.json";
        Assert.Equal(20009, (await Json(await app.Twilio(HttpMethod.Delete, one))).GetProperty("code").GetInt32());
        Assert.Equal("canceled", (await Json(await app.Twilio(HttpMethod.Post, one, content: Form(("Status", "canceled"))))).GetProperty("status").GetString());
        app.Machine.Advance(TimeSpan.FromSeconds(30));
        await app.SettledClock();
        Assert.Equal("canceled", Assert.Single(await app.Thread()).GetProperty("status").GetString());
        Assert.Equal(0, app.WebhooksWaiting);
    }

    [Theory]
    [InlineData("36000", "delivered", null)]
    [InlineData("60", "failed", "30036")]
    public async Task A_text_on_its_way_is_taken_up_after_a_restart_unless_its_time_has_passed(string validity, string status, string? code)
    {
        var path = Path.Combine(Path.GetTempPath(), $"simulator-{Guid.NewGuid():N}.db");
        await using (var app = await StartAsync(host => host with { DatabasePath = path, DeliveryStep = TimeSpan.FromSeconds(10) }))
        {
            await app.Create(("To", Patient), ("From", Clinic), ("Body", "Hello"), ("ValidityPeriod", validity), ("StatusCallback", "http://localhost/twilio/status"));
        }

        await using (var app = await StartAsync(host => host with { DatabasePath = path }, later: TimeSpan.FromMinutes(2)))
        {
            await app.SettledClock();
            Assert.Equal(status, Assert.Single(await app.Thread()).GetProperty("status").GetString());
            var last = (await app.Webhooks(code is null ? 2 : 1))[^1].Form;
            Assert.Equal((status, code), (last["MessageStatus"], last.GetValueOrDefault("ErrorCode")));
        }

        File.Delete(path);
    }

    private static FormUrlEncodedContent Form((string Name, string Value) field) => new([KeyValuePair.Create(field.Name, field.Value)]);
}
