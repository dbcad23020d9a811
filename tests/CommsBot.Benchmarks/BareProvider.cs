using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommsBot.Benchmarks;

/// <summary>Twilio's create call and nothing else: accepts after a while, counts, sends no receipt.</summary>
internal sealed class BareProvider : IAsyncDisposable
{
    public const string Account = "AC0123456789abcdef0123456789abcdef";

    private readonly ConcurrentDictionary<string, int> bodies = new();
    private WebApplication app = null!;
    private int accepted;

    public Uri Address { get; private set; } = null!;

    public int Accepted => Volatile.Read(ref accepted);

    public int Doubles => bodies.Values.Sum(times => times - 1);

    public static async Task<BareProvider> StartAsync(TimeSpan latency)
    {
        var provider = new BareProvider();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        provider.app = builder.Build();
        provider.app.MapPost("/2010-04-01/Accounts/{account}/Messages.json", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (latency > TimeSpan.Zero) await Task.Delay(latency);
            return provider.Accept(form);
        });
        await provider.app.StartAsync();
        provider.Address = new Uri(provider.app.Urls.First());
        return provider;
    }

    public void Reset()
    {
        bodies.Clear();
        accepted = 0;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private IResult Accept(IFormCollection form)
    {
        bodies.AddOrUpdate(form["Body"].ToString(), 1, (_, times) => times + 1);
        return Results.Json(new { sid = $"SM{Interlocked.Increment(ref accepted):x32}", status = "queued" }, statusCode: StatusCodes.Status201Created);
    }
}
