using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace CommsBot.Tests.Drivers;

/// <summary>What becomes of one create call at Twilio.</summary>
internal enum TwilioFault
{
    /// <summary>No connection: nothing was read.</summary>
    Unreachable,

    /// <summary>Accepted, but the answer is lost on the way back.</summary>
    AnswerLost,

    /// <summary>The words arrived and were dropped; the answer is a 500.</summary>
    ServerError,

    /// <summary>429, to be tried again after a second.</summary>
    TooMany,

    /// <summary>400 with code 21610: the number has opted out.</summary>
    OptedOut,

    /// <summary>400 with code 21211: no such number.</summary>
    NoSuchNumber,

    /// <summary>401 with code 20003: the account's token was revoked.</summary>
    BadCredentials,
}

/// <summary>A text Twilio accepted from the service.</summary>
internal sealed record SentText(string Sid, string To, string? From, string Body, string? StatusCallback, string? ValidityPeriod, string? Service, DateTimeOffset At)
{
    public string Status { get; set; } = "queued";
}

/// <summary>Twilio's message API as far as the service calls it, written by hand: it notes every text, and fails when a test says so.</summary>
internal sealed class TwilioStandIn
{
    public const string Address = "http://127.0.0.1:1";
    public const string Account = "AC0123456789abcdef0123456789abcdef";
    public const string Token = "the-twilio-token-of-the-tests";

    private readonly Lock door = new();
    private readonly List<SentText> sent = [];
    private readonly List<JsonObject> received = [];
    private readonly ConcurrentQueue<TwilioFault> faults = [];
    private int number;

    /// <summary>Every text accepted so far, oldest first.</summary>
    public IReadOnlyList<SentText> Sent
    {
        get
        {
            lock (door) return [.. sent];
        }
    }

    /// <summary>How many create calls came, accepted or not.</summary>
    public int Creates { get; private set; }

    /// <summary>How many messages stand on one page of the list, however many are asked for; null: all.</summary>
    public int? PageSize { get; set; }

    /// <summary>Asking for the list ends with a 503.</summary>
    public bool ListIsDown { get; set; }

    /// <summary>How every create call fares that <see cref="Next"/> says nothing about; null: well.</summary>
    public TwilioFault? Always { get; set; }

    /// <summary>The next create calls fare like this, one after the other.</summary>
    public void Next(params TwilioFault[] coming)
    {
        foreach (var fault in coming) faults.Enqueue(fault);
    }

    /// <summary>A text Twilio got from a phone and could not deliver to us: it stands in Twilio's list only.</summary>
    /// <param name="ago">How long ago it came; null: just now.</param>
    public string Missed(string from, string to, string body, TimeSpan? ago = null)
    {
        lock (door)
        {
            var sid = NewSid("SM");
            received.Add(Resource(sid, "received", "inbound", from, to, body, TimeProvider.System.GetUtcNow() - (ago ?? TimeSpan.Zero)));
            return sid;
        }
    }

    public string NewSid(string prefix = "SM") => $"{prefix}{Interlocked.Increment(ref number):x32}";

    public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/Messages.json", StringComparison.Ordinal))
            return request.Method == HttpMethod.Post ? await CreateAsync(request, ct)
                : ListIsDown ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) : Json(List(request.RequestUri));
        var sid = Path.GetFileNameWithoutExtension(path);
        lock (door)
            return sent.Find(text => text.Sid == sid) is { } text ? Json(Resource(text)) : new HttpResponseMessage(HttpStatusCode.NotFound);
    }

    private Task<HttpResponseMessage> CreateAsync(HttpRequestMessage request, CancellationToken ct) =>
        FareAsync(request, faults.TryDequeue(out var fault) ? fault : Always, ct);

    private async Task<HttpResponseMessage> FareAsync(HttpRequestMessage request, TwilioFault? fault, CancellationToken ct)
    {
        if (fault == TwilioFault.Unreachable) throw new HttpRequestException("refused");
        var form = QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(ct));
        lock (door)
        {
            Creates++;
            switch (fault)
            {
                case TwilioFault.ServerError: return new HttpResponseMessage(HttpStatusCode.InternalServerError);
                case TwilioFault.TooMany:
                    var wait = Refusal(HttpStatusCode.TooManyRequests, 20429);
                    wait.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(1));
                    return wait;
                case TwilioFault.OptedOut: return Refusal(HttpStatusCode.BadRequest, 21610);
                case TwilioFault.NoSuchNumber: return Refusal(HttpStatusCode.BadRequest, 21211);
                case TwilioFault.BadCredentials: return Refusal(HttpStatusCode.Unauthorized, 20003);
            }

            var text = new SentText(
                NewSid(), form["To"].ToString(), Of("From"), form["Body"].ToString(), Of("StatusCallback"), Of("ValidityPeriod"), Of("MessagingServiceSid"),
                TimeProvider.System.GetUtcNow());
            sent.Add(text);
            if (fault == TwilioFault.AnswerLost) throw new HttpRequestException("lost");
            return Json(Resource(text), HttpStatusCode.Created);
        }

        string? Of(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    private JsonObject List(Uri asked)
    {
        var query = QueryHelpers.ParseQuery(asked.Query);
        var to = query["To"].ToString();
        var skipped = query.TryGetValue("Skip", out var skip) ? int.Parse(skip.ToString(), CultureInfo.InvariantCulture) : 0;
        lock (door)
        {
            var messages = sent.Where(text => text.To == to).Select(Resource)
                .Concat(received.Where(message => (string?)message["to"] == to).Select(message => message.DeepClone().AsObject()))
                .Reverse().Skip(skipped).ToList();
            var more = PageSize < messages.Count ? $"{asked.AbsolutePath}?To={Uri.EscapeDataString(to)}&Skip={skipped + PageSize}" : null;
            return new JsonObject { ["messages"] = new JsonArray([.. messages.Take(PageSize ?? messages.Count)]), ["next_page_uri"] = more };
        }
    }

    private static JsonObject Resource(SentText text) => Resource(text.Sid, text.Status, "outbound-api", text.From ?? "", text.To, text.Body, text.At);

    private static JsonObject Resource(string sid, string status, string direction, string from, string to, string body, DateTimeOffset at) => new()
    {
        ["sid"] = sid, ["status"] = status, ["direction"] = direction, ["from"] = from, ["to"] = to, ["body"] = body, ["num_media"] = "0",
        ["date_created"] = at.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture),
    };

    private static HttpResponseMessage Refusal(HttpStatusCode status, int code) => Json(new JsonObject { ["code"] = code, ["status"] = (int)status }, status);

    private static HttpResponseMessage Json(JsonObject body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
