using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CommsBot.Tests.Model;

/// <summary>One call as it came over the wire.</summary>
internal sealed record ModelCall(JsonNode Body, string? Key, string? Bearer)
{
    public string Prompt => (string)Body["response_format"]!["json_schema"]!["name"]!;
    public IReadOnlyList<string> System => Texts("system");
    public IReadOnlyList<string> User => Texts("user");
    public JsonNode Material => JsonNode.Parse(System[1])!;
    public IReadOnlyList<string> Candidates => [.. Material["answers"]!.AsArray().Select(answer => (string)answer!["id"]!)];

    private List<string> Texts(string role) =>
        [.. Body["messages"]!.AsArray().Where(message => (string?)message!["role"] == role).Select(message => (string)message!["content"]!)];
}

/// <summary>
/// Azure OpenAI's chat completions on a port of this machine, by the published wire format and without our code. A test says what each call
/// is answered with; the default is a model with nothing to say.
/// </summary>
internal sealed class ModelStandIn : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ModelCall> calls = [];

    private ModelStandIn(WebApplication app) => this.app = app;

    /// <summary>Stands still after the end, so that a test can call where nobody listens.</summary>
    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<ModelCall> Calls => [.. calls];

    /// <summary>Writes the whole answer to a call.</summary>
    public Func<ModelCall, HttpContext, Task> Answer { get; set; } = (_, http) => Say(http, Nothing());

    public static async Task<ModelStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var standIn = new ModelStandIn(app);
        app.MapPost("/openai/deployments/{deployment}/chat/completions", standIn.TakeAsync);
        await app.StartAsync();
        standIn.Address = new Uri(app.Urls.First());
        return standIn;
    }

    public void Forget() => calls.Clear();

    /// <summary>Each call of that prompt is answered with this content; others with nothing to say.</summary>
    public void Says(string prompt, Func<ModelCall, string> content) =>
        Answer = (call, http) => Say(http, call.Prompt == prompt ? content(call) : Nothing());

    public void Understands(string? answer = null, string? question = null, string language = "en", string intent = "question", bool crisis = false) =>
        Says("understand", _ => Form(answer, question, language, intent, crisis));

    /// <summary>The form of <c>understand</c>, filled in.</summary>
    public static string Form(string? answer = null, string? question = null, string language = "en", string intent = "question", bool crisis = false) => new JsonObject
    {
        ["language"] = language, ["intent"] = intent, ["question"] = question, ["answer"] = answer ?? "none", ["crisis"] = crisis,
    }.ToJsonString();

    /// <summary>The form of <c>join</c>, filled in.</summary>
    public static string Sentences(IEnumerable<(string Answer, string Text)> sentences) => new JsonObject
    {
        ["sentences"] = new JsonArray([.. sentences.Select(one => new JsonObject { ["answer"] = one.Answer, ["text"] = one.Text })]),
    }.ToJsonString();

    public static string Nothing() => Form(intent: "other");

    public static Task Say(HttpContext http, string? content, string finish = "stop", string? refusal = null) => http.Response.WriteAsJsonAsync(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_790_000_000,
        model = "gpt-of-the-tests",
        choices = new[] { new { index = 0, message = new { role = "assistant", content, refusal }, logprobs = (object?)null, finish_reason = finish } },
        usage = new { prompt_tokens = 100, completion_tokens = 20, total_tokens = 120 },
    });

    public static Task Fail(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { error = new { code, message = "It did not work." } });
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body);
        var bearer = http.Request.Headers.Authorization.ToString();
        var call = new ModelCall(body!, http.Request.Headers["api-key"], bearer.Length == 0 ? null : bearer);
        calls.Enqueue(call);
        await Answer(call, http);
    }
}
