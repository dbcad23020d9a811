namespace CommsBot.Storage;

/// <summary>A single fact of the installation: wrapped keys, whether it is a demonstration, where the simulator's clock stood.</summary>
internal sealed class StoredValue
{
    public required string Key { get; init; }
    public required string Value { get; set; }
}
