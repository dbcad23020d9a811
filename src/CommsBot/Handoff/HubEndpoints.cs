using System.Text.Json;
using System.Text.Json.Nodes;
using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;
using CommsBot.Conversations;
using CommsBot.Staff;
using CommsBot.Staff.Keys;
using CommsBot.Staff.Rights;

namespace CommsBot.Handoff;

/// <summary>
/// <c>/api/handoffs/{id}/events</c>: a handoff for an agent hub of somebody else, as the Bot Framework's published events. A signed webhook tells it
/// which ticket waits; it fetches <c>handoff.initiate</c> and tells by <c>handoff.status</c> what became of it. In between it writes and reads as any
/// other program.
/// </summary>
internal static class HubEndpoints
{
    public static void MapHub(this RouteGroupBuilder handoffs)
    {
        handoffs.MapGet("{id}/events", EventsAsync).RequireRole(ApiRole.Read, ApiRole.Staff);
        handoffs.MapPost("{id}/events", TellAsync).RequireRole(ApiRole.Staff);
    }

    /// <summary>The initiation, and after it the status as it is now where somebody has it or had it.</summary>
    private static async Task<IResult> EventsAsync(
        string id, ApiCaller caller, HandoffQueue queue, TicketViews views, KeyReading reading, ConversationReader conversations, AuditLog audit, CancellationToken ct)
    {
        if (await queue.FindAsync(caller.Clinics, id, ct) is not { } ticket) return Problems.NotFound("handoff");
        if (ticket.ConversationId is not { } talk || await conversations.FindAsync(caller.Clinics, talk, ct) is not { } conversation)
            return Problems.Conflict("no-conversation", "This handoff has no conversation to take over; call the patient.");
        if (await reading.HiddenFromAsync(caller, [talk], ct) is not { } hidden) return KeyPerson.NotAllowed();
        if (hidden.AreAllOf(ticket)) return Problems.Forbidden(DangerWords.Instead);
        await audit.ReadAsync(ticket.ClinicId, caller.Actor, "handoff.read", id, ct);
        var said = (await conversations.NewestAsync(talk, HandoffActivities.LongestTranscript, ct)).Select(read => read.Entry).Where(entry => !hidden.Hold(entry));
        var initiation = HandoffActivities.Initiation(conversation, ticket, await views.PacketAsync(ticket, hidden, ct), said);
        return Results.Ok(new Page<JsonNode>([Written(initiation, $"{id}-initiate", conversation, ticket.WaitingSince), .. StatusOf(ticket, conversation)]));
    }

    private static IEnumerable<JsonNode> StatusOf(HandoffTicket ticket, Conversation conversation) => ticket.State switch
    {
        HandoffState.Claimed => [Written(HandoffActivities.Status(conversation, HandoffStates.Accepted, ticket.ClaimedBy), $"{ticket.Id}-accepted", conversation, ticket.ClaimedAt)],
        HandoffState.Closed => [Written(HandoffActivities.Status(conversation, HandoffStates.Completed, ticket.Outcome), $"{ticket.Id}-completed", conversation, ticket.ClosedAt)],
        _ => [],
    };

    /// <param name="id">The same at every reading.</param>
    private static JsonNode Written(Activity activity, string id, Conversation conversation, DateTimeOffset? at)
    {
        activity.ApplyConversationReference(HandoffActivities.ReferenceOf(conversation));
        (activity.Id, activity.Timestamp) = (id, at);
        return JsonSerializer.SerializeToNode(activity, BotFrameworkJson.Wire.Activity)!;
    }

    private static Task<IResult> TellAsync(string id, StatusEvent told, ApiCaller caller, HandoffActs acts, HandoffMoves moves, CancellationToken ct)
    {
        if (told is not { Type: ActivityTypes.Event, Name: HandoffEventNames.HandoffStatus }) return Refused($"Only the event '{HandoffEventNames.HandoffStatus}' is taken here.");
        return told.Value?.State switch
        {
            HandoffStates.Accepted => acts.ClaimAsync(caller, id, ct),
            HandoffStates.Failed => acts.DoAsync(caller, person => moves.ReleaseAsync(person, id, ct), ct),
            HandoffStates.Completed => acts.CloseAsync(caller, id, told.Value.Message ?? "Completed", told.Value.Note, told.Value.Seen, ct),
            _ => Refused("'value.state' must be accepted, failed or completed."),
        };
    }

    private static Task<IResult> Refused(string why) => Task.FromResult(Problems.Bad("event", why));

    /// <summary>The fields of an activity that say what became of the handoff; whatever else it carries is left unread.</summary>
    internal sealed record StatusEvent(string? Type, string? Name, StatusValue? Value);

    /// <param name="State">Accepted: taken by the person the key acts as. Failed: given back to the queue. Completed: closed, and the bot answers again.</param>
    /// <param name="Message">How it ended, at most 200 characters; for a crisis or an emergency one of its outcomes.</param>
    /// <param name="Note">What happened, for colleagues; required for a crisis or an emergency.</param>
    /// <param name="Seen">The <c>id</c> of the newest message that was read; completing over a later one of the patient's is refused. Null: not asked.</param>
    internal sealed record StatusValue(string? State, string? Message, string? Note, long? Seen = null);
}
