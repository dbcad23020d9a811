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

/// <summary>The whole outbox, intent before call, against the simulator's Twilio in the same process.</summary>
internal static class Texts
{
    private const int Count = 1000;

    public static async Task RunAsync()
    {
        await using var house = await House.OpenAsync("--Twilio:MessagesPerSecond=1000");
        var services = house.App.Services;
        var store = services.GetRequiredService<ClinicStore>();
        var clinic = services.GetRequiredService<ClinicDirectory>().All[0].Id;
        var now = services.GetRequiredService<ClinicClock>().UtcNow;
        await store.Write(db =>
        {
            for (var i = 0; i < Count; i++)
                OutboxQueue.Add(db, new NewText(clinic, MessageClass.Staff, PhoneNumber.Parse($"+1281556{i:0000}"), $"Mind Balance: message {i} of a test.", Language.English, $"bench-{i}", now));
            return Task.CompletedTask;
        });
        var started = Stopwatch.GetTimestamp();
        services.GetRequiredService<Hints>().WakeClinic(clinic);
        while (await LeftAsync(store) > 0 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(3)) await Task.Delay(50);
        Console.WriteLine($"{Count - await LeftAsync(store)} of {Count} accepted after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private static async Task<int> LeftAsync(ClinicStore store)
    {
        await using var db = store.Read();
        return await db.Outbound.CountAsync(m => m.SentAt == null);
    }
}
