namespace CommsBot.Settings;

/// <summary>Whether this installation has a provider for texts at all.</summary>
internal sealed record TextingStatus(bool IsOn);
