using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CommsBot.Simulator;
using CommsBot.Simulator.Clock;
using CommsBot.Simulator.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.Simulator;

/// <summary>Machine time that lets short waits pass at once.</summary>
internal sealed class HurriedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(4))
        {
            _ = Task.Run(() => Advance(dueTime));
        }

        return timer;
    }
}

/// <summary>One webhook as the service would have got it.</summary>
internal sealed record Webhook(string Path, IReadOnlyDictionary<string, string> Form, bool Signed, string IdempotencyToken);

/// <summary>The simulator beside a stand-in of the service, which notes what it is told.</summary>
internal sealed class SimulatorApp : IAsyncDisposable
{
    public const string Account = "AC00000000000000000000000000000001";
    public const string Token = "12345";
    public const string Clinic = "+12815550100";
    public const string OtherClinic = "+12815550199";
    public const string Service = "MG00000000000000000000000000000001";
    public const string Patient = "+12815550123";
    public static readonly DateTimeOffset Start = new(2027, 3, 1, 15, 0, 0, TimeSpan.Zero);

    private readonly WebApplication app;
    private readonly Channel<Webhook> webhooks = Channel.CreateUnbounded<Webhook>();

    private SimulatorApp(WebApplication app, HurriedTime machine, SimulatedTime clinicTime)
    {
        (this.app, Machine, ClinicTime) = (app, machine, clinicTime);
    }

    public HurriedTime Machine { get; }

    public SimulatedTime ClinicTime { get; }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>How many of the next webhooks find no connection.</summary>
    public int ConnectionsToRefuse { get; set; }

    public string SmsAnswer { get; set; } = "<Response/>";

    public static async Task<SimulatorApp> StartAsync(Func<SimulatorHost, SimulatorHost>? change = null, TimeSpan later = default)
    {
        var machine = new HurriedTime(Start + later);
        var clinicTime = new SimulatedTime(machine, Start);
        var host = new SimulatorHost
        {
            Lines = () => [new(Clinic, "Mind Balance"), new(OtherClinic, "Other", Service)],
            AccountSid = Account,
            AuthToken = Token,
            PublicBase = () => new Uri("http://localhost/"),
            Now = clinicTime.GetUtcNow,
            MoveTo = clinicTime.MoveTo,
            NextDue = _ => Task.FromResult<DateTimeOffset?>(null),
            Settled = () => Task.FromResult(true),
        };
        host = change?.Invoke(host) ?? host;
        SimulatorApp? simulator = null;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting().AddLogging();
        builder.Services.AddSingleton<TimeProvider>(machine);
        builder.Services.AddSimulator(_ => host);
        builder.Services.AddHttpClient(CommsBot.Simulator.Twilio.Webhooks.ClientName)
            .AddHttpMessageHandler(() => new BusyLine(() => simulator!.ConnectionsToRefuse-- > 0))
            .ConfigurePrimaryHttpMessageHandler(services => ((TestServer)services.GetRequiredService<IServer>()).CreateHandler());
        var app = builder.Build();
        simulator = new SimulatorApp(app, machine, clinicTime);
        app.MapSimulator();
        app.MapPost("/twilio/{kind}", simulator.Note);
        await app.StartAsync();
        simulator.Client = app.GetTestClient();
        return simulator;
    }

    public Task<Webhook> NextWebhook() => webhooks.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public async Task<List<Webhook>> Webhooks(int count)
    {
        var all = new List<Webhook>();
        while (all.Count < count)
        {
            all.Add(await NextWebhook());
        }

        return all;
    }

    public int WebhooksWaiting => webhooks.Reader.Count;

    public Task<HttpResponseMessage> Create(params (string, string)[] fields) => Create(Account, $"{Account}:{Token}", fields);

    public Task<HttpResponseMessage> Create(string account, string? credentials, params (string Name, string Value)[] fields) => Twilio(
        HttpMethod.Post, $"/2010-04-01/Accounts/{account}/Messages.json", credentials,
        new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public Task<HttpResponseMessage> Twilio(HttpMethod method, string path, string? credentials = $"{Account}:{Token}", HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, "/simulator/twilio" + path) { Content = content };
        request.Headers.Authorization = credentials is null ? null : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> Text(string body, string phone = Patient) =>
        Client.PostAsJsonAsync($"/simulator/phone/{Uri.EscapeDataString(phone)}/messages", new { body });

    public async Task<JsonElement[]> Thread(string phone = Patient) =>
        [.. (await Json(await Client.GetAsync($"/simulator/phone/{Uri.EscapeDataString(phone)}/messages"))).GetProperty("items").EnumerateArray()];

    public Task<HttpResponseMessage> Faults(object faults) => Client.PutAsJsonAsync("/simulator/twilio/faults", faults);

    public async Task<JsonElement> Clock() => await Json(await Client.GetAsync("/simulator/clock"));

    /// <summary>Asks until everything is settled: the clock's own promise, so the wait ends.</summary>
    public async Task<JsonElement> SettledClock()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var clock = await Clock();
            if (clock.GetProperty("settled").GetBoolean())
            {
                return clock;
            }
        }
    }

    public static async Task<JsonElement> Json(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private sealed class BusyLine(Func<bool> refuses) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => refuses()
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
            : base.SendAsync(request, cancellationToken);
    }

    private async Task<IResult> Note(HttpRequest request, string kind)
    {
        var form = await request.ReadFormAsync();
        var fields = form.ToDictionary(field => field.Key, field => field.Value.ToString());
        var address = $"{request.Scheme}://{request.Host}{request.Path}{request.QueryString}";
        var signed = request.Headers["X-Twilio-Signature"] == TwilioSignature.Of(Token, address, fields);
        await webhooks.Writer.WriteAsync(new($"{request.Path}{request.QueryString}", fields, signed, request.Headers["I-Twilio-Idempotency-Token"].ToString()));
        return kind == "status" ? Results.NoContent() : Results.Content(kind == "voice" ? "<Response><Say>Call 911.</Say></Response>" : SmsAnswer, "text/xml");
    }
}
