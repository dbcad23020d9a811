using System.Net;
using System.Net.Http.Json;
using static CommsBot.Tests.Simulator.SimulatorApp;

namespace CommsBot.Tests.Simulator;

public sealed class FaultTests
{
    private static readonly (string, string)[] Order = [("To", Patient), ("From", Clinic), ("Body", "Hello"), ("StatusCallback", "http://localhost/twilio/status")];

    [Theory]
    [InlineData(429, 429, 20429)]
    [InlineData(20429, 429, 20429)]
    [InlineData(503, 503, 20503)]
    [InlineData(20003, 401, 20003)]
    [InlineData(21610, 400, 21610)]
    public async Task An_error_refuses_and_stores_nothing(int asked, int status, int code)
    {
        await using var app = await StartAsync();
        await app.Faults(new { errorRate = 1, errorCodes = new[] { asked } });
        var response = await app.Create(Order);
        Assert.Equal((status, code), ((int)response.StatusCode, (await Json(response)).GetProperty("code").GetInt32()));
        Assert.Empty(await app.Thread());
    }

    [Fact]
    public async Task A_delivery_error_comes_after_the_message_was_taken()
    {
        await using var app = await StartAsync();
        await app.Faults(new { errorRate = 1, errorCodes = new List<int> { 30007 } });
        Assert.Equal(HttpStatusCode.Created, (await app.Create(Order)).StatusCode);
        Assert.Equal(("undelivered", "30007"), (await app.Webhooks(2))[1] is var last ? (last.Form["MessageStatus"], last.Form["ErrorCode"]) : default);
    }

    [Fact]
    public async Task The_same_seed_fails_the_same_messages()
    {
        await using var app = await StartAsync();
        var runs = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await app.Faults(new { errorRate = 0.5, errorCodes = new List<int> { 500, 429 }, seed = 11 });
            var codes = new List<int>();
            for (var i = 0; i < 20; i++)
            {
                codes.Add((int)(await app.Create(("To", Patient), ("From", Clinic), ("Body", "Hello"))).StatusCode);
            }

            runs.Add(string.Join(' ', codes));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Contains("201", runs[0]);
        Assert.Contains("500", runs[0]);
        Assert.Contains("429", runs[0]);
    }

    [Fact]
    public async Task Lost_callbacks_never_come_but_the_text_does()
    {
        await using var app = await StartAsync();
        await app.Faults(new { loseCallbacks = true });
        await app.Create(Order);
        await app.SettledClock();
        Assert.Equal("delivered", Assert.Single(await app.Thread()).GetProperty("status").GetString());
        Assert.Equal(0, app.WebhooksWaiting);
    }

    [Fact]
    public async Task Doubled_callbacks_come_twice()
    {
        await using var app = await StartAsync();
        await app.Faults(new { duplicateCallbacks = 1 });
        await app.Create(Order);
        Assert.Equal(["sent", "sent", "delivered", "delivered"], (await app.Webhooks(4)).Select(callback => callback.Form["MessageStatus"]));
    }

    [Fact]
    public async Task Shuffled_callbacks_all_come_in_another_order()
    {
        await using var app = await StartAsync();
        await app.Faults(new { shuffleCallbacks = true, seed = 3 });
        await app.Create(("To", Patient), ("MessagingServiceSid", Service), ("Body", "Hello"), ("StatusCallback", "http://localhost/twilio/status"));
        var order = (await app.Webhooks(3)).ConvertAll(callback => callback.Form["MessageStatus"]);
        Assert.NotEqual(["queued", "sent", "delivered"], order);
        Assert.Equal(["delivered", "queued", "sent"], order.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dropped_answer_leaves_a_message_that_the_list_shows()
    {
        await using var app = await StartAsync();
        await app.Faults(new { acceptThenDrop = true });
        await Assert.ThrowsAnyAsync<Exception>(() => app.Create(Order));
        Assert.Equal(["sent", "delivered"], (await app.Webhooks(2)).Select(callback => callback.Form["MessageStatus"]));
        Assert.Equal("Hello", Assert.Single(await app.Thread()).GetProperty("body").GetString());
    }

    [Fact]
    public async Task Latency_is_machine_time_before_the_answer()
    {
        await using var app = await StartAsync();
        await app.Faults(new { latencyMs = 3000 });
        var before = app.Machine.GetUtcNow();
        await app.Create(("To", "bad"));
        Assert.True(app.Machine.GetUtcNow() - before >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task What_is_left_out_is_off_again()
    {
        await using var app = await StartAsync();
        await app.Faults(new { errorRate = 0.25, acceptThenDrop = true, latencyMs = 5 });
        await app.Faults(new { loseCallbacks = 0.5 });
        Assert.Equal(
            """{"errorRate":0,"errorCodes":[],"loseCallbacks":0.5,"duplicateCallbacks":0,"shuffleCallbacks":0,"acceptThenDrop":0,"latencyMs":0,"seed":null}""",
            await app.Client.GetStringAsync("/simulator/twilio/faults"));
    }

    [Theory]
    [InlineData("""{ "errorRate": 1.5 }""", "errorRate must be true, false or a number from 0 to 1.")]
    [InlineData("""{ "acceptThenDrop": "yes" }""", "acceptThenDrop must be true, false or a number from 0 to 1.")]
    [InlineData("""{ "errorCodes": [200] }""", "errorCodes must be a list of whole numbers, each 400-599 or 20000-39999.")]
    [InlineData("""{ "errorCodes": 500 }""", "errorCodes must be a list of whole numbers, each 400-599 or 20000-39999.")]
    [InlineData("""{ "latencyMs": -1 }""", "latencyMs must be a whole number from 0 to 60000.")]
    [InlineData("""{ "eroRate": 1 }""", "The body names a fault that does not exist. Known are errorRate, errorCodes, loseCallbacks, duplicateCallbacks, shuffleCallbacks, acceptThenDrop, latencyMs and seed.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("{", "The body is not JSON.")]
    public async Task Wrong_faults_are_refused_and_change_nothing(string body, string reason)
    {
        await using var app = await StartAsync();
        await app.Faults(new { latencyMs = 7 });
        var response = await app.Client.PutAsync("/simulator/twilio/faults", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.BadRequest, reason), (response.StatusCode, (await Json(response)).GetProperty("detail").GetString()));
        Assert.Contains("\"latencyMs\":7", await app.Client.GetStringAsync("/simulator/twilio/faults"));
    }
}
