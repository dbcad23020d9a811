using CommsBot.Storage;

namespace CommsBot.Staff;

/// <summary>Writes who did or read what, in the same write as the act, or in one of its own for a read.</summary>
internal sealed class AuditLog(ClinicStore store, TimeProvider machine)
{
    private const int MostInOneEvent = 50;

    private readonly AuditBatch shared = new(store);

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

    /// <summary>
    /// Records that a page or list showed these, as events that name up to fifty each. Two hundred open queues show one new ticket at the same moment:
    /// what is asked for while one write runs shares the next.
    /// </summary>
    public Task ReadListAsync(string actor, string action, IEnumerable<(string ClinicId, string Subject)> read)
    {
        var now = machine.GetUtcNow();
        var events = read.GroupBy(one => one.ClinicId).SelectMany(clinic => clinic.Select(one => one.Subject).Distinct().Chunk(MostInOneEvent)
            .Select(ids => new AuditEvent { ClinicId = clinic.Key, Actor = actor, Action = action, Subject = string.Join(' ', ids), At = now })).ToList();
        return events.Count == 0 ? Task.CompletedTask : shared.AddAsync(events);
    }

    /// <summary>Records that a patient's record was read, before it is shown.</summary>
    public Task ReadAsync(string clinicId, string actor, string action, string subject, CancellationToken ct = default) =>
        store.Write(db =>
        {
            Add(db, clinicId, actor, action, subject, machine.GetUtcNow());
            return Task.CompletedTask;
        }, ct);
}
