using CommsBot.Clinics;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Content;

/// <summary>How many wordings were signed now, and how many already were.</summary>
internal sealed record ApprovalResult(int Signed, int AlreadySigned, DateTimeOffset Until);

/// <summary>Puts a clinician's name under the words as they stand now, for one year. Asked for by the verb <c>content approve</c>.</summary>
internal sealed class ApprovalDesk(ClinicStore store, LoadedContent content, ClinicClock clock, TimeProvider machine)
{
    /// <summary>Who the audit log names: whether the clinician sat there, a command line does not know.</summary>
    public const string CommandLine = "command-line";

    public const string Everything = "all";

    /// <param name="id">An answer's id, a wording key, <c>preparation/&lt;protocol&gt;</c>, a folder such as <c>safety</c>, or <see cref="Everything"/>.</param>
    /// <returns>Null when nothing in <c>dialogs/</c> has that id.</returns>
    public async Task<ApprovalResult?> SignAsync(string id, string clinician, CancellationToken ct = default)
    {
        var asked = Keys().Where(key => id == Everything || key.ContentId == id || key.ContentId.StartsWith(id + "/", StringComparison.Ordinal)).ToList();
        if (asked.Count == 0) return null;
        var now = clock.UtcNow;
        var until = now.AddYears(1);
        return await store.Write(async db =>
        {
            var nearlyAsLong = until.AddDays(-1);
            var rows = await db.Approvals.Where(a => a.At <= now && a.Until >= nearlyAsLong).ToListAsync(ct);
            var signed = rows.Select(a => (a.ContentId, a.Language, a.Form, a.Hash)).ToHashSet();
            var fresh = asked.Select(key => Row(key, clinician, now, until)).Where(row => !signed.Contains((row.ContentId, row.Language, row.Form, row.Hash))).ToList();
            db.Approvals.AddRange(fresh);
            foreach (var clinic in fresh.Count == 0 ? [] : content.Clinics.All) AuditLog.Add(db, clinic.Id, CommandLine, "content.approve", $"{id} by {clinician}", machine.GetUtcNow());
            return new ApprovalResult(fresh.Count, asked.Count - fresh.Count, until);
        }, ct);
    }

    /// <summary>Everything a patient can read, in every language and form.</summary>
    public IEnumerable<ApprovalKey> Keys()
    {
        var forms = Enum.GetValues<MessageForm>();
        return content.Library.Answers.SelectMany(answer => forms.Select(answer.Key))
            .Concat(content.Library.Wording.All.SelectMany(entry => forms.Select(entry.Approval)))
            .Concat(PreparationApprovals.Of(content.Preparation));
    }

    private static ContentApproval Row(ApprovalKey key, string clinician, DateTimeOffset now, DateTimeOffset until) => new()
    {
        ContentId = key.ContentId,
        Language = key.Language.Code(),
        Form = key.Form.ToString(),
        Hash = key.Hash,
        Clinician = clinician,
        At = now,
        Until = until,
    };
}
