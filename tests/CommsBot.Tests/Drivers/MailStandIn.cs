using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CommsBot.Tests.Drivers;

/// <summary>A mail server on this machine that takes what it is told to take (RFC 5321, the commands a client needs) and remembers it.</summary>
internal sealed class MailStandIn : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> mails = [];

    public MailStandIn()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many of the next mails are turned away with 451.</summary>
    public int Refuse { get; set; }

    /// <summary>Whole mails, headers first.</summary>
    public IReadOnlyCollection<string> Mails => mails;

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 stand-in");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line == "DATA") await writer.WriteLineAsync(await TakeAsync(reader, writer));
            else if (line == "QUIT") await writer.WriteLineAsync("221 bye");
            else await writer.WriteLineAsync("250 ok");
        }
    }

    private async Task<string> TakeAsync(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 go on");
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") mail.AppendLine(line);
        if (Refuse > 0)
        {
            Refuse--;
            return "451 not now";
        }

        mails.Enqueue(mail.ToString());
        return "250 taken";
    }
}
