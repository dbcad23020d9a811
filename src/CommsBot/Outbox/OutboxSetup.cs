using CommsBot.Engine;
using CommsBot.Settings;

namespace CommsBot.Outbox;

internal static class OutboxSetup
{
    /// <summary>Needs an <see cref="ITextCarrier"/> of each channel with a provider, which that channel brings.</summary>
    public static void AddOutbox(this WebApplicationBuilder builder, SettingsReader settings)
    {
        settings.Read<SpendingSettings>("Spending");
        var services = builder.Services;
        services.AddSingleton<PatientTexts>();
        services.AddSingleton(provider => new WorkerId(provider.GetRequiredService<ClusterSettings>().NodeName));
        services.AddSingleton<Carriers>();
        services.AddSingleton<Senders>();
        services.AddSingleton<Receipts>();
        services.AddSingleton<CallResults>();
        services.AddSingleton<Spending>();
        services.AddSingleton<TextableNumbers>();
        services.AddSingleton<TextOnlyNumbers>();
        services.AddSingleton<StopNotices>();
        services.AddSingleton<Claims>();
        services.AddSingleton<Doubts>();
        services.AddSingleton<Expiry>();
        services.AddSingleton<MissingReceipts>();
        services.AddSingleton<Redaction>();
        services.AddSingleton<ProviderRecords>();
        services.AddSingleton<ClinicOutbox>();
        services.AddSingleton<OutboxStart>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxStart>());
        services.AddSingleton<ClinicOutboxWork>(provider =>
        {
            var outbox = provider.GetRequiredService<ClinicOutbox>();
            var stopping = provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            // Off the grain's own single thread: its calls and commits need not take turns.
            return line => Task.Run(() => outbox.RunAsync(line, stopping));
        });
    }
}
