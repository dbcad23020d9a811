using System.Diagnostics;
using System.Text.RegularExpressions;
using CommsBot.PeerTests.Tools;

namespace CommsBot.PeerTests.Nodes;

/// <summary>The service as a process of its own, which a test may kill or freeze at any line.</summary>
internal sealed class NodeProcess(string name, string log, IReadOnlyList<string> arguments) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly int port = TwoNodesTests.FreePort();
    private Process? process;

    public Uri Address => new($"http://127.0.0.1:{port}");

    public int Kills { get; private set; }

    public bool IsRunning => process is { HasExited: false };

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "CommsBot.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add($"--urls={Address}");
        start.ArgumentList.Add($"--Public:BaseUrl={Address}");
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ReadyAsync();
    }

    /// <summary>SIGKILL: nothing is finished, nothing is said.</summary>
    public async Task KillAsync()
    {
        Kills++;
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it lives, its connections stay open, and it does not know that time passes.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    public string Log() => File.Exists(log) ? string.Join(Environment.NewLine, File.ReadAllLines(log).TakeLast(30)) : "";

    /// <summary>What it prints of this kind, which may come after it began to answer.</summary>
    public async Task<string> PrintedAsync(Regex sought)
    {
        using var late = new CancellationTokenSource(Patience);
        while (!late.IsCancellationRequested)
        {
            if (sought.Match(Log()) is { Success: true } found) return found.Value;
            await Task.Delay(100);
        }

        throw new TimeoutException($"{name} did not print it:{Environment.NewLine}{Log()}");
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning) await KillAsync();
        process?.Dispose();
    }

    private async Task ReadyAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            if (!IsRunning) throw new InvalidOperationException($"{name} ended while it started:{Environment.NewLine}{Log()}");
            try
            {
                if ((await client.GetAsync(new Uri(Address, "/health/live"), late.Token)).IsSuccessStatusCode) return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException)
            {
            }

            if (late.IsCancellationRequested) throw new TimeoutException($"{name} was not ready after {Patience.TotalSeconds:0} s:{Environment.NewLine}{Log()}");
            await Task.Delay(100);
        }
    }

    private Task<Shell.Result> SignalAsync(string signal) => Shell.RunAsync("/bin/kill", [$"-{signal}", $"{process!.Id}"], TimeSpan.FromSeconds(10));

    private void Note(string? line)
    {
        if (line is null) return;
        lock (this) File.AppendAllText(log, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {name}: {line}{Environment.NewLine}");
    }
}
