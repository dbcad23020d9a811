namespace CommsBot.Model;

/// <summary>How many calls a clinic has made on one of its days.</summary>
internal sealed class ModelUse
{
    public required string ClinicId { get; init; }

    /// <summary>By the clinic's calendar.</summary>
    public required DateOnly Day { get; init; }
    public int Calls { get; set; }
}
