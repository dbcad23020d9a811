using System.Net;
using System.Text.Json.Serialization;
using CommsBot.BotFramework.DirectLine;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Channels.WebChat;

/// <summary>What a website asks for: a clinic, a language, or an expired token to go on with.</summary>
internal sealed record ChatTokenRequest(string? Clinic, string? Language, string? Token);

internal sealed record ChatTokenAnswer(string Token, string ConversationId, string UserId, [property: JsonPropertyName("expiresIn")] int ExpiresIn);

/// <summary>Gives a browser the right to one conversation of its own, and renews it for a day after that conversation's last message, then never.</summary>
internal sealed class ChatTokens(
    DirectLineTokens tokens, DirectLineOptions options, ClinicDirectory clinics, ClinicStore store, ClinicClock clock, AllowedOrigins origins, LastWords lastWords, ColumnCipher cipher)
{
    private static readonly TimeSpan RenewableFor = TimeSpan.FromHours(24);

    /// <summary>A household or an office shares so much of an IPv6 address.</summary>
    private const int NetworkBytes = 8;

    public async Task<IResult> GiveAsync(ChatTokenRequest asked, string? origin, IPAddress? caller, CancellationToken ct)
    {
        if (asked.Token is { } old) return await RenewAsync(old, origin, ct);
        var clinic = asked.Clinic is null && clinics.All.Count == 1 ? clinics.All[0] : clinics.Find(asked.Clinic);
        var numbers = lastWords.Of(clinic, asked.Language);
        if (clinic is null) return Refused(StatusCodes.Status400BadRequest, asked.Clinic is null ? "clinic-required" : "clinic-unknown", "Name one of our clinics.", numbers);
        if (!origins.Allows(origin, clinic)) return Forbidden(numbers);
        if (asked.Language is not null && Languages.Parse(asked.Language) is null) return Refused(StatusCodes.Status400BadRequest, "language-unknown", "The languages are en and es.", numbers);
        var claims = new Dictionary<string, string> { [WebChatBackend.ClinicClaim] = clinic.Id };
        if (Languages.Parse(asked.Language) is { } language) claims[WebChatBackend.LanguageClaim] = language.Code();
        if (caller is not null) claims[WebChatBackend.SourceClaim] = SourceOf(caller);
        return Give(DirectLineTokens.NewConversationId(), DirectLineTokens.NewUserId(), claims);
    }

    /// <summary>Direct Line's own ways to a fresh token end as <see cref="GiveAsync"/> does; a conversation that has not begun has no last message.</summary>
    public async ValueTask<DirectLineRefusal?> RefusalAsync(DirectLineRequest asked, CancellationToken ct)
    {
        if (asked is not { Token: { } token, Call: DirectLineCall.RefreshToken or DirectLineCall.Start or DirectLineCall.Reconnect }) return null;
        return await LastMessageAsync(token, ct) is { } last && IsOver(last) ? DirectLineRefusal.TokenExpired : null;
    }

    private async Task<IResult> RenewAsync(string old, string? origin, CancellationToken ct)
    {
        var reading = await tokens.ReadAsync(old);
        var numbers = lastWords.Of(reading.Token?.Claims);
        if (reading.Token is not { } token || clinics.Find(token.Claims.GetValueOrDefault(WebChatBackend.ClinicClaim)) is not { } clinic)
            return Refused(StatusCodes.Status403Forbidden, "token-invalid", "This chat key is not one of ours.", numbers);
        if (!origins.Allows(origin, clinic)) return Forbidden(numbers);
        if (await LastMessageAsync(token, ct) is not { } last || IsOver(last))
            return Refused(StatusCodes.Status403Forbidden, "conversation-over", "This chat ended more than a day ago. Please start a new one.", numbers);
        return Give(token.ConversationId, token.UserId, token.Claims);
    }

    private bool IsOver(DateTimeOffset last) => clock.UtcNow - last > RenewableFor;

    /// <summary>Whoever wrote it: an answer that staff gave this morning can be read today.</summary>
    private async Task<DateTimeOffset?> LastMessageAsync(DirectLineToken token, CancellationToken ct)
    {
        await using var db = store.Read();
        var began = await db.Conversations.Where(c => c.Id == token.ConversationId && c.UserId == token.UserId).Select(c => (DateTimeOffset?)c.StartedAt).SingleOrDefaultAsync(ct);
        if (began is null) return null;
        var said = await db.Transcript.Where(t => t.ConversationId == token.ConversationId).OrderByDescending(t => t.Sequence).Select(t => (DateTimeOffset?)t.At).FirstOrDefaultAsync(ct);
        return said ?? began;
    }

    private string SourceOf(IPAddress caller)
    {
        var address = caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller;
        var bytes = address.GetAddressBytes();
        return cipher.LookUpHash($"source:{Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, NetworkBytes)))}");
    }

    private IResult Give(string conversationId, string userId, IReadOnlyDictionary<string, string> claims) =>
        Results.Json(new ChatTokenAnswer(tokens.Issue(conversationId, userId, claims), conversationId, userId, (int)options.TokenLifetime.TotalSeconds));

    private static IResult Forbidden(string numbers) => Refused(StatusCodes.Status403Forbidden, "origin-not-allowed", "This website may not embed the chat.", numbers);

    private static IResult Refused(int status, string title, string detail, string numbers) => Results.Problem(title: title, detail: $"{detail} {numbers}", statusCode: status);
}
