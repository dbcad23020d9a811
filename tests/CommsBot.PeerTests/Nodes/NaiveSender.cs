using System.Collections.Concurrent;

namespace CommsBot.PeerTests.Nodes;

/// <summary>What most samples do: send, and when there is no clear yes, send again. It keeps no rows and asks nobody.</summary>
internal static class NaiveSender
{
    private const int InFlight = 8;

    public static async Task SendAllAsync(Uri provider, IEnumerable<ChaosText> texts)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        var address = new Uri(provider, $"/2010-04-01/Accounts/{WildProvider.Account}/Messages.json");
        var waiting = new ConcurrentQueue<ChaosText>(texts);
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            while (waiting.TryDequeue(out var text))
                while (!await SendAsync(client, address, text))
                {
                }
        }));
    }

    private static async Task<bool> SendAsync(HttpClient client, Uri address, ChaosText text)
    {
        try
        {
            using var form = new FormUrlEncodedContent([new("To", text.To), new("Body", text.Body), new("From", "+12815550100")]);
            using var answer = await client.PostAsync(address, form);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
