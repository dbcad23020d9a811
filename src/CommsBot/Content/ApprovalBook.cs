using CommsBot.Settings;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Content;

/// <summary>The approvals as this node last read them. Read again every few seconds, so that an approval or recall holds everywhere at once.</summary>
internal sealed class ApprovalBook(ClinicStore store, ContentSettings settings)
{
    private volatile IReadOnlyList<Approval> approvals = [];
    private volatile IReadOnlyList<ApprovalKey> recalled = [];
    private ApprovedContent? always;

    /// <summary>False while nothing can be withheld from anybody.</summary>
    public bool MayWithhold => settings.RequireReview == true || recalled.Count > 0;

    /// <summary>The approvals that are asked for here; none where none is.</summary>
    public IReadOnlyList<Approval> Asked => settings.RequireReview == true ? approvals : [];

    public bool Asks => settings.RequireReview == true;

    /// <summary>Approvals as they are said to be; it never opens a store.</summary>
    public static ApprovalBook Of(ApprovedContent approved) => new(null!, new ContentSettings { RequireReview = false }) { always = approved };

    public ApprovedContent At(DateTimeOffset now) => always ??
        (settings.RequireReview == true ? ApprovedContent.From(approvals, now) : ApprovedContent.Everything).Without(recalled);

    /// <summary>A recall holds wherever the service runs, also where approvals are not asked for.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        recalled = await RecalledAsync(ct);
        if (settings.RequireReview == true) approvals = await AllAsync(ct);
    }

    private async Task<IReadOnlyList<ApprovalKey>> RecalledAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        return [.. (await db.Recalls.ToListAsync(ct)).Select(row => new ApprovalKey(row.ContentId, Languages.Parse(row.Language)!.Value, Enum.Parse<MessageForm>(row.Form), row.Hash))];
    }

    /// <summary>What the rows say at that moment, whether or not this installation asks for it.</summary>
    public async Task<ApprovedContent> ReadAsync(DateTimeOffset now, CancellationToken ct) => ApprovedContent.From(await AllAsync(ct), now);

    /// <summary>The same, with the signatures that have ended.</summary>
    public async Task<ApprovedContent> ReadOnceAsync(DateTimeOffset now, CancellationToken ct) => ApprovedContent.Once(await AllAsync(ct), now);

    private async Task<IReadOnlyList<Approval>> AllAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        return [.. (await db.Approvals.ToListAsync(ct)).Select(Read)];
    }

    private static Approval Read(ContentApproval row) =>
        new(new ApprovalKey(row.ContentId, Languages.Parse(row.Language)!.Value, Enum.Parse<MessageForm>(row.Form), row.Hash), row.Clinician, row.At, row.Until);
}
