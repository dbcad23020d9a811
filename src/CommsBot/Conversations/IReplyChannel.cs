using CommsBot.BotFramework.Schema;
using CommsBot.Clinics;
using CommsBot.Storage;

namespace CommsBot.Conversations;

/// <summary>How a committed reply reaches the patient of one channel. Called inside the turn's transaction: it only adds rows.</summary>
internal interface IReplyChannel
{
    Channel Channel { get; }

    /// <param name="conversation">Tracked by <paramref name="db"/>.</param>
    /// <param name="key">Unique to this reply of this turn: the same turn run again writes the same key.</param>
    Task DeliverAsync(ClinicDb db, Clinic clinic, Conversation conversation, OutgoingReply reply, string key);
}

/// <summary>A reply and the activity the bot sent for it.</summary>
/// <param name="Model">What a language model had to do with it; null without one.</param>
internal sealed record OutgoingReply(Reply Reply, Activity Activity, DateTimeOffset Now, string? Model = null);
