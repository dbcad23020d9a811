using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CommsBot.Handoff.Notices;

/// <summary>Posts a notice: to Teams as a card, to any program as a signed event (Standard Webhooks: id, time and body under HMAC-SHA256).</summary>
internal sealed class WebCarrier(IHttpClientFactory clients, TimeProvider machine) : INoticeCarrier
{
    /// <summary>The HTTP client's name.</summary>
    public const string Client = "notices";

    public bool Carries(string kind) => kind is NoticeRoute.Teams or NoticeRoute.Webhook;

    public async Task<string?> SendAsync(NoticeRoute route, Notice notice, CancellationToken ct)
    {
        var body = route.Kind == NoticeRoute.Teams ? Card(notice) : Event(notice);
        using var request = new HttpRequestMessage(HttpMethod.Post, route.Address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (route.Kind == NoticeRoute.Webhook) Sign(request, notice, body, route.Secret!);
        try
        {
            using var answer = await clients.CreateClient(Client).SendAsync(request, ct);
            return answer.IsSuccessStatusCode ? null : $"http-{(int)answer.StatusCode}";
        }
        catch (HttpRequestException)
        {
            return "http-unreachable";
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return "http-timeout";
        }
    }

    private void Sign(HttpRequestMessage request, Notice notice, string body, string secret)
    {
        var time = machine.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{notice.Id}.{time}.{body}"));
        request.Headers.Add("webhook-id", notice.Id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(signature)}");
    }

    private static string Event(Notice notice) =>
        JsonSerializer.Serialize(new { type = "handoff.waiting", timestamp = notice.At, data = new { clinic = notice.ClinicId, handoff = notice.TicketId, text = notice.Sentence, link = notice.Link } });

    private static string Card(Notice notice) => JsonSerializer.Serialize(new
    {
        type = "message",
        attachments = new[]
        {
            new
            {
                contentType = "application/vnd.microsoft.card.adaptive",
                content = new
                {
                    type = "AdaptiveCard",
                    version = "1.4",
                    body = new[] { new { type = "TextBlock", text = notice.Sentence, wrap = true } },
                    actions = new[] { new { type = "Action.OpenUrl", title = "Open", url = notice.Link } },
                },
            },
        },
    });
}
