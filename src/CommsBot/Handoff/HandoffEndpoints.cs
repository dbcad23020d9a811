using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff.Identity;
using CommsBot.Staff;
using CommsBot.Staff.Keys;
using Microsoft.AspNetCore.Mvc;

namespace CommsBot.Handoff;

/// <summary><c>/api/handoffs</c>: the staff queue for programs.</summary>
internal static class HandoffEndpoints
{
    private const int MostMessages = 200;

    public static void MapHandoffs(this WebApplication app)
    {
        var handoffs = app.MapGroup("/api/handoffs").WithTags("Handoffs");
        handoffs.MapIdentity();
        handoffs.MapHub();
        handoffs.MapGet("", ListAsync).RequireRole(ApiRole.Read, ApiRole.Staff);
        handoffs.MapGet("{id}", GetAsync).RequireRole(ApiRole.Read, ApiRole.Staff);
        handoffs.MapPost("{id}/claim", (string id, ApiCaller caller, HandoffActs acts, CancellationToken ct) => acts.ClaimAsync(caller, id, ct)).RequireRole(ApiRole.Staff);
        handoffs.MapPost("{id}/messages", (string id, SayBody body, ApiCaller caller, HandoffActs acts, CancellationToken ct) => acts.WriteAsync(caller, id, body.Text, ct)).RequireRole(ApiRole.Staff);
        handoffs.MapPost("{id}/notes", (string id, SayBody body, ApiCaller caller, HandoffActs acts, CancellationToken ct) => acts.NoteAsync(caller, id, body.Text, ct)).RequireRole(ApiRole.Staff);
        handoffs.MapPost("{id}/take-over", (string id, TakeOverBody body, ApiCaller caller, HandoffMoves moves, HandoffActs acts, CancellationToken ct) =>
            acts.DoAsync(caller, person => moves.TakeOverAsync(person, id, body.From, ct), ct)).RequireRole(ApiRole.Staff);
        handoffs.MapPost("{id}/close", (string id, CloseBody body, ApiCaller caller, HandoffActs acts, CancellationToken ct) => acts.CloseAsync(caller, id, body.Outcome, body.Note, body.Seen, ct)).RequireRole(ApiRole.Staff);
    }

    private static async Task<IResult> ListAsync(
        ApiCaller caller, HandoffQueue queue, TicketViews views, KeyReading reading, AuditLog audit,
        [FromQuery] string? state, [FromQuery] string? conversationId, [FromQuery] string? clinic, [FromQuery] string? cursor, CancellationToken ct)
    {
        if (caller.ClinicOf(clinic, out var refusal) is not { } clinicId) return refusal!;
        HandoffState? wanted = null;
        if (!string.IsNullOrEmpty(state))
        {
            if (!Enum.TryParse<HandoffState>(state, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed) || !state.All(char.IsAsciiLetter))
                return Problems.Bad("state", "'state' must be waiting, claimed or closed.");
            wanted = parsed;
        }

        var after = QueueCursor.Parse(cursor);
        if (!string.IsNullOrEmpty(cursor) && after is null) return Problems.Bad("cursor", "'cursor' is not one that this list gave out.");
        var page = await queue.ListAsync(new QueueQuery([clinicId], wanted, ConversationId: string.IsNullOrEmpty(conversationId) ? null : conversationId, After: after), ct);
        if (await reading.HiddenFromAsync(caller, page.Items.Select(t => t.ConversationId), ct) is not { } hidden) return KeyPerson.NotAllowed();
        await audit.ReadListAsync(caller.Actor, "handoff.listed", page.Items.Select(t => (t.ClinicId, t.Id)));
        return Results.Ok(new Page<HandoffView>(await views.OfAsync(page.Items, hidden, ct), page.Next?.ToString()));
    }

    private static async Task<IResult> GetAsync(
        string id, ApiCaller caller, HandoffQueue queue, TicketViews views, KeyReading reading, ConversationReader conversations, ClinicDirectory clinics, AuditLog audit, CancellationToken ct)
    {
        if (await queue.FindAsync(caller.Clinics, id, ct) is not { } ticket) return Problems.NotFound("handoff");
        if (await reading.HiddenFromAsync(caller, [ticket.ConversationId], ct) is not { } hidden) return KeyPerson.NotAllowed();
        await audit.ReadAsync(ticket.ClinicId, caller.Actor, "handoff.read", id, ct);
        var clinic = clinics.Find(ticket.ClinicId)!;
        var view = (await views.OfAsync([ticket], hidden, ct)).Single();
        if (hidden.AreAllOf(ticket)) return Results.Ok(view);
        return Results.Ok(view with
        {
            Notes = [.. (await queue.NotesAsync(id, ct)).Select(n => NoteView.Of(n, clinic))],
            Transcript = ticket.ConversationId is { } thread ? [.. (await conversations.NewestAsync(thread, MostMessages, ct)).Select(e => hidden.Shown(e.Entry, ActivityView.Of(e.Entry, clinic, e.Delivery)))] : null,
        });
    }

    internal sealed record SayBody(string? Text);

    /// <param name="From">Whom the conversation is taken from, by name.</param>
    internal sealed record TakeOverBody(string? From);

    /// <param name="Seen">The <c>id</c> of the newest message that was read; closing over a later one of the patient's is refused. Null: not asked.</param>
    internal sealed record CloseBody(string? Outcome, string? Note = null, long? Seen = null);
}
