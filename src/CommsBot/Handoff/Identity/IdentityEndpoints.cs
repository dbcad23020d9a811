using CommsBot.Staff.Keys;

namespace CommsBot.Handoff.Identity;

/// <summary><c>/api/handoffs/{id}/identity</c>: staff's programs prove who writes on the website, or take it back.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentity(this RouteGroupBuilder handoffs)
    {
        handoffs.MapPost("{id}/identity/code", (string id, CodeBody body, ApiCaller caller, HandoffActs acts, IdentityDesk desk, CancellationToken ct) =>
            acts.DoAsync(caller, person => desk.SendCodeAsync(person, id, body.PatientId, ct), ct)).RequireRole(ApiRole.Staff);
        handoffs.MapPost("{id}/identity/phone", (string id, PhoneBody body, ApiCaller caller, HandoffActs acts, IdentityDesk desk, CancellationToken ct) =>
            acts.DoAsync(caller, person => desk.ConfirmByPhoneAsync(person, id, body.PatientId, body.Agreed, ct), ct)).RequireRole(ApiRole.Staff);
        handoffs.MapPost("{id}/identity/undo", (string id, UndoBody body, ApiCaller caller, HandoffActs acts, HandoffQueue queue, IdentityDesk desk, CancellationToken ct) =>
            acts.DoAsync(caller, async person => await queue.FindAsync(person.Clinics, id, ct) is { ConversationId: { } thread } ticket
                ? await desk.UndoAsync(person, thread, body.Reason, ct) with { Ticket = ticket } : new DeskResult(DeskOutcome.NotFound), ct)).RequireRole(ApiRole.Staff);
    }

    internal sealed record CodeBody(string? PatientId);

    internal sealed record PhoneBody(string? PatientId, string[]? Agreed);

    internal sealed record UndoBody(string? Reason);
}
