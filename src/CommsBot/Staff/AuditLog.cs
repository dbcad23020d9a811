using CommsBot.Storage;

namespace CommsBot.Staff;

/// <summary>Writes who did or read what, in the same write as the act, or in one of its own for a read.</summary>
internal sealed class AuditLog(ClinicStore store, TimeProvider machine)
{
    /// <param name="action">What was done, as <c>noun.verb</c>.</param>
    /// <param name="subject">The id of the row it was done to; never a name, number or word of a patient.</param>
    /// <param name="at">Machine time.</param>
    public static void Add(ClinicDb db, string clinicId, string actor, string action, string subject, DateTimeOffset at) =>
        db.Audit.Add(new AuditEvent { ClinicId = clinicId, Actor = actor, Action = action, Subject = subject, At = at });

    /// <summary>Records that a list was shown that names these patients, visits or tickets.</summary>
    public Task ReadManyAsync(string actor, string action, IEnumerable<(string ClinicId, string Subject)> read, CancellationToken ct = default)
    {
        var all = read.ToList();
        if (all.Count == 0) return Task.CompletedTask;
        return store.Write(db =>
        {
            var now = machine.GetUtcNow();
            foreach (var (clinicId, subject) in all) Add(db, clinicId, actor, action, subject, now);
            return Task.CompletedTask;
        }, ct);
    }

    /// <summary>Records that a patient's record was read, before it is shown.</summary>
    public Task ReadAsync(string clinicId, string actor, string action, string subject, CancellationToken ct = default) =>
        store.Write(db =>
        {
            Add(db, clinicId, actor, action, subject, machine.GetUtcNow());
            return Task.CompletedTask;
        }, ct);
}
