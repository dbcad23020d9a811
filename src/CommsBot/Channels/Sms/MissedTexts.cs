using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Storage;

namespace CommsBot.Channels.Sms;

/// <summary>
/// Texts that reached the provider while our door was shut, STOP among them. At the start and every five minutes the provider is asked for what came
/// to each clinic's number; what is already stored changes nothing. Texts from before this installation first watched the number are left alone.
/// </summary>
internal sealed partial class MissedTexts(
    TwilioClient client, TwilioCarrier carrier, InboundTexts inbound, SmsNumbers numbers, ClinicDirectory clinics, ClinicStore store, TimeProvider machine,
    ILogger<MissedTexts> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(48);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Between, machine);
        do
        {
            try
            {
                await FetchAsync(stopping);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                Log.Failed(log, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping).AsTask().ContinueWith(tick => tick is { IsCompletedSuccessfully: true, Result: true }, TaskScheduler.Default));
    }

    public async Task FetchAsync(CancellationToken ct)
    {
        foreach (var clinic in clinics.All.Where(clinic => carrier.OffReason(clinic.Id) is null)) await FetchAsync(clinic, ct);
    }

    private async Task FetchAsync(Clinic clinic, CancellationToken ct)
    {
        var now = machine.GetUtcNow();
        var watched = await WatchedSinceAsync(clinic, now, ct);
        var from = watched > now - LookBack ? watched : now - LookBack;
        if (await client.ListAsync(numbers.NumberOf(clinic).E164, null, from) is not { } found) return;
        foreach (var message in found.Where(message => message is { IsInbound: true, Sid: not null }).OrderBy(message => message.CreatedAt))
        {
            _ = int.TryParse(message.NumMedia, NumberStyles.None, CultureInfo.InvariantCulture, out var media);
            await inbound.AcceptAsync(new InboundText(message.Sid!, message.From ?? "", message.To ?? "", message.Body ?? "", media), ct);
        }
    }

    private Task<DateTimeOffset> WatchedSinceAsync(Clinic clinic, DateTimeOffset now, CancellationToken ct) => store.Write(async db =>
    {
        var key = $"texts-watched-since/{clinic.Id}";
        if (await db.Values.FindAsync([key], ct) is { } known) return DateTimeOffset.Parse(known.Value, CultureInfo.InvariantCulture);
        db.Values.Add(new StoredValue { Key = key, Value = now.ToString("O", CultureInfo.InvariantCulture) });
        return now;
    }, ct);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Asking the provider for missed texts failed; the next try is in five minutes.")]
        public static partial void Failed(ILogger logger, Exception fault);
    }
}
