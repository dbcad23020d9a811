using CommsBot.Simulator.Phone;
using CommsBot.Simulator.Twilio;

namespace CommsBot.Simulator.Clock;

/// <summary>Whether clinic time may go on: nothing is due at the service, and nothing is on the air whose news it still has to hear.</summary>
internal sealed class Quiet(SimulatorHost host, Delivery delivery, PhoneNetwork network)
{
    public async Task<bool> HasComeAsync() => delivery.IsIdle && network.IsIdle && await host.Settled();
}
