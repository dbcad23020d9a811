using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Staff.Keys;
using CommsBot.Staff.Rights;
using Microsoft.AspNetCore.Mvc;

namespace CommsBot.Conversations;

/// <summary><c>/api/conversations</c>: transcripts for programs. A number is sent in a body, never in an address.</summary>
internal static class ConversationEndpoints
{
    private const int PageSize = 200;

    public static void MapConversations(this WebApplication app)
    {
        var conversations = app.MapGroup("/api/conversations").WithTags("Conversations");
        conversations.MapPost("search", SearchAsync).RequireRole(ApiRole.Read, ApiRole.Staff);
        conversations.MapGet("{id}/activities", ActivitiesAsync).RequireRole(ApiRole.Read, ApiRole.Staff);
    }

    private static async Task<IResult> SearchAsync(SearchBody body, ApiCaller caller, ConversationReader reader, AuditLog audit, CancellationToken ct)
    {
        if (caller.ClinicOf(body.Clinic, out var refusal) is not { } clinic) return refusal!;
        if (!PhoneNumber.TryParse(body.Phone, out var phone)) return Problems.Bad("phone", "'phone' must be a US phone number that can receive texts.");
        var found = await reader.OfPhoneAsync(clinic, phone, ct);
        await audit.ReadListAsync(caller.Actor, "conversation.search", found.Select(one => (clinic, one.Id)).DefaultIfEmpty((clinic, clinic)));
        return Results.Ok(new Page<ConversationView>(found));
    }

    private static async Task<IResult> ActivitiesAsync(
        string id, ApiCaller caller, ConversationReader reader, KeyReading reading, ClinicDirectory clinics, AuditLog audit, [FromQuery] string? cursor, CancellationToken ct)
    {
        var after = 0L;
        if (!string.IsNullOrEmpty(cursor) && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return Problems.Bad("cursor", "'cursor' is not one that this list gave out.");
        if (await reader.FindAsync(caller.Clinics, id, ct) is not { } conversation) return Problems.NotFound("conversation");
        if (await reading.HiddenFromAsync(caller, [id], ct) is not { } hidden) return KeyPerson.NotAllowed();
        if (hidden.AreSaidNowIn(id)) return Problems.Forbidden(DangerWords.Instead);
        await audit.ReadAsync(conversation.ClinicId, caller.Actor, "conversation.read", id, ct);
        var entries = await reader.EntriesAsync(id, after, PageSize + 1, ct);
        var clinic = clinics.Find(conversation.ClinicId)!;
        var next = entries.Count > PageSize ? entries[PageSize - 1].Entry.Sequence.ToString(CultureInfo.InvariantCulture) : null;
        return Results.Ok(new Page<ActivityView>([.. entries.Take(PageSize).Select(e => hidden.Shown(e.Entry, ActivityView.Of(e.Entry, clinic, e.Delivery)))], next));
    }

    internal sealed record SearchBody(string? Phone, string? Clinic);
}
