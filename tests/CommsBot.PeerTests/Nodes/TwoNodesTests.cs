using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.PeerTests.Storage;
using CommsBot.Settings;
using CommsBot.Staff.SignIn;
using CommsBot.Staff.Talk;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.PeerTests.Nodes;

/// <summary>Two nodes on one PostgreSQL are one service.</summary>
public sealed partial class TwoNodesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [SkippableFact]
    public async Task A_conversation_lives_on_both_nodes_at_once()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var a = await NodeAsync(database);
        await using var b = await NodeAsync(database);

        await WhatOneNodeWritesTheOtherHears(a, b);
        await ASocketOnOneNodeShowsWhatTheOtherWrote(a, b);
        await NothingIsLostOrDoubled(a, b);
        await WhoIsDisabledOnOneNodeIsSignedOutOnBoth(a, b);
    }

    [SkippableFact]
    public async Task A_node_without_cluster_settings_refuses_to_serve_beside_another()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (var alone = await Service.StartAsync(database, "Simulator:Enabled=false"))
        {
            var second = await Assert.ThrowsAsync<StartRefusedException>(() => Service.StartAsync(database, "Simulator:Enabled=false"));
            Assert.Contains("several nodes need Cluster:SiloPort and Cluster:AdvertisedAddress", second.Message);
            var joining = await Assert.ThrowsAsync<StartRefusedException>(() => NodeAsync(database));
            Assert.Contains("A node without Cluster settings serves from this database", joining.Message);
        }

        await using var node = await NodeAsync(database);
        await Assert.ThrowsAsync<StartRefusedException>(() => Service.StartAsync(database, "Simulator:Enabled=false"));
    }

    private static async Task WhatOneNodeWritesTheOtherHears(Service a, Service b)
    {
        var heard = new TaskCompletionSource<Change>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = a.App.Services.GetRequiredService<Changes>().Subscribe(change => heard.TrySetResult(change));
        using var late = new CancellationTokenSource(Patience);
        while (!heard.Task.IsCompleted)
        {
            b.App.Services.GetRequiredService<Changes>().Publish(new Change("mind-balance", "a-conversation", "a-ticket"));
            await Task.WhenAny(heard.Task, Task.Delay(200, late.Token));
            late.Token.ThrowIfCancellationRequested();
        }

        Assert.Equal(new Change("mind-balance", "a-conversation", "a-ticket"), await heard.Task);
    }

    private static async Task ASocketOnOneNodeShowsWhatTheOtherWrote(Service a, Service b)
    {
        var chat = await OpenAsync(a);
        using var socket = new ClientWebSocket();
        using var late = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(chat.Stream, late.Token);

        await SayAsync(b, chat, "What is CRPS?", "one");

        var shown = new StringBuilder();
        while (!shown.ToString().Contains("CRPS is short for", StringComparison.Ordinal)) shown.Append((await FrameAsync(socket, late.Token)).Replace("**", ""));
    }

    private static async Task NothingIsLostOrDoubled(Service a, Service b)
    {
        const int Messages = 16;
        var chat = await OpenAsync(a);

        // Each message comes to both nodes at once, as a client does that lost its answer.
        await Parallel.ForAsync(0, Messages, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
            await Task.WhenAll(SayAsync(a, chat, $"What is CRPS, question {i}?", $"id-{i}"), SayAsync(b, chat, $"What is CRPS, question {i}?", $"id-{i}")));

        var store = b.App.Services.GetRequiredService<ClinicStore>();
        using var late = new CancellationTokenSource(Patience);
        await using var db = store.Read();
        while (await db.Inbound.AnyAsync(row => row.ConversationId == chat.Id && row.State == InboundState.Stored, late.Token)) await Task.Delay(100, late.Token);

        var said = await db.Inbound.Where(row => row.ConversationId == chat.Id && row.Kind == InboundKind.Message).ToListAsync();
        Assert.Equal(Messages, said.Count);
        Assert.All(said, row => Assert.Equal(InboundState.Done, row.State));
        var transcript = await db.Transcript.Where(row => row.ConversationId == chat.Id).OrderBy(row => row.Sequence).ToListAsync();
        Assert.Equal(Enumerable.Range(1, transcript.Count).Select(number => (long)number), transcript.Select(row => row.Sequence));
        Assert.Equal(Messages, transcript.Count(row => row.From == Speaker.Patient));
        Assert.Equal(Messages, transcript.Count(row => row.From == Speaker.Bot && row.Outcome is not ("greeting" or null)));
    }

    // Rule 39: within 30 seconds, on every node; what the person held waits for a colleague, never for the bot.
    private static async Task WhoIsDisabledOnOneNodeIsSignedOutOnBoth(Service a, Service b)
    {
        const string Name = "Rosa Diaz";
        // Cookies are of the host, not of its port: both nodes get them, as behind one address.
        using var staff = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = a.Address };
        var password = await a.App.Services.GetRequiredService<StaffAccounts>().AddAsync(Name, "staff", ["mind-balance"]);
        var token = FormToken().Match(await staff.GetStringAsync("/staff/sign-in")).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("name", Name), new("password", password!)]);
        (await staff.PostAsync("/staff/sign-in", form)).Dispose();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await SeesAsync(staff, a, b));

        var chat = await OpenAsync(a);
        var ticket = await b.App.Services.GetRequiredService<StepIn>().TakeAsync(new DeskPerson(Name, ["mind-balance"]), chat.Id);
        await a.App.Services.GetRequiredService<StaffAccounts>().DisableAsync(Name, "Alex Rivera");
        using var late = new CancellationTokenSource(Patience);
        while ((await SeesAsync(staff, a, b)).Contains(HttpStatusCode.OK)) await Task.Delay(500, late.Token);
        await using var db = b.App.Services.GetRequiredService<ClinicStore>().Read();
        Assert.Equal(Ownership.Team, (await db.Conversations.SingleAsync(c => c.Id == chat.Id)).Owner);
        Assert.Equal((HandoffState.Waiting, null), await db.Handoffs.Where(h => h.Id == ticket).Select(h => new ValueTuple<HandoffState, string?>(h.State, h.ClaimedBy)).SingleAsync());
    }

    private static async Task<HttpStatusCode[]> SeesAsync(HttpClient staff, Service a, Service b) =>
        [(await staff.GetAsync(new Uri(a.Address, "/staff"))).StatusCode, (await staff.GetAsync(new Uri(b.Address, "/staff"))).StatusCode];

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    private static Task<Service> NodeAsync(string database) =>
        Service.StartAsync(database, "Simulator:Enabled=false", $"Cluster:SiloPort={FreePort()}", "Cluster:AdvertisedAddress=127.0.0.1");

    private static async Task<Chat> OpenAsync(Service service)
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        client.DefaultRequestHeaders.Add("Origin", service.Address.GetLeftPart(UriPartial.Authority));
        var given = (await (await client.PostAsJsonAsync("/api/webchat/token", new { clinic = "mind-balance", language = "en" })).Content.ReadFromJsonAsync<JsonNode>())!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)given["token"]!);
        var opened = (await (await client.PostAsJsonAsync("/v3/directline/conversations", new { })).Content.ReadFromJsonAsync<JsonNode>())!;
        return new Chat((string)given["conversationId"]!, (string)given["userId"]!, (string)given["token"]!, new Uri((string)opened["streamUrl"]!));
    }

    private static async Task SayAsync(Service service, Chat chat, string text, string id)
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", chat.Token);
        var said = new { type = "message", text, from = new { id = chat.User }, channelData = new { clientActivityID = id } };
        (await client.PostAsJsonAsync($"/v3/directline/conversations/{chat.Id}/activities", said)).EnsureSuccessStatusCode();
    }

    private static async Task<string> FrameAsync(ClientWebSocket socket, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, ct);
            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            if (part.EndOfMessage) return text.ToString();
        }
    }

    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed record Chat(string Id, string User, string Token, Uri Stream);
}
