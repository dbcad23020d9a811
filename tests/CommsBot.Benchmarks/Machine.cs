using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CommsBot.Benchmarks;

internal static class Machine
{
    public static Task RunAsync()
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000_000} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        if (File.Exists("/proc/loadavg")) Console.WriteLine($"load {File.ReadAllText("/proc/loadavg").Trim()}");
        Console.WriteLine($"fsync of 4 KB: {Fsync()}");
        return Task.CompletedTask;
    }

    private static Times Fsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"commsbot-fsync-{Guid.NewGuid():n}");
        var times = new Times();
        var block = new byte[4096];
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1))
        {
            for (var i = 0; i < 200; i++)
            {
                file.Write(block);
                var started = Stopwatch.GetTimestamp();
                file.Flush(flushToDisk: true);
                times.Add(started);
            }
        }

        File.Delete(path);
        return times;
    }
}
