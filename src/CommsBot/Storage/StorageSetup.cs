using CommsBot.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommsBot.Storage;

internal static class StorageSetup
{
    public static void AddStorage(this WebApplicationBuilder builder, SettingsReader settings)
    {
        var security = settings.Read<SecuritySettings>("Security");
        var home = settings.Start.Home;
        if (DatabaseTarget.TryRead(builder.Configuration.GetConnectionString("CommsBot"), home, out var fault) is not { } target)
        {
            settings.Refuse([fault!]);
            return;
        }

        var services = builder.Services;
        services.AddSingleton(target);
        var gate = new WriteGate(oneWriter: !target.IsPostgres);
        // Services with the same keys (tests) may share the cipher, and with it the model and the compiled queries.
        var cipher = services.Select(service => service.ImplementationInstance).OfType<ColumnCipher>().FirstOrDefault() ?? new ColumnCipher();
        var contexts = new ClinicDbFactory(target, cipher, gate);
        contexts.Prepare();
        services.AddSingleton(gate);
        services.TryAddSingleton(cipher);
        services.AddSingleton(contexts);
        services.AddSingleton<IDbContextFactory<ClinicDb>>(contexts);
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<ClinicDb>>().CreateDbContext());
        services.AddSingleton<ClinicStore>();
        services.TryAddSingleton<IKeyWrap>(provider => security.KeyCertificate is null
            ? new DevelopmentKeyWrap(security.KeyFile(home))
            : new CertificateKeyWrap(security.Open(home, out _)!));
        services.AddSingleton(provider => new KeySeals(
            provider.GetRequiredService<IKeyWrap>(), security.PreviousKeyCertificate is null ? null : new CertificateKeyWrap(security.OpenPrevious(home, out _)!)));
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton<LateSeals>();
        services.AddSingleton<DatabaseStart>();

        services.AddDataProtection().SetApplicationName("CommsBot").PersistKeysToDbContext<ClinicDb>();
        services.AddOptions<KeyManagementOptions>().Configure<ColumnCipher>((options, cipher) => options.XmlEncryptor = new KeyXmlEncryptor(cipher));
    }
}
