using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Patients;
using CommsBot.Storage;

namespace CommsBot.Outbox;

/// <summary>A text to be sent, as a slice asks for it.</summary>
/// <param name="UniqueKey">Names the occasion (turn and place, appointment and step and plan version): the same key twice is refused by the database.</param>
/// <param name="DueAt">Clinic time.</param>
/// <param name="NotAfter">Clinic time of the last useful moment; left out, the class decides (see <see cref="Gate"/>).</param>
internal sealed record NewText(
    string ClinicId, MessageClass Class, PhoneNumber To, string Body, Language Language, string UniqueKey, DateTimeOffset DueAt, DateTimeOffset? NotAfter = null)
{
    /// <summary>The thread it belongs to; a reply without one is never withdrawn for an owner.</summary>
    public string? ConversationId { get; init; }
    public long? OwnerToken { get; init; }
    public string? AppointmentId { get; init; }
    public string? Step { get; init; }
    public int PlanVersion { get; init; }
    public string? Expects { get; init; }
    public ConsentPurpose? Purpose { get; init; }

    /// <summary>Starts as held, with this reason in one word; null starts as planned.</summary>
    public string? HeldFor { get; init; }
}

internal static class OutboxQueue
{
    /// <summary>Writes the row in the caller's transaction; it leaves after the commit (<c>Hints.WakeClinic</c>, or the poller).</summary>
    public static OutboundMessage Add(ClinicDb db, NewText text)
    {
        var message = new OutboundMessage
        {
            Id = Ids.New("out"),
            ClinicId = text.ClinicId,
            Class = text.Class,
            State = text.HeldFor is null ? MessageState.Planned : MessageState.Held,
            Reason = text.HeldFor,
            To = text.To.E164,
            ToHash = db.Cipher.LookUpHash(text.To.E164),
            Body = text.Body,
            Language = text.Language,
            ConversationId = text.ConversationId,
            OwnerToken = text.OwnerToken,
            AppointmentId = text.AppointmentId,
            Purpose = text.Purpose,
            Step = text.Step,
            PlanVersion = text.PlanVersion,
            UniqueKey = text.UniqueKey,
            DueAt = text.DueAt,
            NotAfter = text.NotAfter ?? (Gate.RuleOf(text.Class).TooLateAfter is { } after ? text.DueAt + after : null),
            Expects = text.Expects,
        };
        db.Outbound.Add(message);
        return message;
    }
}
