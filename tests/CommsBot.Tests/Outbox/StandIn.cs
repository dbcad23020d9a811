using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;

namespace CommsBot.Tests.Outbox;

/// <summary>What the stand-in does with one new text.</summary>
internal enum Fate
{
    Accept,
    AcceptThenDrop,
    AcceptThenTimeOut,
    AcceptThenError,
    DropBefore,
    TimeOutBefore,
    ErrorBefore,
    RefuseConnection,
    TooMany,
    UnreadableYes,
}

/// <summary>A text as the stand-in holds it.</summary>
internal sealed record Held(string Sid, string To, string From, string Body, string Callback, DateTimeOffset At, IReadOnlyDictionary<string, string> Fields)
{
    public string Status { get; set; } = "queued";
    public int? ErrorCode { get; set; }
    public string Direction { get; init; } = "outbound-api";
}

/// <summary>Twilio's message calls, in memory: it records what it accepted and fails as it is told. It has no idempotency, like the real one.</summary>
internal sealed class StandIn(TimeProvider machine) : HttpMessageHandler
{
    private int numbers;

    public ConcurrentQueue<Held> Texts { get; } = [];

    public ConcurrentQueue<string> Calls { get; } = [];

    public Func<string, Fate> Next { get; set; } = _ => Fate.Accept;

    /// <summary>Refuses with this code of Twilio instead of anything else.</summary>
    public int? Refusal { get; set; }

    public bool ListIsDown { get; set; }

    /// <summary>Runs before a question is answered: the provider is slow.</summary>
    public Func<Task>? Thinking { get; set; }

    public bool UpdateIsDown { get; set; }

    public int Count(string body) => Texts.Count(text => text.Body == body);

    public string? Authorization { get; private set; }

    /// <summary>Runs while a text is being created, after it was recorded and before it is answered.</summary>
    public Func<Held, Task>? Meanwhile { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        Calls.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath}");
        Authorization = request.Headers.Authorization?.ToString();
        if (request.Method == HttpMethod.Get && Thinking is { } thinking) await thinking();
        if (request.Method == HttpMethod.Get) return Read(request.RequestUri);
        if (!request.RequestUri.AbsolutePath.EndsWith("/Messages.json", StringComparison.Ordinal)) return Json(UpdateIsDown ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, new { });
        var fate = Next("");
        if (fate == Fate.RefuseConnection) throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        return await CreateAsync(await FieldsAsync(request), fate);
    }

    private static async Task<Dictionary<string, string>> FieldsAsync(HttpRequestMessage request)
    {
        var fields = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync());
        return fields.AllKeys.ToDictionary(key => key!, key => fields[key]!);
    }

    private async Task<HttpResponseMessage> CreateAsync(Dictionary<string, string> fields, Fate fate)
    {
        if (Refusal is { } code) return Json(HttpStatusCode.BadRequest, new { code, message = "no", status = 400 });
        if (fate == Fate.DropBefore) throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut");
        if (fate == Fate.TimeOutBefore) throw new TaskCanceledException("time");
        if (fate == Fate.ErrorBefore) return Json(HttpStatusCode.InternalServerError, new { });
        if (fate == Fate.TooMany) return Json(HttpStatusCode.TooManyRequests, new { code = 20429 });
        var text = new Held(
            $"SM{Interlocked.Increment(ref numbers):x32}", fields["To"], fields.GetValueOrDefault("From", "+12815550100"), fields["Body"], fields["StatusCallback"],
            machine.GetUtcNow(), fields);
        Texts.Enqueue(text);
        if (Meanwhile is { } meanwhile) await meanwhile(text);
        return fate switch
        {
            Fate.AcceptThenDrop => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut"),
            Fate.AcceptThenTimeOut => throw new TaskCanceledException("time"),
            Fate.AcceptThenError => Json(HttpStatusCode.BadGateway, new { }),
            Fate.UnreadableYes => new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent("<html>", Encoding.UTF8, "text/html") },
            _ => Json(HttpStatusCode.Created, Shape(text)),
        };
    }

    private HttpResponseMessage Read(Uri address)
    {
        if (ListIsDown) return Json(HttpStatusCode.ServiceUnavailable, new { });
        if (!address.AbsolutePath.EndsWith("/Messages.json", StringComparison.Ordinal))
        {
            var sid = Path.GetFileNameWithoutExtension(address.AbsolutePath);
            return Texts.FirstOrDefault(text => text.Sid == sid) is { } one ? Json(HttpStatusCode.OK, Shape(one)) : Json(HttpStatusCode.NotFound, new { code = 20404 });
        }

        var query = HttpUtility.ParseQueryString(address.Query);
        var found = Texts.Where(text => text.To == query["To"] && (query["From"] is null || text.From == query["From"])).Reverse().Select(Shape);
        return Json(HttpStatusCode.OK, new { messages = found, next_page_uri = (string?)null });
    }

    private static object Shape(Held text) => new
    {
        sid = text.Sid,
        status = text.Status,
        direction = text.Direction,
        from = text.From,
        to = text.To,
        body = text.Body,
        num_media = "0",
        error_code = text.ErrorCode,
        date_created = text.At.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture),
    };

    private static HttpResponseMessage Json(HttpStatusCode status, object body) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
}
