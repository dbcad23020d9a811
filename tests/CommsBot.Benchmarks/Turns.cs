using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using CommsBot.BotFramework.DirectLine;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Benchmarks;

/// <summary>100 turns a second for 20 s over 200 conversations, each with its stream open, after 15 s in which the runtime compiles; the client runs on the same cores.</summary>
internal static class Turns
{
    private const int Conversations = 200;
    private const int PerSecond = 100;
    private const int Seconds = 20;
    private const int WarmUpSeconds = 15;

    private static readonly string[] Questions = ["What is CRPS?", "how long is a session", "can I drive home", "what does it cost", "what should I wear", "is it covered by insurance"];

    public static async Task RunAsync()
    {
        await using var house = await House.OpenAsync();
        var (times, posted) = await MeasureAsync(house, Conversations, PerSecond, Seconds);
        Console.WriteLine($"{times.Count} of {posted} turns answered at {PerSecond}/s over {Conversations} conversations: {times}");
    }

    public static async Task<(Times Times, int Posted)> MeasureAsync(House house, int conversations, int perSecond, int seconds)
    {
        using var http = new HttpClient { BaseAddress = new Uri(house.App.Urls.First()) };
        var tokens = house.App.Services.GetRequiredService<DirectLineTokens>();
        var open = new List<Chat>();
        for (var i = 0; i < conversations; i++) open.Add(await Chat.OpenAsync(http, tokens));

        await LoadAsync(open, perSecond, WarmUpSeconds);
        foreach (var chat in open) chat.Forget();
        var posted = await LoadAsync(open, perSecond, seconds);
        var times = new Times();
        foreach (var chat in open) chat.Tell(times);
        foreach (var chat in open) chat.Dispose();
        return (times, posted);
    }

    private static async Task<int> LoadAsync(List<Chat> chats, int perSecond, int seconds)
    {
        var started = Stopwatch.GetTimestamp();
        var posts = new List<Task>();
        for (var n = 0; n < seconds * perSecond; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / perSecond) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero) await Task.Delay(due);
            var (chat, question) = (chats[n % chats.Count], Questions[n % Questions.Length]);
            posts.Add(Task.Run(() => chat.AskAsync(question)));
        }

        await Task.WhenAll(posts);
        await Task.Delay(TimeSpan.FromSeconds(2));
        return posts.Count;
    }

    private sealed class Chat(HttpClient http, string id, string user, AuthenticationHeaderValue key, ClientWebSocket socket) : IDisposable
    {
        private readonly ConcurrentQueue<long> asked = new();
        private readonly ConcurrentBag<long> waited = [];

        public static async Task<Chat> OpenAsync(HttpClient http, DirectLineTokens tokens)
        {
            var (id, user) = (DirectLineTokens.NewConversationId(), DirectLineTokens.NewUserId());
            var key = new AuthenticationHeaderValue("Bearer", tokens.Issue(id, user, new Dictionary<string, string> { ["clinic"] = "mind-balance" }));
            using var start = new HttpRequestMessage(HttpMethod.Post, "/v3/directline/conversations") { Headers = { Authorization = key } };
            using var answer = await http.SendAsync(start);
            answer.EnsureSuccessStatusCode();
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri(body.GetProperty("streamUrl").GetString()!), default);
            var chat = new Chat(http, id, user, key, socket);
            _ = chat.ListenAsync();
            return chat;
        }

        public async Task AskAsync(string question)
        {
            asked.Enqueue(Stopwatch.GetTimestamp());
            using var post = new HttpRequestMessage(HttpMethod.Post, $"/v3/directline/conversations/{id}/activities")
            {
                Headers = { Authorization = key },
                Content = JsonContent.Create(new { type = "message", from = new { id = user }, text = question }),
            };
            (await http.SendAsync(post)).EnsureSuccessStatusCode();
        }

        public void Forget()
        {
            asked.Clear();
            waited.Clear();
        }

        public void Tell(Times times)
        {
            foreach (var since in waited) times.AddTicks(since);
        }

        public void Dispose() => socket.Dispose();

        private async Task ListenAsync()
        {
            var buffer = new byte[64 * 1024];
            var length = 0;
            while (socket.State == WebSocketState.Open)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), default);
                length += part.Count;
                if (!part.EndOfMessage) continue;
                var arrived = Stopwatch.GetTimestamp();
                if (HoldsReply(buffer.AsSpan(0, length)) && asked.TryDequeue(out var since)) waited.Add(arrived - since);
                length = 0;
            }
        }

        // Only the bot's own activities carry what became of the turn; the echo of the question does not.
        private static bool HoldsReply(ReadOnlySpan<byte> frame) => frame.IndexOf("\"outcome\""u8) >= 0;
    }
}
