using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CommsBot.PeerTests;

/// <summary>A conversation over Direct Line by polling, as the plainest of clients has it.</summary>
internal sealed class Line(HttpClient client, string conversation, string user) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public string Conversation => conversation;

    public static async Task<Line> OpenAsync(Uri service)
    {
        var client = new HttpClient { BaseAddress = service };
        client.DefaultRequestHeaders.Add("Origin", service.GetLeftPart(UriPartial.Authority));
        var given = (await (await client.PostAsJsonAsync("/api/webchat/token", new { clinic = "mind-balance", language = "en" })).Content.ReadFromJsonAsync<JsonNode>())!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)given["token"]!);
        (await client.PostAsJsonAsync("/v3/directline/conversations", new { })).EnsureSuccessStatusCode();
        return new Line(client, (string)given["conversationId"]!, (string)given["userId"]!);
    }

    public async Task SayAsync(string text)
    {
        var id = Guid.NewGuid().ToString();
        var said = new { type = "message", text, from = new { id = user }, channelData = new { clientActivityID = id } };
        (await client.PostAsJsonAsync($"/v3/directline/conversations/{conversation}/activities", said)).EnsureSuccessStatusCode();
    }

    /// <summary>Waits until the bot has said so many things, then gives the outcomes in order.</summary>
    public async Task<IReadOnlyList<string>> OutcomesAsync(int count)
    {
        var shown = await UntilAsync(activities => Outcomes(activities).Count >= count);
        return Outcomes(shown);
    }

    /// <summary>Waits until these words stand in the conversation, then gives all texts in order, the patient's own among them.</summary>
    public async Task<IReadOnlyList<string>> SeesAsync(string words)
    {
        var shown = await UntilAsync(activities => activities.Any(activity => Text(activity).Contains(words, StringComparison.Ordinal)));
        return [.. shown.Select(Text)];
    }

    public void Dispose() => client.Dispose();

    private static List<string> Outcomes(JsonArray activities) =>
        [.. activities.Select(activity => (string?)activity!["channelData"]?["commsBot"]?["outcome"]).OfType<string>()];

    private static string Text(JsonNode? activity) => (string?)activity!["text"] ?? "";

    private async Task<JsonArray> UntilAsync(Func<JsonArray, bool> enough)
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            var page = (await client.GetFromJsonAsync<JsonNode>($"/v3/directline/conversations/{conversation}/activities?watermark=0", late.Token))!;
            if (page["activities"]!.AsArray() is var activities && enough(activities)) return activities;
            await Task.Delay(50, late.Token);
        }
    }
}
