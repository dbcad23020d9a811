using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Settings;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests;

/// <summary>
/// A whole service with a folder, database, key file and clinic clock of its own. As a class fixture it starts once for all tests of a class;
/// a test that needs another one writes <c>await using var service = await TestService.StartAsync(new TestSetup { ... })</c>.
/// Machine time is the system's; clinic time stands still until a test moves it.
/// </summary>
public class TestService : IAsyncLifetime
{
    internal const string AddressHeader = "X-Test-Address";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly TestSetup setup;
    private readonly FakeTimeProvider clinicTime = new(DateTimeOffset.Parse(The.OpenHour, CultureInfo.InvariantCulture));
    private readonly SemaphoreSlim news = new(0);

    public TestService() : this(new TestSetup())
    {
    }

    internal TestService(TestSetup setup)
    {
        this.setup = setup;
        Folder = setup.Folder ?? Directory.CreateTempSubdirectory("commsbot-test-").FullName;
        Watchman = new Watchman(setup.Spans);
        Outside = new OutsideWorld { OwnPort = setup.Kestrel };
    }

    internal string Folder { get; }
    internal string DatabaseFile => Path.Combine(Folder, "commsbot.db");
    internal WebApplication App { get; private set; } = null!;
    internal HttpClient Http { get; private set; } = null!;
    internal Watchman Watchman { get; }
    internal OutsideWorld Outside { get; }
    internal TwilioStandIn Twilio { get; } = new();
    internal ClinicStore Store => Get<ClinicStore>();
    internal Clinic Clinic => Get<ClinicDirectory>().Find(The.Clinic)!;

    /// <summary>Our own address as browsers name it.</summary>
    internal string Origin => Get<PublicAddress>().Base.GetLeftPart(UriPartial.Authority);

    internal StaffProgram Staff => new(this, The.StaffKey);
    internal StaffProgram Colleague => new(this, The.ColleagueKey);
    internal StaffProgram FrontDesk => new(this, The.FrontDeskKey);
    internal StaffProgram Reader => new(this, The.ReadKey);
    internal StaffProgram Appointments => new(this, The.AppointmentsKey);

    internal T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    /// <exception cref="StartRefusedException">The service refuses to start like this.</exception>
    internal static async Task<TestService> StartAsync(TestSetup? setup = null)
    {
        var service = new TestService(setup ?? new TestSetup());
        await service.InitializeAsync();
        return service;
    }

