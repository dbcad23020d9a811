using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CommsBot.BotFramework.DirectLine;
using CommsBot.BotFramework.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.BotFramework;

/// <summary>A Direct Line server with the memory backend behind a test transport, and the words to talk to it.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    public const string Secret = "a-secret-of-the-website";
    private readonly WebApplication app;

    private ChatServer(WebApplication app, FakeTimeProvider time)
    {
        (this.app, Time) = (app, time);
        Http = app.GetTestClient();
    }

    public FakeTimeProvider Time { get; }
    public HttpClient Http { get; }
    public MemoryDirectLineBackend Backend => app.Services.GetRequiredService<MemoryDirectLineBackend>();
    public DirectLineSockets Sockets => app.Services.GetRequiredService<DirectLineSockets>();
    public DirectLineTokens Tokens => app.Services.GetRequiredService<DirectLineTokens>();

    public static DirectLineOptions Options(string publicAddress = "https://chat.example.org/bot") => new()
    {
        PublicAddress = () => new Uri(publicAddress),
        SigningKeys = () => [Key("one", 1)],
        Secret = secret => secret == Secret ? new DirectLineSecret(new Dictionary<string, string> { ["clinic"] = "north" }) : null,
        ErrorSuffix = _ => "Call 555.",
    };

    public static DirectLineKey Key(string id, byte fill) => new(id, [.. Enumerable.Repeat(fill, 32)]);

    public static async Task<ChatServer> StartAsync(DirectLineOptions? options = null, Func<IDirectLineBackend, IDirectLineBackend>? wrap = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<MemoryDirectLineBackend>();
        builder.Services.AddSingleton(provider =>
        {
            IDirectLineBackend memory = provider.GetRequiredService<MemoryDirectLineBackend>();
            return wrap is null ? memory : wrap(memory);
        });
        builder.Services.AddDirectLine(_ => options ?? Options());
        builder.Services.AddCors(cors => cors.AddPolicy("sites", policy => policy.WithOrigins("https://site.example").AllowAnyHeader()));
        var app = builder.Build();
        app.UseCors();
        app.UseWebSockets();
        app.MapDirectLine();
        await app.StartAsync();
        return new ChatServer(app, time);
    }

    public async Task<Chat> BeginAsync()
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "conversations", Secret, """{"user":{"id":"dl_ann","name":"Ann"}}""");
        Assert.Equal(HttpStatusCode.Created, status);
        return new Chat((string)body!["conversationId"]!, (string)body["token"]!, (string)body["streamUrl"]!);
    }

    public Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(Chat chat, string activity) =>
        SendAsync(HttpMethod.Post, $"conversations/{chat.Id}/activities", chat.Token, activity);

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, string? bearer, string? json = null)
    {
        using var response = await SendRawAsync(method, path, bearer, json);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string path, string? bearer, string? json = null)
    {
        var request = new HttpRequestMessage(method, "/v3/directline/" + path);
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return Http.SendAsync(request);
    }

    public Task<WebSocket> OpenAsync(string streamUrl)
    {
        var local = new UriBuilder(streamUrl) { Host = "localhost", Port = 80, Scheme = "ws" }.Uri;
        return app.GetTestServer().CreateWebSocketClient().ConnectAsync(new Uri(local.AbsoluteUri.Replace("/bot/", "/")), CancellationToken.None);
    }

    /// <summary>Direct Line's stream address with another watermark; null leaves the parameter out.</summary>
    public static string From(string streamUrl, string? watermark) =>
        streamUrl.Replace("watermark=0&", watermark is null ? "" : $"watermark={watermark}&");

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

internal sealed record Chat(string Id, string Token, string StreamUrl);

internal static class Frames
{
    public static async Task<string> NextTextAsync(this WebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[512 * 1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += received.Count;
            if (received.EndOfMessage) return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    public static async Task<JsonNode> NextAsync(this WebSocket socket) => JsonNode.Parse(await socket.NextTextAsync())!;

    public static List<string> Texts(this JsonNode set) => [.. set["activities"]!.AsArray().Select(activity => (string?)activity!["text"] ?? "")];

    public static Activity Says(string text) => new() { Type = ActivityTypes.Message, Text = text, From = new ChannelAccount("bot", role: RoleTypes.Bot) };
}
