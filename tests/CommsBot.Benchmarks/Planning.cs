using System.Diagnostics;
using CommsBot.Content;
using CommsBot.Preparation;

namespace CommsBot.Benchmarks;

/// <summary>What an appointment's texts are and when; without the database.</summary>
internal static class Planning
{
    private const int Count = 10_000;

    public static Task RunAsync()
    {
        var content = LoadedContent.Read(new ContentRoot(House.Root), strictWording: true);
        var (clinic, protocol) = (content.Clinics.All[0], content.Preparation.Usual!);
        var now = new DateTimeOffset(2027, 3, 1, 15, 0, 0, TimeSpan.Zero);
        var patient = new PlanPatient { Language = Language.English, FirstName = "Ana", MayText = true };
        var texts = 0;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Count; i++)
            texts += PreparationPlanner.Plan(new Visit(now.AddDays(1 + i % 30).AddMinutes(i % 480)) { Screen = HealthScreen.ClearedByPatient }, protocol, clinic, patient, now).Texts.Count;
        var took = Stopwatch.GetElapsedTime(started);
        Console.WriteLine($"{Count} appointments, {texts} texts planned in {took.TotalSeconds:0.00} s, {took.TotalMicroseconds / Count:0} microseconds each");
        return Task.CompletedTask;
    }
}
