using CommsBot.Content;

namespace CommsBot.Conversations;

/// <summary>How a conversation reaches us. Only the classes in <c>Channels/</c> act on it.</summary>
internal enum Channel
{
    WebChat,
    Sms,

    /// <summary>Azure Bot Service: Teams and every other channel it joins.</summary>
    BotService,
}

/// <summary>
/// One patient's thread on one channel of one clinic. <see cref="Version"/> is the fence: every turn, claim and release names the version it
/// read, and a change under another version does not happen.
/// </summary>
internal sealed class Conversation
{
    public required string Id { get; init; }
    public required string ClinicId { get; init; }
    public required Channel Channel { get; init; }

    /// <summary>The channel's user of a web or Bot Service conversation, encrypted at rest: some channels name people by number or mail address; null on the phone.</summary>
    public string? UserId { get; init; }

    /// <summary>Keyed hash of the network address a web conversation was opened from; null where none is known. Says only which conversations share one.</summary>
    public string? Source { get; init; }

    /// <summary>Where to write to without being asked (a Bot Framework conversation reference, JSON), encrypted at rest; Bot Service only.</summary>
    public string? Reference { get; set; }

    /// <summary>The patient's number of an SMS conversation, encrypted at rest; null on the web.</summary>
    public string? Phone { get; init; }
    public string? PhoneHash { get; init; }

    public Language Language { get; set; }
    public long Version { get; set; }

    /// <summary>The sequence number of the newest transcript entry; 0 before the first.</summary>
    public long LastSequence { get; set; }

    /// <summary>Name of the staff member who owns the conversation; null while the bot does.</summary>
    public string? Owner { get; set; }
    public DateTimeOffset? OwnedSince { get; set; }

    /// <summary>Clinic time at which the ownership lapses when its owner gives no sign until then; null while the bot or the team owns it.</summary>
    public DateTimeOffset? OwnedUntil { get; set; }

    /// <summary>The fencing token of the present ownership: every change of hands raises it, and a reply of the bot leaves only under the token it was made under.</summary>
    public long OwnerToken { get; set; }

    /// <summary>Clinic time since which the patient waits for a word of the staff who own the conversation; null when nobody waits.</summary>
    public DateTimeOffset? UnansweredSince { get; set; }

    /// <summary>Clinic time of the last sentence that told a waiting patient when a person will answer.</summary>
    public DateTimeOffset? WaitSaidAt { get; set; }

    /// <summary>Clinic time of the newest message that staff wrote here.</summary>
    public DateTimeOffset? StaffSaidAt { get; set; }

    /// <summary>What the bot remembers between turns, as JSON; encrypted at rest because it can hold a half-filled booking.</summary>
    public string? State { get; set; }

    /// <summary>Clinic time.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Clinic time of the patient's newest message.</summary>
    public DateTimeOffset LastPatientAt { get; set; }

    /// <summary>Machine time of the newest message, whoever wrote it, or of the beginning; decides how long a web token may be renewed.</summary>
    public DateTimeOffset SaidAt { get; set; } = TimeProvider.System.GetUtcNow();

    /// <summary>Clinic time at which the patient was last told that something went wrong on our side.</summary>
    public DateTimeOffset? FailureSaidAt { get; set; }

    /// <summary>Clinic time of the last text to this number that said how to stop texts; due again after 30 days.</summary>
    public DateTimeOffset? StopNoticeAt { get; set; }

    public bool BotOwns => Owner is null;

    /// <summary>What the next bare digit or tap may answer, asked outside a turn.</summary>
    public void Offer(IEnumerable<Choice> choices, DateTimeOffset now)
    {
        var state = DialogState.Read(State);
        (state.Offered, state.OfferedAt) = ([.. choices], now);
        State = state.Write();
    }

    /// <summary>Staff have closed the crisis or emergency: the next alarm is a new one, and forms go on.</summary>
    public void EndEpisode()
    {
        var state = DialogState.Read(State);
        if (state.Episode is null) return;
        state.Episode = null;
        State = state.Write();
        Version++;
    }
}
