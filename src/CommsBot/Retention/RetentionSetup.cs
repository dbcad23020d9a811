using CommsBot.Engine;

namespace CommsBot.Retention;

internal static class RetentionSetup
{
    public static void AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<LegalHolds>();
        services.AddSingleton<RetentionJob>();
        services.AddSingleton<ProviderDeletions>();
        services.AddSingleton<PolledWork>(provider => provider.GetRequiredService<RetentionJob>().LookAsync);
        services.AddSingleton<PolledWork>(provider => provider.GetRequiredService<ProviderDeletions>().LookAsync);
    }
}
