namespace CommsBot.Settings;

/// <summary>Section <c>Simulator</c>: stand-ins for phone network, model and clock.</summary>
internal sealed class SimulatorSettings : ISettings
{
    /// <summary>Default: on in Development, off elsewhere. Refused in Production.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Clinic time at which a new demonstration begins; default: the machine's time.</summary>
    public DateTimeOffset? Start { get; set; }

    public static bool IsOn(IConfiguration configuration, IHostEnvironment environment) =>
        bool.TryParse(configuration["Simulator:Enabled"], out var asked) ? asked : environment.IsDevelopment();

    public IEnumerable<string> Faults(StartContext start)
    {
        if (start.Simulated && start.Environment.IsProduction()) yield return "Simulator:Enabled is refused in Production.";
    }
}
