using CommsBot.Conversations;

namespace CommsBot.Tests.Storage;

internal static class Rows
{
    public static Conversation Conversation(string id, string state = "{}", DateTimeOffset? at = null) => new()
    {
        Id = id, ClinicId = "mind-balance", Channel = Channel.WebChat, UserId = "dl_visitor", State = state,
        StartedAt = at ?? DateTimeOffset.UnixEpoch, LastPatientAt = at ?? DateTimeOffset.UnixEpoch,
    };
}
