using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CommsBot.PeerTests.Tools;

namespace CommsBot.PeerTests.BotService;

/// <summary>
/// botbuilder and botframework-connector as the channel's side, and both SDKs as judges: of the tokens we take and refuse, and of every activity we send.
/// </summary>
public sealed class OfficialChannelTests(OfficialChannelTests.Conversation conversation) : IClassFixture<OfficialChannelTests.Conversation>
{
    [SkippableFact]
    public void The_official_client_is_answered_by_the_connector_in_the_call_and_to_an_invoke()
    {
        var told = conversation.Told();
        Assert.Equal([200, 200, 200, 200, 501], Numbers(told["statuses"]!));
        Assert.True((bool)told["health"]!);
        var greeting = Texts(told["texts"]!)[0];
        Assert.StartsWith("Hi, I'm the automated assistant of", greeting);
        Assert.StartsWith("CRPS is short for **complex regional pain syndrome**.", Texts(told["texts"]!)[1]);
        Assert.Equal(Texts(told["texts"]!), Texts(told["expectedTexts"]!));
        Assert.True((bool)told["answersTheQuestion"]!);
        Assert.Equal(["Bearer bot-token"], Texts(told["bearers"]!));
        Assert.Equal([greeting, "What is CRPS?"], Texts(told["transcript"]!)[..2]);
        Assert.Equal(1, Texts(told["transcript"]!).Count(text => text == "What is CRPS?"));
    }

    [SkippableFact]
    public void Every_activity_of_ours_is_valid_to_both_official_models()
    {
        var told = conversation.Told();
        Assert.Equal([], Texts(told["invalid"]!));
        Assert.InRange((int)told["judged"]!, 6, 20);
    }

    [SkippableFact]
    public void We_take_what_both_official_validators_take_and_nothing_that_one_of_them_refuses()
    {
        var verdicts = conversation.Told()["verdicts"]!.AsObject();
        Assert.Equal(15, verdicts.Count);
        foreach (var (name, verdict) in verdicts)
        {
            var (builder, agents, service) = ((bool)verdict!["builder"]!, (bool)verdict["agents"]!, (int)verdict["service"]!);
            Assert.Equal((name, builder && agents ? 200 : 403), (name, service));
            Assert.Equal(name.StartsWith("good", StringComparison.Ordinal), service == 200);
        }
    }

    private static List<int> Numbers(JsonNode list) => [.. list.AsArray().Select(item => (int)item!)];

    private static List<string> Texts(JsonNode list) => [.. list.AsArray().Select(item => (string)item!)];

    /// <summary>One service, one Node.js process, one conversation for the whole class.</summary>
    public sealed class Conversation : IAsyncLifetime
    {
        private const string AppId = "8c2f6a10-0000-4000-8000-0000000000aa";
        private const string Secret = "secret-of-the-peer";

        private Exception? skipped;
        private JsonNode? told;

        public JsonNode Told() => told ?? throw skipped!;

        public async Task InitializeAsync()
        {
            var port = FreePort();
            await using var service = await Service.StartAsync(settings:
            [
                $"BotService:AppId={AppId}", $"BotService:AppSecret={Secret}", $"BotService:OpenIdMetadata=http://127.0.0.1:{port}/metadata",
                $"BotService:TokenEndpoint=http://127.0.0.1:{port}/token",
            ]);
            try
            {
                var ran = await NodePeers.RunAsync("bot-channel.mjs", [service.Address.ToString(), $"{port}", AppId, Secret]);
                Assert.True(ran.Ok, ran.Tail);
                told = JsonNode.Parse(ran.Output.Split('\n').First(line => line.StartsWith('{')))!;
            }
            catch (SkipException fault)
            {
                skipped = fault;
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
