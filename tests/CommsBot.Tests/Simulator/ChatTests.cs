using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using static CommsBot.Tests.Simulator.SimulatorApp;

namespace CommsBot.Tests.Simulator;

public sealed class ChatTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Address = "/simulator/openai/openai/deployments/test/chat/completions?api-version=2024-10-21";

    [Fact]
    public async Task A_scripted_reply_answers_what_it_matches()
    {
        await using var app = await StartAsync();
        await Script(app, new { match = "crps", reply = "Answer 3." }, new { match = "", reply = "Anything." });
        Assert.Equal("Answer 3.", (await Ask(app, "What is CRPS?")).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("Anything.", (await Ask(app, "Hello")).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task Without_a_script_the_model_refuses()
    {
        await using var app = await StartAsync();
        var completion = await Ask(app, "What is CRPS?");
        Assert.Equal("chat.completion", completion.GetProperty("object").GetString());
        var choice = completion.GetProperty("choices")[0];
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("message").GetProperty("content").ValueKind);
        Assert.Equal("The simulator has no scripted reply for this.", choice.GetProperty("message").GetProperty("refusal").GetString());
    }

    [Fact]
    public async Task A_scripted_failure_comes_with_its_status_after_its_delay()
    {
        await using var app = await StartAsync();
        await Script(app, new { match = "", reply = "Too many requests", status = 429, delayMs = 2000 });
        var before = app.Machine.GetUtcNow();
        var response = await Post(app, new { messages = new[] { new { role = "user", content = "Hello" } } });
        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("""{"error":{"code":"429","message":"Too many requests"}}""", await response.Content.ReadAsStringAsync());
        Assert.True(app.Machine.GetUtcNow() - before >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Only_the_last_user_message_is_matched()
    {
        await using var app = await StartAsync();
        await Script(app, new { match = "first", reply = "wrong" }, new { match = "second", reply = "right" });
        var response = await Post(app, new
        {
            messages = new object[]
            {
                new { role = "system", content = "first" }, new { role = "user", content = "first" }, new { role = "assistant", content = "first" },
                new { role = "user", content = new[] { new { type = "text", text = "second" } } },
            },
        });
        Assert.Equal("right", (await Json(response)).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task No_key_no_version_no_messages_and_streams_are_refused()
    {
        await using var app = await StartAsync();
        var hello = new { messages = new[] { new { role = "user", content = "Hello" } } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Client.PostAsJsonAsync(Address, hello)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(app, hello, Address.Split('?')[0])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(app, new { messages = Array.Empty<object>() })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(app, new { messages = "Hello" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(app, new { stream = true, hello.messages })).StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""[{ "match": "a" }]""")]
    [InlineData("""[{ "match": 1, "reply": "a" }]""")]
    [InlineData("""[{ "match": "a", "reply": "b", "status": 99 }]""")]
    [InlineData("""[{ "match": "a", "reply": "b", "delayMs": -1 }]""")]
    [InlineData("[null]")]
    public async Task A_wrong_script_is_refused(string script)
    {
        var app = shared.App;
        var response = await app.Client.PutAsync("/simulator/openai/script", new StringContent(script, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static async Task Script(SimulatorApp app, params object[] lines) =>
        Assert.Equal(HttpStatusCode.OK, (await app.Client.PutAsJsonAsync("/simulator/openai/script", lines)).StatusCode);

    private static async Task<JsonElement> Ask(SimulatorApp app, string question) =>
        await Json(await Post(app, new { messages = new[] { new { role = "user", content = question } } }));

    private static Task<HttpResponseMessage> Post(SimulatorApp app, object body, string address = Address) => app.Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body), Headers = { { "api-key", "any" } } });
}