    public async Task InitializeAsync()
    {
        App = await CommsBotHost.CreateAsync([.. Args()], Adjust);
        Outside.Register(TwilioStandIn.Address, Twilio.AnswerAsync);
        await App.StartAsync();
        if (!setup.Kestrel) Outside.Register(Origin, App.GetTestServer().CreateHandler());
        Http = setup.Kestrel
            ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(App.Urls.First()) }
            : App.GetTestClient();
        Watchman.Logs = App.Services.GetFakeLogCollector();
        Get<Changes>().Subscribe(_ => news.Release());
    }

    /// <summary>Moves clinic time, forward or back.</summary>
    /// <param name="clinicTime">ISO 8601 with offset, e.g. <c>2027-03-08T10:00-06:00</c>.</param>
    internal void At(string clinicTime) => this.clinicTime.AdjustTime(DateTimeOffset.Parse(clinicTime, CultureInfo.InvariantCulture));

    internal void Later(TimeSpan by) => clinicTime.AdjustTime(clinicTime.GetUtcNow() + by);

    /// <summary>Returns once every stored message had its turn and every text that is due was handed over or parked.</summary>
    internal Task Settled()
    {
        long looked = 0;
        return Until("come to rest", async () =>
        {
            if (await Get<DueWork>().SettledAsync()) return true;
            // A moved clock wakes nothing by itself; between two looks the service's own hints do.
            if (looked != 0 && Stopwatch.GetElapsedTime(looked) < LookAgain) return false;
            looked = Stopwatch.GetTimestamp();
            await Get<Poller>().LookAsync(default);
            return false;
        });
    }

    /// <summary>Waits for what the service does by itself.</summary>
    internal async Task Until(string wanted, Func<Task<bool>> holds)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience;)
        {
            if (await holds()) return;
            await news.WaitAsync(Glance);
        }

        Assert.Fail($"The service did not {wanted}.{Environment.NewLine}{string.Join(Environment.NewLine, Watchman.Logged.TakeLast(20))}");
    }

    internal Task<WebPatient> Web(string? language = null, string clinic = The.Clinic) => Visitor().Open(clinic, language);

    /// <summary>A browser that has not opened the chat yet.</summary>
    internal WebPatient Visitor() => new(this, Some.Address());

    /// <summary>A phone in touch with the clinic before, so that no text has to say how to stop texts.</summary>
    internal SmsPatient Phone(string? number = null, string clinicNumber = The.ClinicNumber) => new(this, number ?? Some.Phone(), clinicNumber, knownAt: clinicNumber == The.ClinicNumber ? The.Clinic : The.OtherClinic);

    /// <summary>A phone the clinic never heard of.</summary>
    internal SmsPatient NewPhone(string? number = null, string clinicNumber = The.ClinicNumber) => new(this, number ?? Some.Phone(), clinicNumber, knownAt: null);

    /// <summary>A fixed sentence of <c>dialogs/</c> as this clinic says it.</summary>
    internal string Words(string key, Language language = Language.English, MessageForm form = MessageForm.Web, params (string Name, string Value)[] values) =>
        Get<ContentLibrary>().Wording.Text(key, language, form, Clinic.Fact, values);

    internal async Task<HttpResponseMessage> PostSigned(string pathAndQuery, IEnumerable<KeyValuePair<string, string>> form, string? signature = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, pathAndQuery) { Content = new FormUrlEncodedContent(form) };
        if (signature != "") request.Headers.Add("X-Twilio-Signature", signature ?? SmsPatient.Sign(Origin + pathAndQuery, form));
        return await Http.SendAsync(request);
    }

    internal async Task<WebSocket> OpenSocket(string streamUrl)
    {
        if (!setup.Kestrel) return await App.GetTestServer().CreateWebSocketClient().ConnectAsync(new Uri(streamUrl), default);
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(streamUrl), default);
        return socket;
    }

    public async Task DisposeAsync()
    {
        if (App is not null) await TestFolder.EndAsync(App);
        Http?.Dispose();
        Watchman.Dispose();
        if (setup.Folder is null) TestFolder.Delete(Folder);
        Assert.Empty(Outside.Strangers);
        Watchman.SawNothingPlanted();
    }

    private void Adjust(WebApplicationBuilder builder)
    {
        if (!setup.Kestrel) builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.Services.AddSingleton(new ClinicClock(clinicTime));
        builder.Services.AddSingleton<IHttpMessageHandlerBuilderFilter>(Outside);
        // A handler's timer would keep this service two minutes longer, and hundreds are started.
        builder.Services.ConfigureAll<HttpClientFactoryOptions>(http => http.HandlerLifetime = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton<IStartupFilter>(new FromTestAddress());
        if (!setup.OwnKeys) SharedKeys.AddTo(builder);
        if (setup.Content is null) SharedContent.AddTo(builder, IsCopied ? Copied : null);
        setup.Adjust?.Invoke(builder);
        if (setup.Patch is { } patch) builder.Host.UseServiceProviderFactory(new PatchedServices(patch));
    }

    private IEnumerable<string> Args()
    {
        yield return "--environment=Development";
        yield return "--urls=http://127.0.0.1:0";
        yield return $"--contentRoot={AppContext.BaseDirectory}";
        yield return $"--ConnectionStrings:CommsBot=Data Source={DatabaseFile}";
        yield return $"--Security:DevelopmentKeyFile={Path.Combine(Folder, "keys", "development.key")}";
        yield return $"--Simulator:Enabled={setup.Simulator}";
        if (!setup.Kestrel) yield return "--Public:BaseUrl=http://localhost";
        if (setup.Texting && !setup.Simulator)
        {
            yield return $"--Twilio:AccountSid={TwilioStandIn.Account}";
            yield return $"--Twilio:AuthTokens:0={TwilioStandIn.Token}";
            yield return $"--Twilio:ApiBaseUrl={TwilioStandIn.Address}";
            yield return "--Twilio:MessagesPerSecond=1000";
            yield return "--Twilio:SettleSeconds=1";
        }

        if (ContentRoot() is { } content) yield return $"--Content:Root={content}";
        foreach (var arg in Keys().Concat(setup.Args)) yield return arg;
    }

    private string Copied => Path.Combine(Folder, "content");

    private bool IsCopied => setup.TwoClinics || setup.Clinics is not null || setup.Content is not null;

    private string? ContentRoot()
    {
        if (!IsCopied) return null;
        var root = TestContent.Copy(Home.Find(AppContext.BaseDirectory)!, Copied);
        var dialogs = Path.Combine(root, "dialogs");
        if (setup.TwoClinics) TestContent.AddOtherClinic(dialogs);
        setup.Clinics?.Invoke(dialogs);
        setup.Content?.Invoke(dialogs);
        return root;
    }

    private static IEnumerable<string> Keys()
    {
        (string Secret, string Role, string Clinic, string? ActsAs, string? Rights)[] keys =
        [
            (The.StaffKey, "staff", The.Clinic, The.StaffMember, null),
            (The.ColleagueKey, "staff", The.Clinic, "Lee Park", null),
            (The.ReadKey, "read", The.Clinic, null, null),
            (The.AppointmentsKey, "appointments", The.Clinic, null, null),
            (The.WebChatKey, "webchat", The.Clinic, null, null),
            (The.OtherClinicKey, "staff", The.OtherClinic, "Kim Cole", null),
            (The.FrontDeskKey, "staff", The.Clinic, "Fay Dunn", "staff"),
        ];
        for (var i = 0; i < keys.Length; i++)
        {
            yield return $"--Api:Keys:{i}:Name=key-{i}";
            yield return $"--Api:Keys:{i}:Secret={keys[i].Secret}";
            yield return $"--Api:Keys:{i}:Role={keys[i].Role}";
            yield return $"--Api:Keys:{i}:Clinics:0={keys[i].Clinic}";
            if (keys[i].ActsAs is { } person) yield return $"--Api:Keys:{i}:ActsAs={person}";
            if (keys[i].Rights is { } rights) yield return $"--Api:Keys:{i}:Rights={rights}";
        }
    }

    /// <summary>Each driver calls from an address of its own, or the limits per address would count all tests as one caller.</summary>
    private sealed class FromTestAddress : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, rest) =>
            {
                if (http.Request.Headers[AddressHeader] is [{ } address]) http.Connection.RemoteIpAddress = IPAddress.Parse(address);
                return rest(http);
            });
            next(app);
        };
    }
}
