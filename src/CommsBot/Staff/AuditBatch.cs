using CommsBot.Storage;

namespace CommsBot.Staff;

/// <summary>Commits together what many pages ask to record at once. Whoever asked waits until its events are stored, or hears that they were not.</summary>
internal sealed class AuditBatch(ClinicStore store)
{
    private readonly Lock gate = new();
    private List<AuditEvent> waiting = [];
    private TaskCompletionSource next = New();
    private bool running;

    public Task AddAsync(IReadOnlyCollection<AuditEvent> events)
    {
        lock (gate)
        {
            waiting.AddRange(events);
            var done = next.Task;
            if (running) return done;
            running = true;
            _ = RunAsync();
            return done;
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            List<AuditEvent> events;
            TaskCompletionSource told;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    running = false;
                    return;
                }

                (events, waiting, told, next) = (waiting, [], next, New());
            }

            try
            {
                await store.Write(db =>
                {
                    db.Audit.AddRange(events.Select(Again));
                    return Task.CompletedTask;
                });
                told.SetResult();
            }
            catch (Exception fault)
            {
                told.SetException(fault);
            }
        }
    }

    // A write may run twice: each run adds rows of its own.
    private static AuditEvent Again(AuditEvent e) => new() { ClinicId = e.ClinicId, Actor = e.Actor, Action = e.Action, Subject = e.Subject, At = e.At };

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
