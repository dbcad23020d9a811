using System.Collections.Concurrent;
using System.Globalization;
using CommsBot.Simulator.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommsBot.Simulator.Twilio;

/// <summary>Carries accepted texts to their phones in the background and posts the status callbacks.</summary>
internal sealed partial class Delivery(
    SimulatorHost host, Texts texts, Webhooks webhooks, IHostApplicationLifetime life, TimeProvider time, ILogger<Delivery> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Task, byte> underway = new();
    private readonly SemaphoreSlim lines = new(16);

    public bool IsIdle => underway.IsEmpty;

    public Task StartAsync(CancellationToken cancel)
    {
        // Hosted services start before the server listens; a callback posted now would be lost.
        var left = texts.Unfinished();
        life.ApplicationStarted.Register(() => left.ForEach(text => Begin(text, null, CallbackFate.AsTwilio)));
        return Task.CompletedTask;
    }

    public void Begin(Text text, int? error, CallbackFate callbacks)
    {
        var carry = CarryAsync(text, error ?? DeliveryErrors.OfPhone(text.To), callbacks);
        underway.TryAdd(carry, 0);
        _ = carry.ContinueWith(done => underway.TryRemove(done, out _), TaskScheduler.Default);
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(underway.Keys).WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        stopping.Dispose();
        lines.Dispose();
    }

    private async Task CarryAsync(Text text, int? error, CallbackFate fate)
    {
        try
        {
            var tooLate = (text.Status is "accepted" or "queued") && time.GetUtcNow() - text.Created > TimeSpan.FromSeconds(text.Validity);
            error = tooLate ? DeliveryErrors.ValidityPassed : error;
            var waiting = new Queue<string>(tooLate ? ["failed"] : Road(text, error));
            var reached = new List<string>();
            while (waiting.TryDequeue(out var status))
            {
                await Task.Delay(host.DeliveryStep, time, stopping.Token);
                var last = waiting.Count == 0;
                if (!texts.Advance(text.Sid, status, last ? error : null, text.Segments, time.GetUtcNow()))
                {
                    return;
                }

                reached.Add(status);
                if (fate.Order is null)
                {
                    await TellAsync(text, status, last ? error : null, fate.Times[Place(status)]);
                }
            }

            foreach (var place in fate.Order ?? [])
            {
                if (reached.Find(status => Place(status) == place) is { } status)
                {
                    await TellAsync(text, status, status == reached[^1] ? error : null, fate.Times[place]);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next run takes the text up again.
        }
        catch (Exception failure)
        {
            Broke(log, text.Sid, failure);
        }
    }

    /// <summary>The states still ahead. The first state is never told: Twilio answered with it.</summary>
    private static string[] Road(Text text, int? error)
    {
        var end = error is null ? "delivered" : "undelivered";
        return text.Status switch
        {
            "accepted" => ["queued", "sent", end],
            "queued" => ["sent", end],
            _ => [end],
        };
    }

    private static int Place(string status) => status switch { "queued" => 0, "sent" => 1, _ => 2 };

    private async Task TellAsync(Text text, string status, int? error, int times)
    {
        if (text.Callback is null)
        {
            return;
        }

        List<KeyValuePair<string, string>> form =
        [
            new("MessageSid", text.Sid), new("SmsSid", text.Sid), new("MessageStatus", status), new("SmsStatus", status),
            new("AccountSid", host.AccountSid), new("ApiVersion", "2010-04-01"), new("From", text.From), new("To", text.To),
        ];
        if (text.Service is { } service)
        {
            form.Add(new("MessagingServiceSid", service));
        }

        if (error is { } code)
        {
            form.Add(new("ErrorCode", code.ToString(CultureInfo.InvariantCulture)));
            form.Add(new("ErrorMessage", DeliveryErrors.Message(code)));
        }

        for (var i = 0; i < times; i++)
        {
            await lines.WaitAsync(stopping.Token);
            try
            {
                await webhooks.PostAsync(new Uri(text.Callback), form, stopping.Token);
            }
            finally
            {
                lines.Release();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The simulator lost text {Sid} on its way.")]
    private static partial void Broke(ILogger log, string sid, Exception failure);
}
