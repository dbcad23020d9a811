using System.Text.Json;
using CommsBot.BotFramework.DirectLine;
using CommsBot.PeerTests.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.PeerTests.DirectLine;

/// <summary>botframework-directlinejs, the client inside Web Chat, driving the service from Node.js.</summary>
public sealed class OfficialClientTests
{
    [SkippableTheory]
    [InlineData("stream")]
    [InlineData("poll")]
    public async Task The_official_client_talks_repeats_reconnects_opens_a_second_tab_and_learns_that_a_key_is_over(string way)
    {
        await using var service = await Service.StartAsync();
        var ran = await NodePeers.RunAsync("direct-line.mjs", [service.Address.ToString(), way, Expired(service)]);
        Assert.True(ran.Ok, ran.Tail);
        using var told = JsonDocument.Parse(ran.Output.Split('\n').First(line => line.StartsWith('{')));
        var root = told.RootElement;
        Assert.Equal(["greeting", "answered", "smalltalk"], root.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.GetString()));
        Assert.StartsWith("CRPS is short for **complex regional pain syndrome**.", root.GetProperty("texts")[1].GetString()!);
        Assert.True(root.GetProperty("repeatIsTheSame").GetBoolean(), "the same message posted twice has one id");
        Assert.Equal(1, root.GetProperty("echoes").GetInt32());
        Assert.True(root.GetProperty("tabsAgree").GetBoolean(), "a second tab sees the same words");
        Assert.Equal("ExpiredToken", root.GetProperty("states").EnumerateArray().Last().GetString());
        Assert.Equal(way == "stream" ? 3 : 0, root.GetProperty("sockets").GetInt32());
    }

    /// <summary>A key of ours from a month ago.</summary>
    private static string Expired(Service service)
    {
        var past = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-30));
        var tokens = new DirectLineTokens(service.App.Services.GetRequiredService<DirectLineOptions>(), past);
        return tokens.Issue("over", DirectLineTokens.NewUserId(), new Dictionary<string, string> { ["clinic"] = "mind-balance" });
    }
}
