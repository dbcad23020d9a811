using CommsBot.Channels.Sms;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Settings;
using CommsBot.Storage;
using CommsBot.Tests.Clinics;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.Preparation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.Outbox;

/// <summary>The outbox of one clinic over a fresh SQLite file and a provider stand-in, on clocks that only the test moves.</summary>
internal sealed class TextHouse : IAsyncDisposable
{
    public const string Account = "AC00000000000000000000000000000001";

    private const string MemoryDisk = "/dev/shm";

    private readonly string folder;
    private readonly TwilioClient client;
    private int keys;

    private TextHouse(DateTimeOffset now, Action<TwilioSettings>? adjust, bool inMemory)
    {
        folder = inMemory && Directory.Exists(MemoryDisk)
            ? Directory.CreateDirectory(Path.Combine(MemoryDisk, $"commsbot-outbox-{Guid.NewGuid():N}")).FullName
            : Directory.CreateTempSubdirectory("commsbot-outbox-").FullName;
        Machine = new FakeTimeProvider(now);
        Clock = new ClinicClock(Machine);
        StandIn = new StandIn(Machine);
        var gate = new WriteGate(oneWriter: true);
        var target = DatabaseTarget.Read($"Data Source={Path.Combine(folder, "texts.db")};Pooling={inMemory}", folder);
        Store = new ClinicStore(new ClinicDbFactory(target, SharedKeys.Cipher, gate), gate, target);
        Settings = new TwilioSettings
        {
            AccountSid = Account,
            AuthTokens = ["12345"],
            ApiBaseUrl = new Uri("http://127.0.0.1:9/simulator/twilio"),
            MessagesPerSecond = 1000,
            TimeoutSeconds = 5,
            SettleSeconds = 10,
        };
        adjust?.Invoke(Settings);
        var address = new PublicAddress(new PublicSettings { BaseUrl = new Uri("https://clinic.example") }, null!);
        client = new TwilioClient(new Clients(StandIn), Settings, address, new StartContext(new Development(), folder, false), Machine);
        var numbers = new SmsNumbers(Settings, TheClinic.Both);
        Carrier = new TwilioCarrier(client, Settings, numbers, TheClinic.Both, address,
            new ProcessorSettings(new ConfigurationBuilder().Build(), new Development()), Machine);
        Restart();
    }

    public FakeTimeProvider Machine { get; }

    public ClinicClock Clock { get; }

    public StandIn StandIn { get; }

    public ClinicStore Store { get; }

    public TwilioSettings Settings { get; }

    /// <summary>High for tests that send much; a test of the limits sets its own.</summary>
    public SpendingSettings Spending { get; } = new() { ClinicPerHour = 1_000_000, ClinicPerDay = 1_000_000, NumberPerHour = 10_000, NumberPerDay = 10_000, PrefixPerHour = 1_000_000 };

    /// <summary>Fixed sentences that the outbox may add; none unless a test gives some before it restarts.</summary>
    public IReadOnlyList<WordingEntry> Words { get; set; } = [];

    public ITextCarrier Carrier { get; set; }

    public ClinicOutbox Outbox { get; private set; } = null!;

    public Receipts Receipts { get; private set; } = null!;

    public Claims Claims { get; private set; } = null!;

    public Clinic Clinic => TheClinic.MindBalance;

    /// <param name="inMemory">On a memory disk where there is one, for tests that write very often.</param>
    /// <summary>Monday, 10 in the morning at the clinic, unless another local time is given.</summary>
    public static async Task<TextHouse> OpenAsync(string at = "2026-11-30 10:00", Action<TwilioSettings>? adjust = null, bool inMemory = false)
    {
        var house = new TextHouse(TheClinic.Chicago(at).ToUniversalTime(), adjust, inMemory);
        await using var db = house.Store.Read();
        await db.Database.EnsureCreatedAsync();
        return house;
    }

    /// <summary>Everything in memory is gone, as after a kill; the rows and the provider stay.</summary>
    public void Restart()
    {
        var changes = new Changes();
        var worker = new WorkerId("test");
        var carriers = new Carriers([Carrier]);
        var senders = new Senders(carriers, Machine);
        var plans = new VisitPlans(ThePreparation.Shipped, TheClinic.Both, ApprovalBook.Of(ApprovedContent.Everything));
        Receipts = new Receipts(Store, Clock, Machine, senders, plans, changes);
        var results = new CallResults(Receipts, senders, carriers, plans, Clock, Machine, NullLogger<CallResults>.Instance);
        var library = new ContentLibrary([], new Wording(Words));
        Claims = new Claims(new Spending(Spending, Machine), new TextableNumbers(Spending), new TextOnlyNumbers(library), new StopNotices(library), ApprovalBook.Of(ApprovedContent.Everything), new HeldFasts(ThePreparation.Shipped, TheClinic.Both), worker, Clock, Machine);
        var doubts = new Doubts(Store, carriers, Receipts, worker, Clock, Machine, changes, NullLogger<Doubts>.Instance);
        Outbox = new ClinicOutbox(
            Store, TheClinic.Both, carriers, doubts, new Expiry(Store, Clock, changes), new MissingReceipts(Store, Receipts, Clock, Machine, changes),
            new Redaction(Store, Clock, Machine), Claims, results,
            senders, Clock, Machine, changes, NullLogger<ClinicOutbox>.Instance);
    }

    public Task RunAsync() => Outbox.RunAsync(new OutboxLine(Clinic.Id, Channel.Sms));

    public void Pass(TimeSpan time) => Machine.Advance(time);

    public Task<string> AddAsync(MessageClass @class, string body = "Mind Balance: hello", string to = "+12815550142", Func<NewText, NewText>? with = null) =>
        Store.Write(db =>
        {
            var text = new NewText(Clinic.Id, @class, PhoneNumber.Parse(to), body, Language.English, $"test-{++keys}", Clock.UtcNow);
            return Task.FromResult(OutboxQueue.Add(db, with?.Invoke(text) ?? text).Id);
        });

    public Task ConsentAsync(bool granted = true, ConsentPurpose purpose = ConsentPurpose.Preparation, string to = "+12815550142") =>
        Store.Write(db => ConsentLedger.Record(db, Clinic.Id, PhoneNumber.Parse(to), purpose, granted, "words", "api", "test", Clock.UtcNow));

    public async Task<OutboundMessage> TextAsync(string id)
    {
        await using var db = Store.Read();
        return await db.Outbound.SingleAsync(m => m.Id == id);
    }

    public async Task<MessageState> StateAsync(string id) => (await TextAsync(id)).State;

    public async Task<List<HandoffTicket>> TasksAsync(HandoffKind kind = HandoffKind.Call)
    {
        await using var db = Store.Read();
        return await db.Handoffs.Where(h => h.Kind == kind).OrderBy(h => h.Reason).ToListAsync();
    }

    public ValueTask DisposeAsync()
    {
        TestFolder.Delete(folder);
        return ValueTask.CompletedTask;
    }

    private sealed class Clients(HttpMessageHandler handler) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(handler, disposeHandler: false);
    }

    internal sealed class Development : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Development";
        public string ApplicationName { get; set; } = "CommsBot";
        public string ContentRootPath { get; set; } = "/";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
