using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommsBot.Operation;
using CommsBot.Storage;
using CommsBot.Tests.House;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace CommsBot.Tests.Operation;

public sealed class OperationTests
{
    [Fact]
    public async Task Ready_names_what_is_off_and_stays_200()
    {
        using var house = new Installation();
        await using var app = await StartAsync(house.Development("--Simulator:Enabled=false"));
        using var client = Client(app);
        Assert.Equal("""{"status":"live"}""", await client.GetStringAsync("/health/live"));
        Assert.Equal(
            """{"status":"ready","missing":[],"off":["Telemetry: OTEL_EXPORTER_OTLP_ENDPOINT is not set","Language model: AzureOpenAI:Endpoint is not set; answers are found by search alone","SMS: Twilio:AccountSid is not set; texts are held and become calls","Azure Bot Service: BotService:AppId is not set; /api/messages answers 404","Pages of mind-balance to people on call: neither a text nor a mail can reach anybody"]}""",
            await ReadyAsync(client, HttpStatusCode.OK));
    }

    [Fact]
    public async Task Ready_names_a_database_that_is_gone()
    {
        using var house = new Installation();
        await using var app = await StartAsync(house.Development());
        using var client = Client(app);
        await ReadyAsync(client, HttpStatusCode.OK);
        await Installation.Store(app).Write(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Values\" RENAME TO \"Elsewhere\""));
        var answer = JsonDocument.Parse(await ReadyAsync(client, HttpStatusCode.ServiceUnavailable)).RootElement;
        Assert.Equal("not-ready", answer.GetProperty("status").GetString());
        Assert.Equal("database", answer.GetProperty("missing")[0].GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task Every_answer_forbids_guessing_its_type_and_names_no_server()
    {
        using var house = new Installation();
        await using var app = await StartAsync(house.Development());
        using var client = Client(app);
        var answer = await client.GetAsync("/health/live");
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_body_over_a_megabyte_is_refused()
    {
        using var house = new Installation();
        await using var app = await StartAsync(house.Development());
        using var client = Client(app);
        var answer = await client.PostAsync("/api/webchat/token", JsonContent.Create(new { clinic = new string('x', 1_200_000) }));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_traced()
    {
        using var house = new Installation();
        await using var app = await house.OpenAsync();
        Assert.Null(app.Services.GetService<TracerProvider>());
    }

    [Fact]
    public async Task In_Production_telemetry_waits_for_its_agreement()
    {
        using var house = new Installation();
        await using var app = await CommsBotHost.CreateAsync(house.Production("--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9"), use: DatabaseUse.Visit);
        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Contains(new CommsBot.Settings.Feature("Telemetry", "Processors:Otlp:BaaSignedOn is not set"), app.Services.GetServices<CommsBot.Settings.Feature>());
    }

    [Fact]
    public async Task In_Production_texting_waits_for_its_agreement_and_says_so()
    {
        using var house = new Installation();
        await using var app = await CommsBotHost.CreateAsync(
            house.Production("--Twilio:AccountSid=AC00000000000000000000000000000001", "--Twilio:AuthTokens:0=secret"), use: DatabaseUse.Visit);
        Assert.Contains(new CommsBot.Settings.Feature("SMS", "Processors:Twilio:BaaSignedOn is not set"), app.Services.GetServices<CommsBot.Settings.Feature>());
        Assert.Equal("no-agreement", app.Services.GetRequiredService<CommsBot.Outbox.Carriers>().Of(CommsBot.Conversations.Channel.Sms).OffReason("mind-balance"));
    }

    [Fact]
    public void A_span_keeps_the_route_and_loses_everything_of_the_address()
    {
        using var span = new Activity("GET").SetTag("url.path", "/simulator/phone/+12815550100/messages").SetTag("url.query", "?To=%2B12815550100")
            .SetTag("url.full", "https://api.example/2010-04-01/Messages.json?To=%2B12815550100").SetTag("http.target", "/a?b").SetTag("http.route", "/simulator/phone/{phone}/messages").Start();
        new AddressScrubber().OnEnd(span);
        Assert.Equal(
            [new("url.path", "/simulator/phone/{phone}/messages"), new("url.full", "https://api.example"), new("http.route", "/simulator/phone/{phone}/messages")],
            span.TagObjects.Where(tag => tag.Value is not null).Select(tag => new KeyValuePair<string, string>(tag.Key, (string)tag.Value!)));
    }

    private static async Task<WebApplication> StartAsync(string[] args)
    {
        var app = await CommsBotHost.CreateAsync(args);
        await app.StartAsync();
        return app;
    }

    private static HttpClient Client(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.First()) };

    // The sender's first look comes right after the start.
    private static async Task<string> ReadyAsync(HttpClient client, HttpStatusCode expected)
    {
        for (var i = 0; ; i++)
        {
            var answer = await client.GetAsync("/health/ready");
            if (answer.StatusCode == expected || i == 600)
            {
                Assert.Equal(expected, answer.StatusCode);
                return await answer.Content.ReadAsStringAsync();
            }

            await Task.Delay(100);
        }
    }
}
