using System.Collections.Concurrent;
using System.Diagnostics;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Benchmarks;

/// <summary>
/// The whole outbox, intent stored before each call: against the simulator's Twilio in the same process, which also sends receipts, and against a bare
/// stand-in, where a client without any storage sends the same texts over as many lines in the same run.
/// </summary>
internal static class Texts
{
    private const int Few = 1000;
    private const int Many = 20_000;
    private const int Clinics = 4;
    private const int LinesPerClinic = 8;

    public static async Task RunAsync()
    {
        await using (var house = await House.OpenAsync("--Twilio:MessagesPerSecond=1000"))
            Console.WriteLine($"simulator, with receipts: {Few} texts accepted in {(await SendAllAsync(house, Few)).TotalSeconds:0.0} s");
        foreach (var latency in new[] { TimeSpan.FromMilliseconds(20), TimeSpan.Zero }) await CompareAsync(latency);
    }

    private static async Task CompareAsync(TimeSpan latency)
    {
        await using var provider = await BareProvider.StartAsync(latency);
        var bare = await BareAsync(provider);
        await using var house = await House.OpenWithClinicsAsync(
            Clinics, $"--Twilio:AccountSid={BareProvider.Account}", "--Twilio:AuthTokens:0=12345", $"--Twilio:ApiBaseUrl={provider.Address}", "--Twilio:MessagesPerSecond=1000");
        provider.Reset();
        var ours = await SendAllAsync(house, Many);
        var (bareRate, ourRate) = (Many / bare.TotalSeconds, Many / ours.TotalSeconds);
        Console.WriteLine(
            $"answers after {latency.TotalMilliseconds:0} ms: bare client {bareRate:0}/s, CommsBot {ourRate:0}/s ({ourRate / bareRate:P0}); "
            + $"{provider.Accepted} of {Many} accepted, {provider.Doubles} twice");
    }

    private static async Task<TimeSpan> BareAsync(BareProvider provider)
    {
        using var client = new HttpClient();
        var address = new Uri(provider.Address, $"/2010-04-01/Accounts/{BareProvider.Account}/Messages.json");
        var waiting = new ConcurrentQueue<int>(Enumerable.Range(0, Many));
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clinics * LinesPerClinic).Select(_ => Task.Run(async () =>
        {
            while (waiting.TryDequeue(out var i))
            {
                using var form = new FormUrlEncodedContent([new("To", PhoneOf(i)), new("From", "+12815550100"), new("Body", BodyOf(i))]);
                using var answer = await client.PostAsync(address, form);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsStringAsync();
            }
        })));
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<TimeSpan> SendAllAsync(House house, int count)
    {
        var services = house.App.Services;
        var store = services.GetRequiredService<ClinicStore>();
        var clinics = services.GetRequiredService<ClinicDirectory>().All;
        var now = services.GetRequiredService<ClinicClock>().UtcNow;
        await store.Write(db =>
        {
            for (var i = 0; i < count; i++)
                OutboxQueue.Add(db, new NewText(clinics[i % clinics.Count].Id, MessageClass.Staff, PhoneNumber.Parse(PhoneOf(i)), BodyOf(i), Language.English, $"bench-{i}", now));
            return Task.CompletedTask;
        });
        var started = Stopwatch.GetTimestamp();
        foreach (var clinic in clinics) services.GetRequiredService<Hints>().WakeClinic(clinic.Id);
        while (await LeftAsync(store) > 0 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(3)) await Task.Delay(50);
        return Stopwatch.GetElapsedTime(started);
    }

    private static string PhoneOf(int i) => $"+1281556{i % 10_000:0000}";

    private static string BodyOf(int i) => $"Mind Balance: message {i} of a test.";

    private static async Task<int> LeftAsync(ClinicStore store)
    {
        await using var db = store.Read();
        return await db.Outbound.CountAsync(m => m.State == MessageState.Planned || m.State == MessageState.Sending || m.State == MessageState.InDoubt);
    }
}
