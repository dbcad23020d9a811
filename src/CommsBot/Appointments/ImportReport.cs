using System.Text.Json.Serialization;
using CommsBot.Clinics;

namespace CommsBot.Appointments;

/// <summary>A table of appointments to be taken over.</summary>
/// <param name="DryRun">Report only; nothing changes.</param>
/// <param name="ConfirmedBy">The second person on staff who has looked at an import that stopped.</param>
internal sealed record ImportRequest(Clinic Clinic, byte[] Table, Writer Writer, bool DryRun = false, string? ConfirmedBy = null)
{
    /// <summary>The days that the source was asked for; null for a report, which tells by its visits which days it covers.</summary>
    public (DateOnly From, DateOnly Until)? Days { get; init; }
}

/// <param name="Row">Line of the table as a spreadsheet counts it: the header is 1.</param>
/// <param name="Outcome"><c>created</c>, <c>moved</c>, <c>changed</c>, <c>unchanged</c>, <c>cancelled</c> or <c>refused</c>.</param>
internal sealed record ImportRow(int Row, string? Id, string Outcome, IReadOnlyList<string> Problems)
{
    /// <summary>Refused because it would end a visit that lies ahead.</summary>
    [JsonIgnore]
    public bool EndsTooSoon { get; init; }

    /// <summary>Refused, and nobody is asked about it yet: where no person reads the report, staff must hear of it.</summary>
    [JsonIgnore]
    public bool NeedsPerson { get; init; }
}

/// <summary>What became, or would become, of each row.</summary>
/// <param name="Stopped">Why a second person must look first; null when nothing stopped it. Then nothing was written.</param>
/// <param name="Totals">Rows by outcome.</param>
/// <param name="Missing">Ids of coming visits on days the table covers that it does not name. They are left as they are: absence is no cancellation.</param>
internal sealed record ImportReport(bool DryRun, string? Stopped, IReadOnlyDictionary<string, int> Totals, IReadOnlyList<ImportRow> Rows, IReadOnlyList<string> Missing)
{
    /// <summary>Set alone, when the table could not be read at all.</summary>
    [JsonIgnore]
    public string? Unreadable { get; init; }

    public static ImportReport Refused(string why) => new(false, null, new Dictionary<string, int>(), [], []) { Unreadable = why };
}
