using CommsBot.Conversations;

namespace CommsBot.Outbox;

/// <summary>One carrier per channel that has a provider; each sends on a line of its own, so that one provider's trouble never holds another's messages.</summary>
internal sealed class Carriers(IEnumerable<ITextCarrier> carriers)
{
    private readonly Dictionary<Channel, ITextCarrier> all = carriers.ToDictionary(carrier => carrier.Channel);

    public IEnumerable<ITextCarrier> All => all.Values;

    public ITextCarrier Of(Channel channel) => all[channel];

    /// <summary>Whether messages of this clinic may leave by this channel at all; whether its provider takes them is another matter.</summary>
    public bool MaySend(Channel channel, string clinicId) => Of(channel).OffReason(clinicId) is null;
}
