using CommsBot.Storage;

namespace CommsBot.Outbox;

/// <summary>Who claims: this node and this run of it. What an earlier run of the same node left claimed is in doubt at once.</summary>
/// <param name="node">Two nodes that run at the same time never share it, even on one machine.</param>
internal sealed class WorkerId(string node)
{
    public string Node { get; } = node + "/";

    public string Current { get; } = $"{node}/{Ids.New("run")}";
}
