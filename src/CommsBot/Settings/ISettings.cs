namespace CommsBot.Settings;

/// <summary>A section of the configuration that knows what is wrong with itself.</summary>
internal interface ISettings
{
    /// <summary>Every fault as one sentence naming the setting; empty when the service may start with it.</summary>
    IEnumerable<string> Faults(StartContext start);
}

/// <summary>What a section may need to know about this start to judge itself.</summary>
/// <param name="Home">The folder relative paths are relative to.</param>
/// <param name="Simulated">Whether the stand-ins for phone network, model and clock are on.</param>
internal sealed record StartContext(IHostEnvironment Environment, string Home, bool Simulated);

/// <summary>The start is refused: the message names every fault found, one per line.</summary>
internal sealed class StartRefusedException(IReadOnlyCollection<string> faults)
    : Exception($"CommsBot cannot start:{Environment.NewLine}{string.Join(Environment.NewLine, faults.Select(fault => "  - " + fault))}")
{
    public IReadOnlyCollection<string> Faults => faults;
}
