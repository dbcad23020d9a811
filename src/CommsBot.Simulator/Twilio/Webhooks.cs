using Microsoft.Extensions.Logging;

namespace CommsBot.Simulator.Twilio;

/// <summary>What the service answered; status 0 when it could not be reached.</summary>
internal sealed record WebhookAnswer(int Status, string Body);

/// <summary>Posts signed forms to the service as Twilio's machines do.</summary>
internal sealed partial class Webhooks(SimulatorHost host, IHttpClientFactory clients, TimeProvider time, ILogger<Webhooks> log)
{
    public const string ClientName = "CommsBot.Simulator.Webhooks";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public Task<WebhookAnswer> PostAsync(string path, List<KeyValuePair<string, string>> form, CancellationToken cancel) =>
        PostAsync(new Uri(host.PublicBase().ToString().TrimEnd('/') + path), form, cancel);

    /// <summary>One try, and a second one when no connection came about: Twilio's default.</summary>
    public async Task<WebhookAnswer> PostAsync(Uri url, List<KeyValuePair<string, string>> form, CancellationToken cancel)
    {
        if (!url.IsLoopback)
        {
            NotLoopback(log, url.Host);
            return new(0, "");
        }

        var webhookEvent = Guid.NewGuid().ToString();
        var first = await TryAsync(url, form, webhookEvent, cancel);
        return first ?? await TryAsync(url, form, webhookEvent, cancel) ?? new(0, "");
    }

    /// <summary>Null when no connection came about.</summary>
    private async Task<WebhookAnswer?> TryAsync(Uri url, List<KeyValuePair<string, string>> form, string idempotencyToken, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("X-Twilio-Signature", TwilioSignature.Of(host.AuthToken, url.OriginalString.Split('#')[0], form));
        request.Headers.Add("I-Twilio-Idempotency-Token", idempotencyToken);
        request.Headers.UserAgent.ParseAdd("TwilioProxy/1.1");
        try
        {
            using var response = await clients.CreateClient(ClientName).SendAsync(request, either.Token);
            return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(either.Token));
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConnectionError)
        {
            Unreached(log, url.AbsolutePath);
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || limit.IsCancellationRequested)
        {
            Unanswered(log, url.AbsolutePath);
            return new(0, "");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The simulator posts webhooks to loopback only, not to {Host}; see Public:BaseUrl.")]
    private static partial void NotLoopback(ILogger log, string host);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The simulator could not reach {Path}.")]
    private static partial void Unreached(ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The simulator got no answer from {Path}.")]
    private static partial void Unanswered(ILogger log, string path);
}
