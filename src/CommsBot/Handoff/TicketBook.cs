using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>What a slice asks of a person.</summary>
/// <param name="Summary">The packet; a null value reads "not given".</param>
/// <param name="ConversationId">The thread a person would answer in; null for a task without one.</param>
/// <param name="Patient">Who it is about, as staff read it.</param>
/// <param name="Reason">One word of ours, never of the patient.</param>
/// <param name="UniqueKey">Names a task that must exist once, however often it is asked for, even after it was closed. It never joins another ticket.</param>
/// <param name="Deadline">Clinic time by which a person must have acted.</param>
/// <param name="TimeCritical">A step of today or tonight depends on it.</param>
internal sealed record NewTicket(
    string ClinicId,
    HandoffKind Kind,
    IReadOnlyList<SummaryField> Summary,
    Language Language,
    string? ConversationId = null,
    Channel? Channel = null,
    string? Patient = null,
    PhoneNumber? Phone = null,
    string? AppointmentId = null,
    string? Reason = null,
    string? UniqueKey = null,
    DateTimeOffset? Deadline = null,
    bool TimeCritical = false)
{
    /// <summary>An open ticket that this joins is paged once more at once.</summary>
    public bool IsWorse { get; init; }

    /// <summary>On-call staff are paged at once and at any hour until a named person claims it.</summary>
    public bool PageAtOnce { get; init; }

    /// <summary>A ticket about the conversation itself.</summary>
    public static NewTicket About(
        Conversation conversation, HandoffKind kind, IReadOnlyList<SummaryField> summary, string? patient = null, string? reason = null, bool timeCritical = false)
    {
        var phone = conversation.Phone is { } number ? PhoneNumber.Parse(number) : null;
        return new NewTicket(conversation.ClinicId, kind, summary, conversation.Language, conversation.Id, conversation.Channel,
            patient ?? phone?.National, phone, Reason: reason, TimeCritical: timeCritical);
    }
}

/// <summary>Opens tickets inside a write. Nobody is told here: whoever commits publishes the change.</summary>
internal static class TicketBook
{
    /// <summary>
    /// Opens a ticket, or returns the one that already asks for the same: the task of that <see cref="NewTicket.UniqueKey"/> in any state, else the
    /// open ticket of the same conversation, kind and appointment, which learns what is new and is raised again.
    /// </summary>
    /// <param name="now">Clinic time.</param>
    public static async Task<HandoffTicket> OpenAsync(ClinicDb db, NewTicket asked, DateTimeOffset now)
    {
        if (asked.UniqueKey is { } key && await OfKey(db, asked.ClinicId, key) is { } once) return once;
        if (asked.UniqueKey is null && asked.ConversationId is not null && await Alike(db, asked) is { } open)
        {
            RaiseAgain(open, now, Urgency.Of(asked.Kind, asked.TimeCritical));
            open.Summary = Packet.Write(Packet.Join(Packet.Read(open.Summary), asked.Summary));
            open.Patient ??= asked.Patient;
            if (asked.IsWorse) open.PagedAt = null;
            open.PageAtOnce |= asked.PageAtOnce;
            if (asked.Deadline is { } sooner && (open.Deadline is null || sooner < open.Deadline)) open.Deadline = sooner;
            return open;
        }

        var ticket = New(db, asked, now);
        db.Handoffs.Add(ticket);
        return ticket;
    }

    /// <summary>Something new happened to a ticket: it stands no lower than <paramref name="urgency"/> and shows when. The wait counts from its beginning.</summary>
    public static void RaiseAgain(HandoffTicket ticket, DateTimeOffset now, int? urgency = null)
    {
        ticket.RaisedAt = now;
        ticket.SnoozedUntil = null;
        ticket.Urgency = Math.Min(ticket.Urgency, urgency ?? ticket.Urgency);
    }

    /// <summary>The patient wrote: what was put off stands in the queue again.</summary>
    public static async Task WakeAsync(ClinicDb db, string conversationId, DateTimeOffset now)
    {
        var resting = await db.Handoffs.AsTracking().Where(h => h.ConversationId == conversationId && h.State != HandoffState.Closed && h.SnoozedUntil > now).ToListAsync();
        foreach (var ticket in resting) RaiseAgain(ticket, now);
    }

    /// <summary>The open tickets of a conversation, most urgent first, tracked.</summary>
    public static Task<List<HandoffTicket>> OpenOfAsync(ClinicDb db, string conversationId) =>
        db.Handoffs.AsTracking().Where(h => h.ConversationId == conversationId && h.State != HandoffState.Closed)
            .OrderBy(h => h.Urgency).ThenBy(h => h.WaitingSince).ToListAsync();

    private static async Task<HandoffTicket?> OfKey(ClinicDb db, string clinicId, string key) =>
        db.Handoffs.Local.FirstOrDefault(h => h.ClinicId == clinicId && h.UniqueKey == key)
        ?? await db.Handoffs.AsTracking().SingleOrDefaultAsync(h => h.ClinicId == clinicId && h.UniqueKey == key);

    private static async Task<HandoffTicket?> Alike(ClinicDb db, NewTicket asked) =>
        db.Handoffs.Local.FirstOrDefault(h => h.State != HandoffState.Closed
            && h.ConversationId == asked.ConversationId && h.Kind == asked.Kind && h.AppointmentId == asked.AppointmentId)
        ?? await db.Handoffs.AsTracking().FirstOrDefaultAsync(h => h.State != HandoffState.Closed
            && h.ConversationId == asked.ConversationId && h.Kind == asked.Kind && h.AppointmentId == asked.AppointmentId);

    private static HandoffTicket New(ClinicDb db, NewTicket asked, DateTimeOffset now) => new()
    {
        Id = Ids.New("handoff"),
        ClinicId = asked.ClinicId,
        Kind = asked.Kind,
        Urgency = Urgency.Of(asked.Kind, asked.TimeCritical),
        ConversationId = asked.ConversationId,
        AppointmentId = asked.AppointmentId,
        Channel = asked.Channel,
        Language = asked.Language,
        Patient = asked.Patient,
        PhoneHash = asked.Phone is { } phone ? db.Cipher.LookUpHash(phone.E164) : null,
        Summary = Packet.Write(asked.Summary),
        Reason = asked.Reason,
        UniqueKey = asked.UniqueKey,
        WaitingSince = now,
        Deadline = asked.Deadline,
        PageAtOnce = asked.PageAtOnce,
    };
}
