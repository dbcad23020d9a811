using System.Net;
using CommsBot.Settings;
using MimeKit;

namespace CommsBot.Handoff.Notices;

/// <summary>An SMTP server that takes our mail.</summary>
internal sealed class MailSettings
{
    /// <summary>Its name; unset, no mail is sent.</summary>
    public string? Host { get; set; }

    /// <summary>1 to 65535; default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Both or neither.</summary>
    public string? User { get; set; }
    public string? Password { get; set; }

    /// <summary>The sender's address.</summary>
    public string? From { get; set; }

    public bool IsOn => Host is not null;

    /// <summary>Only a server on this machine may be spoken to in the clear.</summary>
    public bool IsLocal => Host is "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    public IEnumerable<string> Faults(StartContext start)
    {
        if (Port is < 1 or > 65535) yield return "Notices:Mail:Port must be from 1 to 65535.";
        if (User is null != Password is null) yield return "Notices:Mail:User and Notices:Mail:Password go together.";
        if (!IsOn) yield break;
        if (start.Simulated && !IsLocal) yield return "Notices:Mail:Host must be a loopback address while the simulator is on.";
        if (!IsAddress(From)) yield return "Notices:Mail:From must be a mail address.";
    }

    /// <summary>Of a person or a program: with the name of a host.</summary>
    public static bool IsAddress(string? text) => MailboxAddress.TryParse(text, out var mailbox) && mailbox.Domain.Length > 0;
}
