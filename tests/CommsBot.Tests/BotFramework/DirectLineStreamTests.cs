using System.Text.Json.Nodes;
using CommsBot.BotFramework.DirectLine;
using CommsBot.BotFramework.Schema;

namespace CommsBot.Tests.BotFramework;

public sealed class DirectLineStreamTests
{
    [Fact]
    public async Task The_first_stream_replays_everything_since_the_start()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        server.Backend.Append(chat.Id, Frames.Says("welcome"));
        server.Backend.Append(chat.Id, Frames.Says("and more"));

        using var socket = await server.OpenAsync(chat.StreamUrl);
        var frame = await socket.NextAsync();

        Assert.Equal(["welcome", "and more"], frame.Texts());
        Assert.Equal("2", (string)frame["watermark"]!);
        Assert.Equal($"{chat.Id}|0000001", (string)frame["activities"]![0]!["id"]!);
    }

    [Fact]
    public async Task The_users_own_message_comes_back_with_its_client_id_on_both_sockets()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        using var one = await server.OpenAsync(chat.StreamUrl);
        using var two = await server.OpenAsync(chat.StreamUrl);

        await server.PostAsync(chat, """{"type":"message","text":"hi","channelData":{"clientActivityID":"a1"}}""");

        foreach (var socket in new[] { one, two })
        {
            var activity = (await socket.NextAsync())["activities"]![0]!;
            Assert.Equal("a1", (string)activity["channelData"]!["clientActivityID"]!);
            Assert.Equal("dl_ann", (string)activity["from"]!["id"]!);
            Assert.Equal($"{chat.Id}|0000001", (string)activity["id"]!);
        }
    }

    [Fact]
    public async Task A_wake_brings_what_was_added_to_every_socket_without_any_clock()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        using var one = await server.OpenAsync(chat.StreamUrl);
        using var two = await server.OpenAsync(chat.StreamUrl);
        for (var i = 1; i <= 5; i++)
        {
            server.Backend.Append(chat.Id, Frames.Says($"m{i}"));
            Assert.Equal([$"m{i}"], (await one.NextAsync()).Texts());
            Assert.Equal([$"m{i}"], (await two.NextAsync()).Texts());
        }
    }

    [Theory]
    [InlineData("1", "m2")]
    [InlineData("0", "m1")]
    [InlineData("", "m1")]
    public async Task A_stream_goes_on_after_its_watermark(string watermark, string first)
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        for (var i = 1; i <= 3; i++) server.Backend.Append(chat.Id, Frames.Says($"m{i}"));
        using var socket = await server.OpenAsync(ChatServer.From(chat.StreamUrl, watermark));
        Assert.Equal(first, (await socket.NextAsync()).Texts()[0]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("999")]
    public async Task Without_a_watermark_or_with_one_from_a_lost_future_only_new_activities_come(string? watermark)
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        server.Backend.Append(chat.Id, Frames.Says("old"));
        using var socket = await server.OpenAsync(ChatServer.From(chat.StreamUrl, watermark));
        server.Backend.Append(chat.Id, Frames.Says("new"));
        Assert.Equal(["new"], (await socket.NextAsync()).Texts());
    }

    [Fact]
    public async Task A_lost_wake_loses_nothing_because_the_stream_looks_again()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        using var socket = await server.OpenAsync(chat.StreamUrl);
        server.Backend.Append(chat.Id, Frames.Says("first"));
        await socket.NextAsync();

        // The memory backend wakes nobody for a user's activity; only the HTTP call does.
        await server.Backend.PostAsync(new DirectLinePost(chat.Id, "dl_ann", Frames.Says("unannounced"), null, new Dictionary<string, string>()), default);
        server.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["unannounced"], (await socket.NextAsync()).Texts());
    }

    [Fact]
    public async Task Typing_reaches_streams_only_and_moves_no_watermark()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        using var socket = await server.OpenAsync(chat.StreamUrl);
        server.Backend.Append(chat.Id, Frames.Says("one"));
        await socket.NextAsync();

        server.Sockets.Typing(chat.Id, new Activity { Type = ActivityTypes.Typing, From = new ChannelAccount("bot", role: RoleTypes.Bot) });
        var frame = await socket.NextAsync();

        Assert.Equal("typing", (string)frame["activities"]![0]!["type"]!);
        Assert.Equal("1", (string)frame["watermark"]!);
        Assert.Equal(1, await server.Backend.LastSequenceAsync(chat.Id, default));
    }

    [Fact]
    public async Task A_conversation_update_never_reaches_a_client()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        using var socket = await server.OpenAsync(chat.StreamUrl);
        server.Backend.Append(chat.Id, new Activity { Type = ActivityTypes.ConversationUpdate });
        server.Backend.Append(chat.Id, Frames.Says("welcome") with { ReplyToId = $"{chat.Id}|0000001" });
        var frame = await socket.NextAsync();
        Assert.Equal(["welcome"], frame.Texts());
    }

    [Fact]
    public async Task Much_at_once_comes_in_frames_of_bounded_size_without_loss()
    {
        await using var server = await ChatServer.StartAsync(ChatServer.Options() with { MaxFrameBytes = 4096 });
        var chat = await server.BeginAsync();
        for (var i = 0; i < 130; i++) server.Backend.Append(chat.Id, Frames.Says($"{i:000}{new string('x', 500)}"));
        using var socket = await server.OpenAsync(chat.StreamUrl);

        List<string> seen = [];
        while (seen.Count < 130)
        {
            var text = await socket.NextTextAsync();
            Assert.InRange(text.Length, 1, 4096 + 1000);
            var frame = JsonNode.Parse(text)!;
            seen.AddRange(frame.Texts().Select(each => each[..3]));
            Assert.Equal(seen.Count, (int)long.Parse((string)frame["watermark"]!));
        }

        Assert.Equal(Enumerable.Range(0, 130).Select(i => $"{i:000}"), seen);
    }
}
