namespace CommsBot.Tests.Simulator;

/// <summary>One simulator for all tests of a class that are refused and therefore leave nothing behind.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    internal SimulatorApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await SimulatorApp.StartAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();
}
