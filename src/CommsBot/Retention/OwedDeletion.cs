namespace CommsBot.Retention;

/// <summary>A text that is deleted here and not yet at the provider. Written in the same transaction, removed when the provider has done it.</summary>
internal sealed class OwedDeletion
{
    public required string Sid { get; init; }
    public required string ClinicId { get; init; }

    /// <summary>Machine time since which it is owed, and before which it is not tried again.</summary>
    public required DateTimeOffset Since { get; init; }
    public required DateTimeOffset NotBefore { get; set; }
}
