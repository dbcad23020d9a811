using System.Globalization;
using CommsBot.Staff;
using CommsBot.Storage;

namespace CommsBot.Commands;

/// <summary>Checks the audit log's chain, beside a running service too.</summary>
internal static class AuditVerb
{
    public static async Task<int> RunAsync(VerbInput input)
    {
        var anchor = Anchor(input.Take("anchor"));
        await using var app = await CommsBotHost.CreateAsync(input.Host, use: DatabaseUse.Visit);
        await using var db = app.Services.GetRequiredService<ClinicStore>().Read();
        var verdict = await AuditChain.VerifyAsync(db, anchor);
        if (verdict.Fault is { } fault)
        {
            await Console.Error.WriteLineAsync($"The audit log is NOT sound. {fault} Sound up to event {verdict.Number}.");
            return 1;
        }

        await Console.Out.WriteLineAsync(verdict.Number == 0
            ? "The audit log is empty."
            : $"The audit log is sound: {verdict.Number} events. Keep this elsewhere and give it to the next check: --anchor {verdict.Number}:{verdict.Hash}");
        return 0;
    }

    private static (long, string)? Anchor(string? text) => text?.Split(':') switch
    {
        null => null,
        [var number, { Length: > 0 } hash] when long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) => (at, hash),
        _ => throw new UsageException("--anchor must be NUMBER:HASH, as an earlier 'audit verify' printed it."),
    };
}
