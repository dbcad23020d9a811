using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CommsBot.Settings;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.House;

/// <summary>A folder for one installation: its database, its key, its certificate. Gone when disposed.</summary>
internal sealed class Installation : IDisposable
{
    private static readonly ConcurrentBag<ColumnCipher> Idle = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("commsbot-house-").FullName;

    public string Database => Path.Combine(Folder, "data", "commsbot.db");

    public string File(string name) => Path.Combine(Folder, name);

    public string[] Development(params string[] more) =>
    [
        "--environment=Development", "--urls=http://127.0.0.1:0", $"--contentRoot={Repository.Root}",
        $"--ConnectionStrings:CommsBot=Data Source={Database}", $"--Security:DevelopmentKeyFile={File("development.key")}", .. more,
    ];

    /// <summary>Everything Production asks for, except what <paramref name="more"/> takes away again.</summary>
    public string[] Production(params string[] more) =>
    [
        "--environment=Production", "--urls=http://127.0.0.1:0", $"--contentRoot={Repository.Root}", $"--ConnectionStrings:CommsBot=Data Source={Database}",
        $"--Security:KeyCertificate={Certificate("house.pfx")}", "--Security:KeyCertificatePassword=of the tests", "--Public:BaseUrl=https://chat.clinic.example", .. more,
    ];

    /// <summary>A certificate with an RSA key, made once per name.</summary>
    public string Certificate(string name)
    {
        var file = File(name);
        if (System.IO.File.Exists(file)) return file;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=CommsBot test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        System.IO.File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, "of the tests"));
        return file;
    }

    public Task<WebApplication> OpenAsync(params string[] more) => CreateAsync(Development(more));

    /// <summary>The faults a start is refused with, one per item.</summary>
    public static async Task<IReadOnlyCollection<string>> RefusalAsync(string[] args)
    {
        // Each cipher keeps a model of the storage for the rest of the run, and a hundred starts are refused in it.
        var cipher = Idle.TryTake(out var kept) ? kept : new ColumnCipher();
        var faults = (await Assert.ThrowsAsync<StartRefusedException>(() => CreateAsync(args, cipher))).Faults;
        Idle.Add(cipher);
        return faults;
    }

    // Who names a folder of content wants it read.
    private static Task<WebApplication> CreateAsync(string[] args, ColumnCipher? cipher = null) => CommsBotHost.CreateAsync(args, builder =>
    {
        if (!args.Any(arg => arg.StartsWith("--Content:Root", StringComparison.Ordinal))) SharedContent.AddTo(builder);
        if (cipher is not null) builder.Services.AddSingleton(cipher);
    });

    public static ClinicStore Store(WebApplication app) => app.Services.GetRequiredService<ClinicStore>();

    public void Dispose() => TestFolder.Delete(Folder);
}
