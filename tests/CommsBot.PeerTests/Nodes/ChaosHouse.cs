using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.PeerTests.Nodes;

/// <summary>A text that must reach the provider. Several may have the same words and number; then as many must arrive.</summary>
internal sealed record ChaosText(string Clinic, string To, string Body);

/// <summary>An installation of four clinics with a queue of due texts, on a database of its own, beside a wild provider.</summary>
internal sealed class ChaosHouse : IAsyncDisposable
{
    private const int TimeoutSeconds = 1;
    private const int SettleSeconds = 3;

    /// <summary>How long a claim holds with the settings of this house.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds((2 * TimeoutSeconds) + 5);

    private readonly string folder = Directory.CreateTempSubdirectory("commsbot-chaos-").FullName;
    private readonly List<string> arguments;
    private readonly ClinicStore counting;
    private int nodes;

    private ChaosHouse(WildProvider provider, string? database, int perSecond)
    {
        Provider = provider;
        var connection = database ?? $"Data Source={Path.Combine(folder, "chaos.db")}";
        var target = DatabaseTarget.Read(connection, folder);
        var gate = new WriteGate(oneWriter: !target.IsPostgres);
        counting = new ClinicStore(new ClinicDbFactory(target, new ColumnCipher(), gate), gate, target);
        arguments =
        [
            "--environment=Development", $"--contentRoot={folder}", "--Simulator:Enabled=false", "--Logging:LogLevel:Default=Warning",
            $"--ConnectionStrings:CommsBot={connection}", $"--Security:DevelopmentKeyFile={Path.Combine(folder, "key")}",
            $"--Twilio:AccountSid={WildProvider.Account}", $"--Twilio:AuthTokens:0={WildProvider.Token}", $"--Twilio:ApiBaseUrl={provider.Address}",
            "--Spending:ClinicPerHour=1000000", "--Spending:ClinicPerDay=1000000", "--Spending:PrefixPerHour=1000000",
            $"--Twilio:TimeoutSeconds={TimeoutSeconds}", $"--Twilio:SettleSeconds={SettleSeconds}", $"--Twilio:MessagesPerSecond={perSecond}",
        ];
    }

    public WildProvider Provider { get; }

    public IReadOnlyList<ChaosText> Texts { get; private set; } = [];

    public static async Task<ChaosHouse> OpenAsync(string? database, int texts, int seed, int perSecond)
    {
        var house = new ChaosHouse(await WildProvider.StartAsync(seed), database, perSecond);
        house.WriteContent();
        await house.QueueAsync(texts);
        return house;
    }

    public NodeProcess NewNode(bool clustered = false)
    {
        var name = $"node-{(char)('a' + nodes++)}";
        string[] cluster = clustered ? [$"--Cluster:SiloPort={TwoNodesTests.FreePort()}", "--Cluster:AdvertisedAddress=127.0.0.1"] : [];
        return new NodeProcess(name, Path.Combine(folder, $"{name}.log"), [.. arguments, .. cluster]);
    }

    /// <summary>How many rows stand in each state.</summary>
    public async Task<IReadOnlyDictionary<MessageState, int>> StatesAsync()
    {
        await using var db = counting.Read();
        return await db.Outbound.GroupBy(m => m.State).Select(state => new { state.Key, Count = state.Count() }).ToDictionaryAsync(state => state.Key, state => state.Count);
    }

    public async Task<string> AttemptsAsync()
    {
        await using var db = counting.Read();
        var outcomes = await db.OutboundAttempts.GroupBy(a => a.Outcome).Select(outcome => new { outcome.Key, Count = outcome.Count() }).ToListAsync();
        return string.Join(", ", outcomes.OrderByDescending(outcome => outcome.Count).Select(outcome => $"{outcome.Key ?? "died"} {outcome.Count}"));
    }

    public static IReadOnlyList<ChaosText> Invent(int count, IReadOnlyList<string> clinics) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            // Every fortieth has a twin: the same words to the same number.
            var number = i % 40 == 1 ? i - 1 : i;
            return new ChaosText(clinics[number / 2 % clinics.Count], $"+1281556{number % 200:0000}", $"Mind Balance: please call us about form {number}.");
        }),
    ];

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        TestFolder.Delete(folder);
    }

    private void WriteContent()
    {
        var home = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(home.FullName, "dialogs"))) home = home.Parent ?? throw new InvalidOperationException("No dialogs/ above the tests.");
        foreach (var part in new[] { "dialogs", "prompts" })
            foreach (var file in Directory.EnumerateFiles(Path.Combine(home.FullName, part), "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(home.FullName, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

        var clinics = Path.Combine(folder, "dialogs", "clinics");
        var shipped = File.ReadAllText(Path.Combine(clinics, "mind-balance.yaml"));
        for (var i = 1; i < 4; i++)
            File.WriteAllText(Path.Combine(clinics, $"clinic-{i}.yaml"), shipped.Replace("id: mind-balance", $"id: clinic-{i}").Replace("+12815550100", $"+1281555013{i}"));
    }

    private async Task QueueAsync(int count)
    {
        await using var app = await CommsBotHost.CreateAsync([.. arguments, "--urls=http://127.0.0.1:0"], use: DatabaseUse.Migrate);
        Texts = Invent(count, [.. app.Services.GetRequiredService<ClinicDirectory>().All.Select(clinic => clinic.Id)]);
        var now = app.Services.GetRequiredService<ClinicClock>().UtcNow;
        await app.Services.GetRequiredService<ClinicStore>().Write(db =>
        {
            foreach (var (text, i) in Texts.Select((text, i) => (text, i)))
            {
                var @class = (i % 10) switch { 3 => MessageClass.Safety, 4 => MessageClass.Page, _ => MessageClass.Staff };
                OutboxQueue.Add(db, new NewText(text.Clinic, @class, PhoneNumber.Parse(text.To), text.Body, Language.English, $"chaos-{i}", now));
            }

            return Task.CompletedTask;
        });
    }
}
