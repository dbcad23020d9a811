namespace CommsBot.Content;

internal enum FaultSeverity
{
    /// <summary>Shown by <c>content check</c>; the service starts.</summary>
    Warning,

    /// <summary>The service refuses to start and <c>content check</c> exits with 1.</summary>
    Error,
}

/// <summary>One thing that is wrong in one item of one file. <paramref name="Item"/> is empty when the whole file is meant.</summary>
internal sealed record ContentFault(FaultSeverity Severity, string File, string Item, string Message)
{
    public override string ToString() => Item.Length == 0 ? $"{File}: {Message}" : $"{File}: {Item}: {Message}";
}

/// <summary>Collects faults without stopping at the first one.</summary>
internal sealed class FaultList
{
    private readonly List<ContentFault> _faults = [];

    public IReadOnlyList<ContentFault> All => _faults;

    public void Error(string file, string item, string message) => _faults.Add(new(FaultSeverity.Error, file, item, message));

    public void Warning(string file, string item, string message) => _faults.Add(new(FaultSeverity.Warning, file, item, message));

    public void Add(IEnumerable<ContentFault> faults) => _faults.AddRange(faults);
}
