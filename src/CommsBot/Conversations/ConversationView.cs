namespace CommsBot.Conversations;

/// <summary>A conversation as programs find it by phone number.</summary>
/// <param name="Owner">The staff member who speaks; null while the bot does.</param>
internal sealed record ConversationView(
    string Id, string Clinic, string Channel, string Language, string? Owner, DateTimeOffset StartedAt, DateTimeOffset LastPatientAt);
