using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Outbox;
using CommsBot.Settings;

namespace CommsBot.Channels.Sms;

internal static class SmsSetup
{
    /// <param name="clinics">As read at start: with several, none may be texted from a shared number.</param>
    public static void AddSms(this WebApplicationBuilder builder, SettingsReader settings, ClinicDirectory clinics)
    {
        var twilio = settings.Read<TwilioSettings>("Twilio");
        settings.Refuse(twilio.ClinicFaults(clinics.All.Count));
        var services = builder.Services;
        services.AddSingleton<SmsNumbers>();
        services.AddSingleton<StrangeSenders>();
        services.AddSingleton<InboundTexts>();
        services.AddSingleton<TwilioDoor>();
        services.AddSingleton<IReplyChannel, SmsReplies>();
        services.AddSingleton(new Feature("SMS", twilio.IsOn
            ? new ProcessorSettings(builder.Configuration, builder.Environment).WhyOff("Twilio", TimeProvider.System.GetUtcNow())
            : "Twilio:AccountSid is not set; texts are held and become calls"));
        if (!twilio.IsOn)
        {
            services.AddSingleton<ITextCarrier>(new NoCarrier(Channel.Sms, "sms-off"));
            return;
        }

        services.AddSingleton(provider => new TwilioClient(
            provider.GetRequiredService<IHttpClientFactory>(), twilio, provider.GetRequiredService<PublicAddress>(), settings.Start, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TwilioCarrier>();
        services.AddSingleton<ITextCarrier>(provider => provider.GetRequiredService<TwilioCarrier>());
        services.AddSingleton<MissedTexts>();
        services.AddHostedService(provider => provider.GetRequiredService<MissedTexts>());
        services.AddProviderClient(TwilioClient.Name);
    }
}
