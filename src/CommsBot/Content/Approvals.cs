namespace CommsBot.Content;

/// <summary>What exactly is approved: an answer's id or a wording key, in one language and form, with these words.</summary>
internal sealed record ApprovalKey(string ContentId, Language Language, MessageForm Form, string Hash);

/// <summary>A clinician vouches for a wording. <paramref name="At"/> and <paramref name="Until"/> are clinic time; until is the first moment it no longer holds.</summary>
internal sealed record Approval(ApprovalKey Key, string Clinician, DateTimeOffset At, DateTimeOffset Until);

/// <summary>
/// Which content may be shown at one moment. Only answers and preparation are ever withheld: safety, consent and handoff wording is always
/// said, approved or not, because silence in an emergency is worse than an unreviewed sentence.
/// </summary>
internal sealed class ApprovedContent
{
    private readonly HashSet<ApprovalKey>? _approved;
    private readonly HashSet<ApprovalKey> _recalled;

    private ApprovedContent(HashSet<ApprovalKey>? approved, HashSet<ApprovalKey> recalled) => (_approved, _recalled) = (approved, recalled);

    /// <summary>Nothing is withheld: <c>Content:RequireReview</c> is off.</summary>
    public static ApprovedContent Everything { get; } = new(null, []);

    /// <summary>The approvals that hold at <paramref name="now"/> (clinic time).</summary>
    public static ApprovedContent From(IEnumerable<Approval> approvals, DateTimeOffset now) =>
        new([.. approvals.Where(a => a.At <= now && now < a.Until).Select(a => a.Key)], []);

    /// <summary>What was signed at some time until <paramref name="now"/>, whether or not the signature still holds.</summary>
    public static ApprovedContent Once(IEnumerable<Approval> approvals, DateTimeOffset now) => new([.. approvals.Where(a => a.At <= now).Select(a => a.Key)], []);

    /// <summary>The same without what was recalled; a recall outlasts every approval of those words.</summary>
    public ApprovedContent Without(IEnumerable<ApprovalKey> recalled) => new(_approved, [.. _recalled, .. recalled]);

    public bool Holds(ApprovalKey key) => !_recalled.Contains(key) && (_approved is null || _approved.Contains(key));

    /// <summary>The same with more that is signed.</summary>
    public ApprovedContent With(IReadOnlyCollection<ApprovalKey> signed) => new(_approved is null ? null : [.. _approved, .. signed], [.. _recalled.Except(signed)]);

    /// <summary>Whether words with that hash are signed, whatever they are called.</summary>
    public bool HoldsWords(string hash) => !_recalled.Any(key => key.Hash == hash) && (_approved is null || _approved.Any(key => key.Hash == hash));

    public bool MayBeQuoted(Answer answer, MessageForm form) => Holds(answer.Key(form));
}
