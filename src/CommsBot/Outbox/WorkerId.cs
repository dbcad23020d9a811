using CommsBot.Storage;

namespace CommsBot.Outbox;

/// <summary>Who claims: this machine and this run of it. What an earlier run of the same machine left claimed is in doubt at once.</summary>
internal sealed class WorkerId
{
    public string Node { get; } = Environment.MachineName + "/";

    public string Current { get; }

    public WorkerId() => Current = Node + Ids.New("run");
}
