using System.Net;
using System.Text.Json;
using CommsBot.BotFramework.Connector;
using CommsBot.BotFramework.Schema;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Settings;

namespace CommsBot.Channels.BotService;

/// <summary>
/// Carries messages through the channel service's connector. It keeps no list that could be searched: what may have been accepted is never
/// repeated, a person sees to it.
/// </summary>
internal sealed class BotServiceCarrier(
    ConnectorClient connector, BotServiceSettings settings, ClinicDirectory clinics, ProcessorSettings processors, TimeProvider machine) : ITextCarrier
{
    public const string Processor = "BotService";

    private static readonly TimeSpan FreshToken = TimeSpan.FromMinutes(1);

    private DateTimeOffset refused;

    public Channel Channel => Channel.BotService;

    public CarrierLimits Limits { get; } = new(50, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1)) { OneAtATime = true, CanBeAsked = false };

    public string? OffReason(string clinicId)
    {
        if (!processors.MayReceivePatientData(Processor, machine.GetUtcNow())) return "no-agreement";
        return clinics.Find(clinicId) is { Demonstration: true } && !settings.IsLocal ? "demonstration-clinic" : null;
    }

    public async Task<PostOutcome> PostAsync(OutgoingText text, SendFence fence)
    {
        var activity = JsonSerializer.Deserialize(text.Activity!, BotFrameworkJson.Wire.Activity)!;
        using var body = new FencedBody(ConnectorClient.Body(activity), "application/json", fence);
        try
        {
            using var limit = new CancellationTokenSource(Limits.Timeout, machine);
            return OutcomeOf(await connector.SendAsync(activity, body, limit.Token), text);
        }
        catch (ConnectorClosedException closed)
        {
            return closed.Why == ConnectorClosedException.ForeignAddress ? new PostOutcome.Refused("bot-400") : new PostOutcome.NotProcessed(closed.Why);
        }
        catch (Exception failure) when (body.OutcomeOf(failure) is not null)
        {
            return body.OutcomeOf(failure)!;
        }
    }

    public Task<IReadOnlyList<CarriedText>?> FindAsync(string clinicId, string to, DateTimeOffset createdFrom) => Task.FromResult<IReadOnlyList<CarriedText>?>(null);

    public Task<CarriedText?> FetchAsync(string sid) => Task.FromResult<CarriedText?>(null);

    /// <summary>The connector keeps no words that could be taken back.</summary>
    public bool Redacts => false;

    public Task<bool> RedactAsync(string sid) => Task.FromResult(true);

    public Task<bool> DeleteAsync(string sid) => Task.FromResult(true);

    private PostOutcome OutcomeOf(ConnectorAnswer answer, OutgoingText text) => answer.Status switch
    {
        _ when answer.IsAccepted => new PostOutcome.Accepted(answer.Id is { } id ? $"{text.OutboxId}|{id}" : text.OutboxId, "sent"),
        HttpStatusCode.TooManyRequests => new PostOutcome.NotProcessed("429", answer.RetryAfter),
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new PostOutcome.Unknown($"http-{(int)answer.Status}"),
        HttpStatusCode.Unauthorized => Unauthorized(),
        HttpStatusCode.Forbidden => new PostOutcome.Refused("bot-403"),
        HttpStatusCode.NotFound or HttpStatusCode.Gone => new PostOutcome.Refused("bot-404"),
        HttpStatusCode.RequestEntityTooLarge => new PostOutcome.Refused("bot-413"),
        _ => new PostOutcome.Refused("bot-400"),
    };

    // A token can be withdrawn before it ends: the first no fetches another, a second one soon after means our secret.
    private PostOutcome Unauthorized()
    {
        var now = machine.GetUtcNow();
        var again = now - refused < FreshToken;
        refused = now;
        return again ? new PostOutcome.Refused("bot-401") : new PostOutcome.NotProcessed("token-refused");
    }
}
