using System.Collections.Concurrent;
using System.Globalization;
using CommsBot.Channels.Sms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommsBot.PeerTests.Nodes;

/// <summary>
/// Twilio's message calls over real HTTP, at their worst: errors before and after accepting, answers that never come, connections cut after the yes;
/// receipts lost, doubled and shuffled. It has no idempotency, like the real one, and writes down everything it accepted.
/// </summary>
internal sealed class WildProvider : IAsyncDisposable
{
    public const string Account = "AC0123456789abcdef0123456789abcdef";
    public const string Token = "the-token-of-the-chaos-test";

    private static readonly TimeSpan LongerThanAnyTimeout = TimeSpan.FromSeconds(1.6);

    /// <summary>Stands in texts that are accepted and never reach a phone.</summary>
    public const string Lost = "(lost)";

    /// <summary>After this nothing more is said of an accepted text.</summary>
    public static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    private const int NoSuchNumber = 30005;
    private static readonly string[] Words = ["queued", "sent", "delivered"], WordsOfLost = ["queued", "sent", "undelivered"];

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Accepted>> byNumber = new();
    private readonly ConcurrentDictionary<string, int> byBody = new();
    private readonly ConcurrentDictionary<string, Accepted> bySid = new();
    private readonly ConcurrentDictionary<string, int> faults = new();
    private readonly HttpClient callbacks = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Random random;
    private WebApplication app = null!;
    private int accepted;

    private WildProvider(int seed) => random = new Random(seed);

    public Uri Address { get; private set; } = null!;

    public int AcceptedCount => Volatile.Read(ref accepted);

    public string Faults => string.Join(", ", faults.OrderBy(fault => fault.Key).Select(fault => $"{fault.Key} {fault.Value}"));

    public static async Task<WildProvider> StartAsync(int seed)
    {
        var provider = new WildProvider(seed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        provider.app = builder.Build();
        provider.app.MapPost("/2010-04-01/Accounts/{account}/Messages.json", provider.CreateAsync);
        provider.app.MapGet("/2010-04-01/Accounts/{account}/Messages.json", provider.List);
        provider.app.MapGet("/2010-04-01/Accounts/{account}/Messages/{sid}.json", (string sid) =>
            provider.bySid.TryGetValue(sid, out var text) ? Results.Json(Shape(text)) : Results.NotFound());
        await provider.app.StartAsync();
        provider.Address = new Uri(provider.app.Urls.First());
        return provider;
    }

    /// <summary>When each text was accepted, the last time it was.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Accepts() => bySid.Values.GroupBy(text => text.Body).ToDictionary(same => same.Key, same => same.Max(text => text.At));

    public int CountOf(string body) => byBody.GetValueOrDefault(body);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        callbacks.Dispose();
    }

    private async Task CreateAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        await Task.Delay(Roll(2, 6));
        switch (Roll(0, 100))
        {
            case < 4:
                await AnswerAsync(http, "500 before", StatusCodes.Status500InternalServerError);
                return;
            case < 6:
                await AnswerAsync(http, "429", StatusCodes.Status429TooManyRequests);
                return;
            case < 7:
                Count("silence before");
                await Task.Delay(LongerThanAnyTimeout);
                http.Abort();
                return;
            case < 10:
                Accept(form);
                Count("cut after");
                http.Abort();
                return;
            case < 12:
                Accept(form);
                Count("silence after");
                await Task.Delay(LongerThanAnyTimeout);
                http.Abort();
                return;
            case < 14:
                Accept(form);
                await AnswerAsync(http, "503 after", StatusCodes.Status503ServiceUnavailable);
                return;
            default:
                var text = Accept(form);
                await Task.Delay(Roll(0, 15));
                http.Response.StatusCode = StatusCodes.Status201Created;
                await http.Response.WriteAsJsonAsync(Shape(text));
                return;
        }
    }

    private Accepted Accept(IFormCollection form)
    {
        var number = Interlocked.Increment(ref accepted);
        var text = new Accepted(
            $"SM{number:x32}", form["To"].ToString(), form["From"].ToString(), form["Body"].ToString(), form["StatusCallback"].ToString(), TimeProvider.System.GetUtcNow());
        byBody.AddOrUpdate(text.Body, 1, (_, count) => count + 1);
        bySid[text.Sid] = text;
        byNumber.GetOrAdd(text.To, _ => []).Enqueue(text);
        if (text.Callback.Length > 0) _ = TellAsync(text);
        return text;
    }

    // Each word may be lost or doubled, and each takes its own way: "delivered" often overtakes "sent", and both our own answer.
    private Task TellAsync(Accepted text) => Task.WhenAll((text.IsLost ? WordsOfLost : Words).Select(async status =>
    {
        var times = Roll(0, 10) switch { < 2 => 0, < 4 => 2, _ => 1 };
        if (times == 0 && text.IsLost && status == "undelivered") text.Status = status;
        for (var time = 0; time < times; time++)
        {
            await Task.Delay(Roll(0, 400));
            if (status is "delivered" or "undelivered") text.Status = status;
            await PostAsync(text, status);
        }
    }));

    private async Task PostAsync(Accepted text, string status)
    {
        List<KeyValuePair<string, string>> fields = [new("MessageSid", text.Sid), new("MessageStatus", status), new("To", text.To), new("AccountSid", Account)];
        if (status == "undelivered") fields.Add(new("ErrorCode", $"{NoSuchNumber}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, text.Callback) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add(TwilioSignature.Header, TwilioSignature.Compute(Token, text.Callback, fields));
        try
        {
            using var answer = await callbacks.SendAsync(request);
        }
        catch (Exception nobody) when (nobody is HttpRequestException or TaskCanceledException or ObjectDisposedException)
        {
            Count("receipt to the dead");
        }
    }

    private IResult List(HttpContext http)
    {
        if (Roll(0, 100) < 5) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var from = http.Request.Query["From"].ToString();
        var found = byNumber.GetValueOrDefault(http.Request.Query["To"].ToString()) ?? [];
        return Results.Json(new { messages = found.Where(text => from.Length == 0 || text.From == from).Reverse().Select(Shape), next_page_uri = (string?)null });
    }

    private async Task AnswerAsync(HttpContext http, string fault, int status)
    {
        Count(fault);
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(new { code = status == StatusCodes.Status429TooManyRequests ? 20429 : 20500 });
    }

    private void Count(string fault) => faults.AddOrUpdate(fault, 1, (_, count) => count + 1);

    private int Roll(int from, int to)
    {
        lock (random) return random.Next(from, to);
    }

    private static object Shape(Accepted text) => new
    {
        sid = text.Sid,
        status = text.Status,
        direction = "outbound-api",
        from = text.From,
        to = text.To,
        body = text.Body,
        num_media = "0",
        error_code = text.Status == "undelivered" ? NoSuchNumber : (int?)null,
        date_created = text.At.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture),
    };

    private sealed record Accepted(string Sid, string To, string From, string Body, string Callback, DateTimeOffset At)
    {
        public bool IsLost => Body.Contains(Lost, StringComparison.Ordinal);

        public string Status { get; set; } = "queued";
    }
}
