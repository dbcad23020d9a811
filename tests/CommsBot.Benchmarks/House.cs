using System.Diagnostics;
using Microsoft.AspNetCore.Builder;

namespace CommsBot.Benchmarks;

/// <summary>A whole service on real Kestrel and a SQLite file of its own.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("commsbot-bench-").FullName;

    public static string Root { get; } = FindRoot();

    public WebApplication App { get; private set; } = null!;

    public string Folder => folder;

    public static async Task<House> OpenAsync(params string[] more)
    {
        var house = new House();
        house.App = await CommsBotHost.CreateAsync(house.Arguments(more));
        await house.App.StartAsync();
        return house;
    }

    /// <summary>As <see cref="OpenAsync"/>, with so many clinics like the shipped one, and without the simulator.</summary>
    public static async Task<House> OpenWithClinicsAsync(int clinics, params string[] more)
    {
        var house = new House();
        foreach (var part in new[] { "dialogs", "prompts" })
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, part), "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(house.folder, Path.GetRelativePath(Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

        var files = Path.Combine(house.folder, "dialogs", "clinics");
        var shipped = await File.ReadAllTextAsync(Path.Combine(files, "mind-balance.yaml"));
        for (var i = 1; i < clinics; i++)
            await File.WriteAllTextAsync(Path.Combine(files, $"clinic-{i}.yaml"), shipped.Replace("id: mind-balance", $"id: clinic-{i}").Replace("+12815550100", $"+1281555013{i}"));
        house.App = await CommsBotHost.CreateAsync(house.Arguments([$"--contentRoot={house.folder}", "--Simulator:Enabled=false", .. more]));
        await house.App.StartAsync();
        return house;
    }

    public string[] Arguments(params string[] more) =>
    [
        "--Spending:ClinicPerHour=1000000", "--Spending:ClinicPerDay=1000000", "--Spending:PrefixPerHour=1000000", "--Spending:PrefixPerDay=1000000",
        "--environment=Development", "--urls=http://127.0.0.1:0", $"--contentRoot={Root}", "--Logging:LogLevel:Default=Warning",
        $"--ConnectionStrings:CommsBot=Data Source={Path.Combine(folder, "bench.db")}", $"--Security:DevelopmentKeyFile={Path.Combine(folder, "key")}", .. more,
    ];

    public async ValueTask DisposeAsync()
    {
        if (App is not null)
        {
            await App.StopAsync();
            await App.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file of the database was still being closed; what is left in the temporary folder harms nobody.
        }
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "CommsBot.sln"))) return at.FullName;
        throw new InvalidOperationException("CommsBot.sln was not found above the program.");
    }
}

/// <summary>Times in milliseconds, printed as percentiles.</summary>
internal sealed class Times
{
    private readonly System.Collections.Concurrent.ConcurrentBag<double> all = [];

    public int Count => all.Count;

    public void Add(long since) => all.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);

    public void AddMilliseconds(double milliseconds) => all.Add(milliseconds);

    /// <param name="ticks">Of the stopwatch.</param>
    public void AddTicks(long ticks) => all.Add(ticks * 1000.0 / Stopwatch.Frequency);

    public override string ToString()
    {
        var ordered = all.Order().ToArray();
        double At(double part) => ordered.Length == 0 ? double.NaN : ordered[Math.Min(ordered.Length - 1, (int)(ordered.Length * part))];
        return $"p50 {At(0.50):0.0} ms, p95 {At(0.95):0.0} ms, p99 {At(0.99):0.0} ms, most {At(1):0.0} ms";
    }
}
