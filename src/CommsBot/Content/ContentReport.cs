using System.Text;

namespace CommsBot.Content;

/// <summary>Every fault found in <c>dialogs/</c>, ordered by file and item.</summary>
internal sealed class ContentReport(IEnumerable<ContentFault> faults)
{
    public IReadOnlyList<ContentFault> Faults { get; } =
        [.. faults.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Item, StringComparer.Ordinal).ThenBy(f => f.Message, StringComparer.Ordinal)];

    public IEnumerable<ContentFault> Errors => Faults.Where(f => f.Severity == FaultSeverity.Error);

    public bool HasErrors => Errors.Any();

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var fault in Faults)
        {
            text.Append(fault.Severity == FaultSeverity.Error ? "error   " : "warning ").Append(fault).Append('\n');
        }
        return text.Append(Faults.Count == 0 ? "No fault found." : $"{Errors.Count()} errors, {Faults.Count - Errors.Count()} warnings.").ToString();
    }
}

/// <summary>Content that may not be served. The message names every error, one per line.</summary>
internal sealed class ContentException(ContentReport report)
    : Exception("The content cannot be used:\n" + string.Join("\n", report.Errors.Select(f => "  " + f)))
{
    public ContentReport Report { get; } = report;
}
