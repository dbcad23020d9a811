using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Storage;

namespace CommsBot.Channels.Sms;

/// <summary>
/// Texts that reached the provider while our door was shut, STOP among them. At the start and every five minutes the provider is asked for what came
/// to each clinic's number since it was last asked, and for two days at least; what is already stored changes nothing. Texts from before this
/// installation first watched the number are left alone.
/// </summary>
internal sealed partial class MissedTexts(
    TwilioClient client, TwilioCarrier carrier, InboundTexts inbound, SmsNumbers numbers, ClinicDirectory clinics, ClinicStore store, TimeProvider machine,
    ClinicClock clock, IHostApplicationLifetime life, ILogger<MissedTexts> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(48);

    /// <summary>A text that came as the list was read may stand in it later.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>Twilio keeps no text longer.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await ListeningAsync(stopping);
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

    // The phone network of a demonstration is this service itself: asked before it listens it only warns.
    private async Task ListeningAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping);
    }

    public async Task FetchAsync(CancellationToken ct)
    {
        foreach (var clinic in clinics.All.Where(clinic => carrier.OffReason(clinic.Id) is null)) await FetchAsync(clinic, ct);
    }

    private async Task FetchAsync(Clinic clinic, CancellationToken ct)
    {
        var now = machine.GetUtcNow();
        if (await client.ListAsync(numbers.NumberOf(clinic).E164, null, await SinceAsync(clinic, now, ct)) is not { } found)
        {
            Log.NotAsked(log, clinic.Id);
            return;
        }

        foreach (var message in found.Messages.Where(message => message is { IsInbound: true, Sid: not null }).OrderBy(message => message.CreatedAt))
        {
            _ = int.TryParse(message.NumMedia, NumberStyles.None, CultureInfo.InvariantCulture, out var media);
            await inbound.AcceptAsync(new InboundText(message.Sid!, message.From ?? "", message.To ?? "", message.Body ?? "", media), ct);
        }

        if (found.IsCut) Log.Cut(log, clinic.Id, found.Messages.Count);
        await store.Write(db => NoteAsync(db, clinic, now, found), ct);
    }

    /// <summary>Machine time from which the provider is asked.</summary>
    private Task<DateTimeOffset> SinceAsync(Clinic clinic, DateTimeOffset now, CancellationToken ct) => store.Write(async db =>
    {
        var watched = await ReadAsync(db, WatchedKey(clinic));
        if (watched is null) Put(db, WatchedKey(clinic), now);
        var asked = await ReadAsync(db, AskedKey(clinic)) - Overlap;
        var from = asked < now - LookBack ? asked.Value : now - LookBack;
        return new[] { from, watched ?? now, now - Kept }.Max();
    }, ct);

    private async Task NoteAsync(ClinicDb db, Clinic clinic, DateTimeOffset now, TwilioList found)
    {
        if (await db.Values.FindAsync(AskedKey(clinic)) is { } known) known.Value = Written(now);
        else Put(db, AskedKey(clinic), now);
        if (!found.IsCut) return;
        var oldest = clinic.LocalTime(found.Messages.Min(message => message.CreatedAt)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        await CallTasks.OpenTechnicalAsync(db, clinic.Id, "missed-texts-cut", clock.UtcNow, new SummaryField("Read back to", oldest));
    }

    private static async Task<DateTimeOffset?> ReadAsync(ClinicDb db, string key) =>
        await db.Values.FindAsync(key) is { } known ? DateTimeOffset.Parse(known.Value, CultureInfo.InvariantCulture) : null;

    private static void Put(ClinicDb db, string key, DateTimeOffset at) => db.Values.Add(new StoredValue { Key = key, Value = Written(at) });

    private static string Written(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static string WatchedKey(Clinic clinic) => $"texts-watched-since/{clinic.Id}";

    private static string AskedKey(Clinic clinic) => $"texts-fetched-until/{clinic.Id}";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Asking the provider for missed texts failed; the next try is in five minutes.")]
        public static partial void Failed(ILogger logger, Exception fault);

        [LoggerMessage(LogLevel.Warning, "The provider could not be asked for missed texts of {Clinic}; the next try is in five minutes.")]
        public static partial void NotAsked(ILogger logger, string clinic);

        [LoggerMessage(LogLevel.Error, "The provider's list of texts to {Clinic} could not be read to its end: {Read} were read, older ones were not. A technical ticket says so.")]
        public static partial void Cut(ILogger logger, string clinic, int read);
    }
}
