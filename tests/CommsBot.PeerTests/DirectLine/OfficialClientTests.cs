using System.Text.Json;
using CommsBot.PeerTests.Tools;

namespace CommsBot.PeerTests.DirectLine;

/// <summary>botframework-directlinejs, the client inside Web Chat, driving the service from Node.js.</summary>
public sealed class OfficialClientTests
{
    [SkippableTheory]
    [InlineData("stream")]
    [InlineData("poll")]
    public async Task The_official_client_talks_repeats_and_reconnects(string way)
    {
        await using var service = await Service.StartAsync();
        var ran = await NodePeers.RunAsync("direct-line.mjs", [service.Address.ToString(), way]);
        Assert.True(ran.Ok, ran.Tail);
        using var told = JsonDocument.Parse(ran.Output.Split('\n').First(line => line.StartsWith('{')));
        var root = told.RootElement;
        Assert.Equal(["greeting", "answered", "smalltalk"], root.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.GetString()));
        Assert.StartsWith("CRPS is short for **complex regional pain syndrome**.", root.GetProperty("texts")[1].GetString()!);
        Assert.True(root.GetProperty("repeatIsTheSame").GetBoolean(), "the same message posted twice has one id");
        Assert.Equal(1, root.GetProperty("echoes").GetInt32());
        Assert.Equal(way == "stream" ? 2 : 0, root.GetProperty("sockets").GetInt32());
    }
}
