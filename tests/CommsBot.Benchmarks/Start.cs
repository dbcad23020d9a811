using System.Diagnostics;

namespace CommsBot.Benchmarks;

/// <summary>The built program as an operator starts it, three times on one database: the first start creates it.</summary>
internal static class Start
{
    public static async Task RunAsync()
    {
        await using var house = new House();
        for (var i = 1; i <= 3; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var command = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
            command.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "CommsBot.dll"));
            foreach (var arg in house.Arguments()) command.ArgumentList.Add(arg);
            using var process = Process.Start(command)!;
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("CommsBot listens", StringComparison.Ordinal)) Console.WriteLine(line);
            var ready = Stopwatch.GetElapsedTime(started);
            var cpu = process.TotalProcessorTime;
            await Task.Delay(TimeSpan.FromSeconds(3));
            process.Refresh();
            Console.WriteLine($"start {i}: ready after {ready.TotalSeconds:0.00} s ({cpu.TotalSeconds:0.00} s of processor), idle working set {process.WorkingSet64 / 1_000_000} MB");
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
