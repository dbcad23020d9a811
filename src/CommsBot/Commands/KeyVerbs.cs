using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Staff;
using CommsBot.Storage;

namespace CommsBot.Commands;

/// <summary>The keys of the encrypted columns: which there are, and a new one in the place of all. Nothing here ever shows a key.</summary>
internal static class KeyVerbs
{
    private const string CommandLine = "command-line";

    public static async Task<int> ListAsync(VerbInput input)
    {
        await using var app = await CommsBotHost.CreateAsync(input.WithoutWords().Host, use: DatabaseUse.Visit);
        var uses = await app.Services.GetRequiredService<KeyRotation>().UsesAsync();
        await Console.Out.WriteLineAsync($"{"key",4}  {"made",-12}{"values",12}");
        foreach (var use in uses) await Console.Out.WriteLineAsync(Line(use, writes: use.Number == uses.Where(u => u.IsStored).Max(u => u.Number)));
        await Console.Out.WriteLineAsync("The key that phones are looked up by is not among them: it is never changed.");
        return 0;
    }

    /// <summary>Beside a running service it is refused: a node knows only the keys that were there when it started.</summary>
    public static async Task<int> RotateAsync(VerbInput input)
    {
        await using var app = await CommsBotHost.CreateAsync(input.WithoutWords().Host, use: DatabaseUse.Alone);
        var services = app.Services;
        var done = await services.GetRequiredService<KeyRotation>().RunAsync();
        await services.GetRequiredService<ClinicStore>().Write(db =>
        {
            foreach (var clinic in services.GetRequiredService<ClinicDirectory>().All)
                AuditLog.Add(db, clinic.Id, CommandLine, "keys.rotate", $"column/{done.Number}", services.GetRequiredService<TimeProvider>().GetUtcNow());
            return Task.CompletedTask;
        });
        await Console.Out.WriteLineAsync(done.IsNew
            ? string.Create(CultureInfo.InvariantCulture, $"Column key {done.Number} was made and seals everything: {done.Renewed} values were sealed anew.")
            : string.Create(CultureInfo.InvariantCulture, $"An earlier run had been cut off. It is finished: {done.Renewed} values were sealed anew with column key {done.Number}. For another key run it again."));
        return 0;
    }

    private static string Line(KeyUse use, bool writes)
    {
        var made = use.Made is { } at ? at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : use.IsStored ? "not noted" : "MISSING";
        return string.Create(CultureInfo.InvariantCulture, $"{use.Number,4}  {made,-12}{use.Values,12}{(writes ? "  writes" : "")}");
    }
}
