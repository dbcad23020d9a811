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
    DirectLineTokens tokens, DirectLineOptions options, ClinicDirectory clinics, ClinicStore store, TimeProvider machine, AllowedOrigins origins, ChatCaps caps,
    LastWords lastWords, ContentLibrary library)
{
    private static readonly TimeSpan RenewableFor = TimeSpan.FromHours(24);
    private static readonly DirectLineRefusal OtherWebsite = new(StatusCodes.Status403Forbidden, DirectLineErrorCodes.BadArgument, NotHere);

    private const string NotHere = "This website may not embed the chat.";

    public async Task<IResult> GiveAsync(ChatTokenRequest asked, string? origin, IPAddress? caller, CancellationToken ct)
    {
        if (asked.Token is { } old) return await RenewAsync(old, origin, ct);
        var clinic = asked.Clinic is null && clinics.All.Count == 1 ? clinics.All[0] : clinics.Find(asked.Clinic);
        var numbers = lastWords.Of(clinic, asked.Language);
        if (clinic is null) return Refused(StatusCodes.Status400BadRequest, asked.Clinic is null ? "clinic-required" : "clinic-unknown", "Name one of our clinics.", numbers);
        if (!origins.Allows(origin, clinic)) return Forbidden(numbers);
        var language = Languages.Parse(asked.Language);
        if (asked.Language is not null && language is null) return Refused(StatusCodes.Status400BadRequest, "language-unknown", "The languages are en and es.", numbers);
        var source = caller is null ? null : caps.SourceOf(caller);
        if (await caps.IsFullAsync(source, ct)) return TooMany(clinic, language ?? Language.English, numbers);
        var claims = new Dictionary<string, string> { [WebChatBackend.ClinicClaim] = clinic.Id };
        if (language is { } known) claims[WebChatBackend.LanguageClaim] = known.Code();
        if (source is not null) claims[WebChatBackend.SourceClaim] = source;
        return Give(DirectLineTokens.NewConversationId(), DirectLineTokens.NewUserId(), claims);
    }

    /// <summary>
    /// A website that the chat's clinic left out may not call for it, though another clinic allows it. Direct Line's own ways to a fresh token end as
    /// <see cref="GiveAsync"/> does; a conversation that has not begun has no last message.
    /// </summary>
    public async ValueTask<DirectLineRefusal?> RefusalAsync(DirectLineRequest asked, CancellationToken ct)
    {
        if (asked.Token is not { } token) return null;
        if (asked.Http.Request.Headers.Origin is [{ } origin] && ClinicOf(token) is { } clinic && !origins.Allows(origin, clinic)) return OtherWebsite;
        if (asked.Call is not (DirectLineCall.RefreshToken or DirectLineCall.Start or DirectLineCall.Reconnect)) return null;
        return await LastMessageAsync(token, ct) is { } last && IsOver(last) ? DirectLineRefusal.TokenExpired : null;
    }

    private async Task<IResult> RenewAsync(string old, string? origin, CancellationToken ct)
    {
        var reading = await tokens.ReadAsync(old);
        var numbers = lastWords.Of(reading.Token?.Claims);
        if (reading.Token is not { } token || ClinicOf(token) is not { } clinic)
            return Refused(StatusCodes.Status403Forbidden, "token-invalid", "This chat key is not one of ours.", numbers);
        if (!origins.Allows(origin, clinic)) return Forbidden(numbers);
        if (await LastMessageAsync(token, ct) is not { } last || IsOver(last))
            return Refused(StatusCodes.Status403Forbidden, "conversation-over", "This chat ended more than a day ago. Please start a new one.", numbers);
        return Give(token.ConversationId, token.UserId, token.Claims);
    }

    private Clinic? ClinicOf(DirectLineToken token) => clinics.Find(token.Claims.GetValueOrDefault(WebChatBackend.ClinicClaim));

    private bool IsOver(DateTimeOffset last) => machine.GetUtcNow() - last > RenewableFor;

    /// <summary>Machine time. Whoever wrote it: an answer that staff gave this morning can be read today.</summary>
    private async Task<DateTimeOffset?> LastMessageAsync(DirectLineToken token, CancellationToken ct)
    {
        await using var db = store.Read();
        var chat = await db.Conversations.Where(c => c.Id == token.ConversationId).Select(c => new { c.UserId, c.SaidAt }).SingleOrDefaultAsync(ct);
        return chat?.UserId == token.UserId ? chat.SaidAt : null;
    }

    private IResult TooMany(Clinic clinic, Language language, string numbers) => Refused(
        StatusCodes.Status429TooManyRequests, WebChatBackend.TooMany, library.Wording.Text($"handoff/{WebChatBackend.TooMany}", language, MessageForm.Web, clinic.Fact), numbers);

    private IResult Give(string conversationId, string userId, IReadOnlyDictionary<string, string> claims) =>
        Results.Json(new ChatTokenAnswer(tokens.Issue(conversationId, userId, claims), conversationId, userId, (int)options.TokenLifetime.TotalSeconds));

    private static IResult Forbidden(string numbers) => Refused(StatusCodes.Status403Forbidden, "origin-not-allowed", NotHere, numbers);

    private static IResult Refused(int status, string title, string detail, string numbers) => Results.Problem(title: title, detail: $"{detail} {numbers}", statusCode: status);
}
