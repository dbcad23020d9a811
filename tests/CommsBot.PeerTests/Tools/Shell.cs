using System.Diagnostics;

namespace CommsBot.PeerTests.Tools;

/// <summary>Runs a program to its end. Its whole output, both streams, belongs to the reason a test is skipped or fails.</summary>
internal static class Shell
{
    public static readonly bool IsRoot = OperatingSystem.IsLinux() && Environment.UserName == "root";

    public sealed record Result(int Code, string Output)
    {
        public bool Ok => Code == 0;

        /// <summary>The last lines, for a message.</summary>
        public string Tail => string.Join(" / ", Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(4));
    }

    public static async Task<Result> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit, string? folder = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            using var late = new CancellationTokenSource(limit);
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(late.Token);
            var errors = process.StandardError.ReadToEndAsync(late.Token);
            try
            {
                await process.WaitForExitAsync(late.Token);
                return new Result(process.ExitCode, await output + await errors);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return new Result(-1, $"{program} took longer than {limit.TotalSeconds:0} s");
            }
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return new Result(-1, $"{program}: {missing.Message}");
        }
    }

    /// <summary>Debian's way to a program that is missing; several test runs wait for each other.</summary>
    public static async Task<Result> AptInstallAsync(string package)
    {
        if (!IsRoot || !File.Exists("/usr/bin/apt-get")) return new Result(-1, "not root on Debian, so nothing was installed");
        var script = $"apt-get update -q -o DPkg::Lock::Timeout=120 && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=120 {package}";
        return await RunAsync("/bin/sh", ["-c", script], TimeSpan.FromMinutes(4));
    }
}
