using System.Net;
using CommsBot.Clinics;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Channels.WebChat;

/// <summary>
/// How many chats one network may open: counted from the rows, so on every node and after a restart too. This machine is not counted: a proxy that hides
/// its callers would make one of all of them, and lock every patient out.
/// </summary>
internal sealed class ChatCaps(WebChatSettings settings, ClinicStore store, ClinicClock clock, ColumnCipher cipher)
{
    /// <summary>A household or an office shares so much of an IPv6 address.</summary>
    private const int NetworkBytes = 8;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>What callers of one network have in common.</summary>
    public static string NetworkOf(IPAddress caller)
    {
        var address = caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller;
        var bytes = address.GetAddressBytes();
        return Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, NetworkBytes)));
    }

    /// <summary>The keyed hash under which a network is remembered.</summary>
    public string SourceOf(IPAddress caller) => cipher.LookUpHash($"source:{NetworkOf(caller)}");

    /// <param name="source">Null where the caller's network is not known, as of a website's own server: then nothing is counted.</param>
    public async Task<bool> IsFullAsync(string? source, CancellationToken ct)
    {
        if (source is null || source == SourceOf(IPAddress.Loopback) || source == SourceOf(IPAddress.IPv6Loopback)) return false;
        var (hour, day) = (clock.UtcNow - Hour, clock.UtcNow - Day);
        await using var db = store.Read();
        var opened = await db.Conversations.Where(c => c.Source == source && c.StartedAt >= day).Select(c => c.StartedAt).ToListAsync(ct);
        return opened.Count >= settings.ChatsPerDay || opened.Count(at => at >= hour) >= settings.ChatsPerHour;
    }
}
