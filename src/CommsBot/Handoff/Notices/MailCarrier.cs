using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CommsBot.Handoff.Notices;

internal sealed class MailCarrier(NoticesSettings settings) : INoticeCarrier
{
    public bool Carries(string kind) => kind == NoticeRoute.Email;

    public async Task<string?> SendAsync(NoticeRoute route, Notice notice, CancellationToken ct)
    {
        var server = settings.Mail;
        try
        {
            using var client = new SmtpClient();
            await client.ConnectAsync(server.Host!, server.Port, Protection(server), ct);
            if (server.User is { } user) await client.AuthenticateAsync(user, server.Password!, ct);
            await client.SendAsync(Message(server, route, notice), ct);
            await client.DisconnectAsync(quit: true, ct);
            return null;
        }
        catch (SmtpCommandException refused)
        {
            return $"smtp-{(int)refused.StatusCode}";
        }
        catch (Exception unreachable) when (unreachable is SocketException or IOException or AuthenticationException or SslHandshakeException or ServiceNotConnectedException or SmtpProtocolException or NotSupportedException)
        {
            return "smtp-unreachable";
        }
    }

    private static SecureSocketOptions Protection(MailSettings server) => server switch
    {
        { IsLocal: true } => SecureSocketOptions.None,
        { Port: 465 } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    private static MimeMessage Message(MailSettings server, NoticeRoute route, Notice notice)
    {
        var message = new MimeMessage { Subject = notice.Sentence, Date = notice.At, Body = new TextPart("plain") { Text = $"{notice.Sentence}\r\n\r\n{notice.Link}\r\n" } };
        var from = MailboxAddress.Parse(server.From!);
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(route.Address));
        message.MessageId = $"{notice.Id}@{from.Domain}";
        return message;
    }
}
