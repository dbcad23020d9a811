using CommsBot.Clinics;
using CommsBot.Content.Checks;
using CommsBot.Settings;
using CommsBot.Storage;

namespace CommsBot.Content;

/// <summary>
/// Whether real patients may be served: somebody is on call, the clinic is real, and a clinician signed the safety, consent and handoff words.
/// The last stops a new deployment only; one that has served before goes on with the words it has, because silence is worse.
/// </summary>
internal sealed partial class ProductionStart(
    LoadedContent content, ContentSettings settings, ApprovalBook book, ClinicStore store, ClinicClock clock, IHostEnvironment environment, ILogger<ProductionStart> log)
{
    public const string ServedKey = "served-in-production";

    /// <summary>Every reason not to serve; empty outside Production. Remembers a first permitted start.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken ct)
    {
        if (!environment.IsProduction()) return [];
        var now = clock.UtcNow;
        var scope = content.Scope(DateOnly.FromDateTime(now.UtcDateTime), production: true, await book.ReadAsync(now, ct));
        var clinics = new FaultList();
        ProductionChecks.OnCall(scope, clinics);
        if (!settings.AllowDemonstrationClinic) DemonstrationClinics(clinics);
        var unsigned = new FaultList();
        ProductionChecks.Approvals(content.Library, scope, unsigned);

        var served = await WasServedAsync(ct);
        if (served && unsigned.All.Count > 0) Log.Unsigned(log, unsigned.All.Count);
        string[] faults = [.. clinics.All.Select(fault => fault.ToString()), .. served ? [] : Summary(unsigned.All)];
        if (faults.Length == 0 && !served) await RememberAsync(ct);
        return faults;
    }

    private void DemonstrationClinics(FaultList faults)
    {
        foreach (var clinic in content.Clinics.All.Where(c => c.Demonstration))
            faults.Error($"dialogs/clinics/{clinic.Id}.yaml", "demonstration", "this clinic is invented; Production needs a real one, or Content:AllowDemonstrationClinic");
    }

    private static IEnumerable<string> Summary(IReadOnlyList<ContentFault> unsigned) =>
        unsigned.GroupBy(fault => fault.File).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file =>
            $"{file.Key}: no clinician approved {string.Join(", ", file.Select(f => f.Item).Distinct())} (content approve ID|all --by NAME)");

    private async Task<bool> WasServedAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        return await db.Values.FindAsync([ServedKey], ct) is not null;
    }

    private Task RememberAsync(CancellationToken ct) =>
        store.Write(async db =>
        {
            if (await db.Values.FindAsync([ServedKey], ct) is null) db.Values.Add(new StoredValue { Key = ServedKey, Value = "true" });
        }, ct);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Count} safety, consent and handoff wordings have no clinician's approval. They are said nevertheless; see 'content check --production'.")]
        public static partial void Unsigned(ILogger logger, int count);
    }
}
