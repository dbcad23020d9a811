namespace CommsBot.Outbox;

/// <summary>SMS is off: every text is held and a person phones instead.</summary>
internal sealed class NoCarrier : ITextCarrier
{
    public CarrierLimits Limits { get; } = new(1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));

    public string OffReason(string clinicId) => "sms-off";

    public Task<PostOutcome> PostAsync(OutgoingText text, SendFence fence) => Task.FromResult<PostOutcome>(new PostOutcome.NotProcessed("sms-off"));

    public Task<IReadOnlyList<CarriedText>?> FindAsync(string clinicId, string to, DateTimeOffset createdFrom) =>
        Task.FromResult<IReadOnlyList<CarriedText>?>(null);

    public Task<CarriedText?> FetchAsync(string sid) => Task.FromResult<CarriedText?>(null);

    public bool Redacts => false;

    public Task<bool> RedactAsync(string sid) => Task.FromResult(false);

    public Task<bool> DeleteAsync(string sid) => Task.FromResult(false);
}
