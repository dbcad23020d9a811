using CommsBot.Simulator;

namespace CommsBot.Tests.Simulator;

public sealed class GuardTests
{
    private static readonly Uri Provider = new("http://127.0.0.1:5080/simulator/twilio");

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080;https://[::1]:5081")]
    public void Loopback_with_a_demonstration_may_start(string bindings) =>
        Assert.Empty(SimulatorGuard.Check(false, [bindings], Provider, true));

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://+:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://clinic.example:5080")]
    [InlineData("http://127.0.0.1.clinic.example:5080")]
    [InlineData("nonsense")]
    public void Any_other_address_is_refused(string binding)
    {
        var reason = Assert.Single(SimulatorGuard.Check(false, ["http://127.0.0.1:1;" + binding], Provider, true));
        Assert.Equal($"The simulator listens on loopback only, not on {binding}.", reason);
    }

    [Fact]
    public void Production_is_refused_even_when_all_else_holds() => Assert.Equal(
        ["The simulator never runs in Production: set Simulator:Enabled to false."],
        SimulatorGuard.Check(true, ["http://127.0.0.1:5080"], Provider, true));

    [Fact]
    public void Every_reason_is_named_at_once() => Assert.Equal(
        [
            "The simulator never runs in Production: set Simulator:Enabled to false.",
            "The simulator needs a loopback address to listen on, and none is set.",
            "The simulator sends texts to a loopback address only, not to https://api.twilio.com/: see Twilio:ApiBaseUrl.",
            "The simulator opens only a database that was created as a demonstration.",
        ],
        SimulatorGuard.Check(true, [], new Uri("https://api.twilio.com"), false));
}
