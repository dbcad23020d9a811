using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CommsBot.Outbox;
using CommsBot.Settings;

namespace CommsBot.Channels.Sms;

/// <summary>
/// Twilio's REST API: create, fetch, list, update. Creating has no idempotency there, so nothing in here is repeated; what became of a call is a value.
/// </summary>
internal sealed class TwilioClient(IHttpClientFactory clients, TwilioSettings settings, PublicAddress address, StartContext start, TimeProvider machine)
{
    public const string Name = "twilio";

    private const int PageSize = 200;
    private const int MostPages = 10;

    public Uri Base => settings.ApiBaseUrl ?? (start.Simulated ? new Uri(address.Bound, "/simulator/twilio") : new Uri("https://api.twilio.com"));

    public async Task<PostOutcome> CreateAsync(IEnumerable<KeyValuePair<string, string>> fields, SendFence fence)
    {
        using var form = await FencedBody.FormAsync(fields, fence);
        try
        {
            using var limit = Limit();
            using var answer = await SendAsync(HttpMethod.Post, Messages(), form, limit.Token);
            return await OutcomeAsync(answer, limit.Token);
        }
        catch (Exception failure) when (form.OutcomeOf(failure) is not null)
        {
            return form.OutcomeOf(failure)!;
        }
    }

    /// <summary>Null when Twilio could not be asked or does not know it.</summary>
    public Task<TwilioMessage?> FetchAsync(string sid) => AskAsync<TwilioMessage>(Message(sid));

    /// <summary>Newest first, until one is older than <paramref name="createdFrom"/> or more were found than are read at once; null when Twilio could not be asked.</summary>
    public async Task<TwilioList?> ListAsync(string to, string? from, DateTimeOffset createdFrom)
    {
        var query = $"?To={Uri.EscapeDataString(to)}{(from is null ? "" : $"&From={Uri.EscapeDataString(from)}")}&PageSize={PageSize}";
        var next = Messages() + query;
        var found = new List<TwilioMessage>();
        for (var page = 0; page < MostPages; page++)
        {
            if (await AskAsync<TwilioMessagePage>(next) is not { Messages: { } messages } answer) return null;
            found.AddRange(messages.Where(message => message.CreatedAt >= createdFrom));
            if (messages.Any(message => message.CreatedAt < createdFrom) || answer.NextPageUri is not { Length: > 0 } more) return new TwilioList(found, IsCut: false);
            next = Base.AbsoluteUri.TrimEnd('/') + more;
        }

        return new TwilioList(found, IsCut: true);
    }

    /// <summary>Removes the words at Twilio; the record of the text stays.</summary>
    public Task<bool> RedactAsync(string sid) => ChangeAsync(HttpMethod.Post, sid, new FormUrlEncodedContent([new("Body", "")]));

    /// <summary>Removes the whole record at Twilio.</summary>
    public Task<bool> DeleteAsync(string sid) => ChangeAsync(HttpMethod.Delete, sid, null);

    /// <summary>True also when Twilio does not know the text any more: what was to go is gone.</summary>
    private async Task<bool> ChangeAsync(HttpMethod method, string sid, HttpContent? change)
    {
        try
        {
            using var limit = Limit();
            using var answer = await SendAsync(method, Message(sid), change, limit.Token);
            return answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound;
        }
        catch (Exception failure) when (Network(failure))
        {
            return false;
        }
    }

    private async Task<T?> AskAsync<T>(string url) where T : class
    {
        try
        {
            using var limit = Limit();
            using var answer = await SendAsync(HttpMethod.Get, url, null, limit.Token);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<T>(limit.Token) : null;
        }
        catch (Exception failure) when (Network(failure) || failure is JsonException)
        {
            return null;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, HttpContent? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        var (user, secret) = settings.ApiKeySid is { } key ? (key, settings.ApiKeySecret!) : (settings.AccountSid!, settings.AuthTokens[0]);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")));
        using var client = clients.CreateClient(Name);
        return await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, ct);
    }

    private static async Task<PostOutcome> OutcomeAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        if (answer.StatusCode == HttpStatusCode.TooManyRequests) return new PostOutcome.NotProcessed("429", answer.Headers.RetryAfter?.Delta);
        if ((int)answer.StatusCode >= 500 || answer.StatusCode == HttpStatusCode.RequestTimeout) return new PostOutcome.Unknown($"http-{(int)answer.StatusCode}");
        if (!answer.IsSuccessStatusCode)
        {
            var refusal = await ReadAsync<TwilioRefusal>(answer, ct);
            return new PostOutcome.Refused(refusal?.Code is { } code ? $"{code}" : $"http-{(int)answer.StatusCode}");
        }

        var message = await ReadAsync<TwilioMessage>(answer, ct);
        return message is { Sid: { } sid, Status: { } status } ? new PostOutcome.Accepted(sid, status) : new PostOutcome.Unknown("unreadable-answer");
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage answer, CancellationToken ct) where T : class
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(ct);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private CancellationTokenSource Limit() => new(TimeSpan.FromSeconds(settings.TimeoutSeconds), machine);

    private static bool Network(Exception failure) => failure is HttpRequestException or OperationCanceledException or IOException;

    private string Messages() => $"{Base.AbsoluteUri.TrimEnd('/')}/2010-04-01/Accounts/{settings.AccountSid}/Messages.json";

    private string Message(string sid) => $"{Base.AbsoluteUri.TrimEnd('/')}/2010-04-01/Accounts/{settings.AccountSid}/Messages/{sid}.json";
}
