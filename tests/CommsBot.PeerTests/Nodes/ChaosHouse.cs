using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.PeerTests.Nodes;

/// <summary>A text that must reach the provider. Several may have the same words and number; then as many must arrive.</summary>
/// <param name="Visit">What a preparation text prepares; null for any other.</param>
internal sealed record ChaosText(string Clinic, string To, string Body, MessageClass Class, string? Visit)
{
    /// <summary>The provider takes it, if it is sent in time, and says that it did not arrive: then a person must call.</summary>
    public bool IsLost => Body.Contains(WildProvider.Lost, StringComparison.Ordinal);
}

/// <summary>An installation of four clinics with a queue of due texts, on a database of its own, beside a wild provider.</summary>
internal sealed class ChaosHouse : IAsyncDisposable
{
    private const int TimeoutSeconds = 1;
    private const int SettleSeconds = 3;
    private const string Key = "chaos-", LostKey = "lost-";

    /// <summary>How long a claim holds with the settings of this house.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds((2 * TimeoutSeconds) + 5);

    private readonly string folder = Directory.CreateTempSubdirectory("commsbot-chaos-").FullName;
    private readonly List<string> arguments;
    private readonly ClinicStore counting;
    private readonly DayPlace? place = DayPlace.Now();
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
            "--Spending:ClinicPerHour=1000000", "--Spending:ClinicPerDay=1000000", "--Spending:PrefixPerHour=1000000", "--Spending:PrefixPerDay=1000000",
            $"--Twilio:TimeoutSeconds={TimeoutSeconds}", $"--Twilio:SettleSeconds={SettleSeconds}", $"--Twilio:MessagesPerSecond={perSecond}",
        ];
    }

    public WildProvider Provider { get; }

    public IReadOnlyList<ChaosText> Texts { get; private set; } = [];

    /// <summary>The last useful moment of the preparation texts that the provider loses.</summary>
    public DateTimeOffset LostNotAfter { get; private set; }

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

    /// <summary>When somebody was first asked to call about each visit.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> CallsAsync()
    {
        await using var db = counting.Read();
        var calls = await db.Handoffs.Where(h => h.Kind == HandoffKind.Call && h.AppointmentId != null).Select(h => new { h.AppointmentId, h.WaitingSince }).ToListAsync();
        return calls.GroupBy(call => call.AppointmentId!).ToDictionary(visit => visit.Key, visit => visit.Min(call => call.WaitingSince));
    }

    /// <summary>How many rows stand in each state.</summary>
    /// <param name="lost">Only those that the provider loses, or only those it does not; null: all.</param>
    public async Task<IReadOnlyDictionary<MessageState, int>> StatesAsync(bool? lost = null)
    {
        await using var db = counting.Read();
        return await db.Outbound.Where(m => lost == null || m.UniqueKey.StartsWith(lost == true ? LostKey : Key)).GroupBy(m => m.State).Select(state => new { state.Key, Count = state.Count() }).ToDictionaryAsync(state => state.Key, state => state.Count);
    }

    public async Task<string> AttemptsAsync()
    {
        await using var db = counting.Read();
        var outcomes = await db.OutboundAttempts.GroupBy(a => a.Outcome).Select(outcome => new { outcome.Key, Count = outcome.Count() }).ToListAsync();
        return string.Join(", ", outcomes.OrderByDescending(outcome => outcome.Count).Select(outcome => $"{outcome.Key ?? "died"} {outcome.Count}"));
    }

    /// <param name="area">Area code of preparation texts; null: there are none.</param>
    public static IReadOnlyList<ChaosText> Invent(int count, IReadOnlyList<string> clinics, string? area = null) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            // Every fortieth has a twin: the same words to the same number.
            var number = i % 40 == 1 ? i - 1 : i;
            var clinic = clinics[number / 2 % clinics.Count];
            // A number gets one preparation text a day, so each has its own.
            if (i % 10 >= 6 && area is not null)
                return new ChaosText(clinic, $"+1{area}{200 + (i / 10_000)}{i % 10_000:0000}", $"Mind Balance: visit {i}.{(i % 20 == 9 ? $" {WildProvider.Lost}" : "")} Reply STOP to stop texts.", MessageClass.Plan, $"visit-{i}");
            var @class = (i % 10) switch { 3 => MessageClass.Safety, 4 => MessageClass.Page, _ => MessageClass.Staff };
            return new ChaosText(clinic, $"+1281556{number % 200:0000}", $"Mind Balance: please call us about form {number}.", @class, null);
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
        if (place is not null) shipped = place.Put(shipped);
        File.WriteAllText(Path.Combine(clinics, "mind-balance.yaml"), shipped);
        for (var i = 1; i < 4; i++)
            File.WriteAllText(Path.Combine(clinics, $"clinic-{i}.yaml"), shipped.Replace("id: mind-balance", $"id: clinic-{i}").Replace("+12815550100", $"+1281555013{i}"));
    }

    /// <summary>Texts that are due at once, in one commit.</summary>
    public async Task QueueAsync(int count)
    {
        await using var app = await CommsBotHost.CreateAsync([.. arguments, "--urls=http://127.0.0.1:0"], use: DatabaseUse.Migrate);
        var clinics = app.Services.GetRequiredService<ClinicDirectory>();
        Texts = Invent(count, [.. clinics.All.Select(clinic => clinic.Id)], place?.Area);
        var now = app.Services.GetRequiredService<ClinicClock>().UtcNow;
        LostNotAfter = now.AddSeconds(25 + (count / 120));
        var stamps = clinics.All.ToDictionary(clinic => clinic.Id, app.Services.GetRequiredService<VisitPlans>().StampOf);
        await app.Services.GetRequiredService<ClinicStore>().Write(db =>
        {
            foreach (var (text, i) in Texts.Select((text, i) => (text, i)))
            {
                var row = new NewText(text.Clinic, text.Class, PhoneNumber.Parse(text.To), text.Body, Language.English, $"{(text.IsLost ? LostKey : Key)}{i}", now);
                if (text.Visit is not null) row = Preparation(db, text, row, i, stamps[text.Clinic]);
                OutboxQueue.Add(db, row);
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>The visit it prepares, the patient, and the consent: what the gate asks of a text of a plan.</summary>
    private NewText Preparation(ClinicDb db, ChaosText text, NewText row, int i, string stamp)
    {
        var (hash, now) = (db.Cipher.LookUpHash(text.To), row.DueAt);
        var patient = new Patient { Id = $"patient-{i}", ClinicId = text.Clinic, FirstName = "Ana", Phone = text.To, PhoneHash = hash, PhoneConfirmedAt = now };
        db.Patients.Add(patient);
        db.Appointments.Add(new Appointment
        {
            ClinicId = text.Clinic, Id = text.Visit!, PatientId = patient.Id, Protocol = "infusion", StartsAt = now.AddDays(5), Status = AppointmentStatus.Booked, PlanVersion = 1,
            PlanStamp = stamp, ScreenState = "cleared", ScreenSetBy = VisitRows.Patient,
        });
        db.Consents.Add(new ConsentEntry
        {
            ClinicId = text.Clinic, Phone = text.To, PhoneHash = hash, Purpose = ConsentPurpose.Preparation, Granted = true, Text = "May we text you?", Method = "paper", By = "test", At = now,
        });
        return row with
        {
            NotAfter = text.IsLost ? LostNotAfter : now.AddHours(6), AppointmentId = text.Visit, Step = i % 4 < 2 ? "fasting" : "reminder", PlanVersion = 1,
            Purpose = ConsentPurpose.Preparation, Expects = "123",
        };
    }
}
