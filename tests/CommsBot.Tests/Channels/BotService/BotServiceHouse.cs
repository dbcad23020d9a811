using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Channels.BotService;

/// <summary>A service that Azure Bot Service calls, with Azure's stand-in beside it.</summary>
public sealed class BotServiceHouse : TestService
{
    public BotServiceHouse() : base(AzureChannel.Setup()) => Azure.Join(this);

    internal AzureChannel Azure { get; } = new();

    internal ChannelPerson Person(string channel = "test") => new(this, Azure, channel);
}
