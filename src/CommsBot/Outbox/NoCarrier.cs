using CommsBot.Conversations;

namespace CommsBot.Outbox;

/// <summary>The channel is off: every message is held and a person sees to it instead.</summary>
internal sealed class NoCarrier(Channel channel, string reason) : ITextCarrier
{
    public Channel Channel => channel;

    public CarrierLimits Limits { get; } = new(1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));

    public string OffReason(string clinicId) => reason;

    public Task<PostOutcome> PostAsync(OutgoingText text, SendFence fence) => Task.FromResult<PostOutcome>(new PostOutcome.NotProcessed(reason));

    public Task<IReadOnlyList<CarriedText>?> FindAsync(string clinicId, string to, DateTimeOffset createdFrom) =>
        Task.FromResult<IReadOnlyList<CarriedText>?>(null);

    public Task<CarriedText?> FetchAsync(string sid) => Task.FromResult<CarriedText?>(null);

    public bool Redacts => false;

    public Task<bool> RedactAsync(string sid) => Task.FromResult(false);

    public Task<bool> DeleteAsync(string sid) => Task.FromResult(false);
}
