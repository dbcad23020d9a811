using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Settings;

namespace CommsBot.Channels.Sms;

/// <summary>Carries texts by Twilio, each from its clinic's own number.</summary>
internal sealed class TwilioCarrier(
    TwilioClient client, TwilioSettings settings, SmsNumbers numbers, ClinicDirectory clinics, PublicAddress address, ProcessorSettings processors, TimeProvider machine)
    : ITextCarrier
{
    public Channel Channel => Channel.Sms;

    public CarrierLimits Limits { get; } =
        new(settings.MessagesPerSecond, TimeSpan.FromSeconds(settings.TimeoutSeconds), TimeSpan.FromSeconds(settings.SettleSeconds));

    public string? OffReason(string clinicId)
    {
        if (!processors.MayReceivePatientData("Twilio", machine.GetUtcNow())) return "no-agreement";
        return clinics.Find(clinicId) is { Demonstration: true } && !client.Base.IsLoopback ? "demonstration-clinic" : null;
    }

    public Task<PostOutcome> PostAsync(OutgoingText text, SendFence fence)
    {
        var clinic = ClinicOf(text.ClinicId);
        List<KeyValuePair<string, string>> fields =
        [
            new("To", text.To),
            new("Body", text.Body),
            new("StatusCallback", address.At($"/twilio/status?o={text.OutboxId}").AbsoluteUri),
            new("ValidityPeriod", text.ValiditySeconds.ToString(CultureInfo.InvariantCulture)),
        ];
        fields.Add(numbers.ServiceOf(clinic) is { } service ? new("MessagingServiceSid", service) : new("From", numbers.NumberOf(clinic).E164));
        return client.CreateAsync(fields, fence);
    }

    public async Task<IReadOnlyList<CarriedText>?> FindAsync(string clinicId, string to, DateTimeOffset createdFrom)
    {
        // With a messaging service the sender is unknown until the provider picked one, so there the number alone is asked for.
        var clinic = ClinicOf(clinicId);
        var from = numbers.ServiceOf(clinic) is null ? numbers.NumberOf(clinic).E164 : null;
        var found = await client.ListAsync(to, from, createdFrom);
        // A list that does not reach back far enough proves nothing absent.
        return found is { IsCut: false } ? found.Messages.Where(message => !message.IsInbound).Select(message => message.Carried).OfType<CarriedText>().ToList() : null;
    }

    public async Task<CarriedText?> FetchAsync(string sid) => (await client.FetchAsync(sid))?.Carried;

    public bool Redacts => settings.RedactAfterDelivery;

    public Task<bool> RedactAsync(string sid) => client.RedactAsync(sid);

    public Task<bool> DeleteAsync(string sid) => client.DeleteAsync(sid);

    private Clinic ClinicOf(string id) => clinics.Find(id) ?? throw new InvalidOperationException($"There is no clinic '{id}'.");
}
