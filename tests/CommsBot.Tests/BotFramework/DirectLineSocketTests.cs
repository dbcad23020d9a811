using System.Net.WebSockets;
using CommsBot.BotFramework.DirectLine;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.BotFramework;

public sealed class DirectLineSocketTests
{
    [Fact]
    public async Task A_silent_stream_gets_an_empty_frame_after_twenty_seconds_and_may_send_them()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        using var socket = await server.OpenAsync(chat.StreamUrl);
        server.Backend.Append(chat.Id, Frames.Says("one"));
        await socket.NextAsync();

        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, true, default);
        server.Time.Advance(TimeSpan.FromSeconds(21));

        Assert.Equal("", await socket.NextTextAsync());
        server.Backend.Append(chat.Id, Frames.Says("two"));
        Assert.Equal(["two"], (await socket.NextAsync()).Texts());
    }

    [Fact]
    public async Task One_socket_too_many_closes_the_oldest_as_a_collision()
    {
        await using var server = await ChatServer.StartAsync(ChatServer.Options() with { MaxSocketsPerConversation = 1 });
        var chat = await server.BeginAsync();
        using var old = await server.OpenAsync(chat.StreamUrl);
        using var young = await server.OpenAsync(chat.StreamUrl);

        await old.NextTextAsync();
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "collision"), (old.CloseStatus, old.CloseStatusDescription));
        server.Backend.Append(chat.Id, Frames.Says("to the young"));
        Assert.Equal(["to the young"], (await young.NextAsync()).Texts());
    }

    [Fact]
    public async Task A_client_that_closes_is_answered_and_forgotten()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        using var socket = await server.OpenAsync(chat.StreamUrl);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        Assert.Equal(WebSocketState.Closed, socket.State);
        Assert.True(SpinWait.SpinUntil(() => server.Sockets.Count == 0, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_client_that_talks_on_the_stream_is_closed()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        using var socket = await server.OpenAsync(chat.StreamUrl);
        await socket.SendAsync(new byte[5000], WebSocketMessageType.Text, endOfMessage: false, default);
        await socket.NextTextAsync();
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.CloseStatus);
    }

    [Fact]
    public async Task A_stream_address_opens_for_sixty_seconds_and_only_its_own_conversation()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        var other = await server.BeginAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.OpenAsync(chat.StreamUrl.Replace(chat.Id, other.Id)));

        server.Time.Advance(TimeSpan.FromSeconds(59));
        using var socket = await server.OpenAsync(chat.StreamUrl);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.OpenAsync(chat.StreamUrl));
    }

    [Fact]
    public async Task A_server_that_stops_says_so_and_the_client_comes_back()
    {
        await using var server = await ChatServer.StartAsync();
        var chat = await server.BeginAsync();
        using var socket = await server.OpenAsync(chat.StreamUrl);
        var stopped = server.StopAsync();
        await socket.NextTextAsync();
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "restarting"), (socket.CloseStatus, socket.CloseStatusDescription));
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await stopped;
    }

    [Fact]
    public async Task A_backend_that_cannot_be_read_for_a_moment_costs_a_moment()
    {
        var readable = false;
        var asked = new TaskCompletionSource();
        await using var server = await ChatServer.StartAsync(wrap: memory => new Moody(memory)
        {
            OnRead = () =>
            {
                asked.TrySetResult();
                if (!readable) throw new InvalidOperationException("down");
            },
        });
        var chat = await server.BeginAsync();
        server.Backend.Append(chat.Id, Frames.Says("kept"));
        using var socket = await server.OpenAsync(chat.StreamUrl);
        await asked.Task;

        readable = true;
        server.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["kept"], (await socket.NextAsync()).Texts());
    }

    [Fact]
    public async Task A_client_that_takes_no_frames_is_cut_off_and_its_send_never_cancelled()
    {
        var time = new FakeTimeProvider();
        var sockets = new DirectLineSockets();
        var memory = new MemoryDirectLineBackend(sockets);
        await memory.StartAsync(new DirectLineStart("c1", "dl_ann", null, null, new Dictionary<string, string>()), default);
        memory.Append("c1", Frames.Says("one"));
        using var stuck = new StuckWebSocket();
        var running = new DirectLineSocket(stuck, "c1", 0, memory, ChatServer.Options(), time, NullLogger.Instance).RunAsync(CancellationToken.None);
        Assert.False((await stuck.Sending).CanBeCanceled);

        var before = time.GetUtcNow();
        while (!running.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.InRange(time.GetUtcNow() - before, TimeSpan.FromSeconds(10), TimeSpan.MaxValue);
        await running;
        Assert.Equal(WebSocketState.Aborted, stuck.State);
    }
}
