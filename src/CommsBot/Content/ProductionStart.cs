using CommsBot.Clinics;
using CommsBot.Content.Checks;
using CommsBot.Handoff;
using CommsBot.Settings;
using CommsBot.Storage;

namespace CommsBot.Content;

/// <summary>
/// Whether real patients may be served: somebody is on call and can be reached, the clinic is real, and a clinician signed the safety, consent and handoff words.
/// A signature that has ended stops a first start only: words that were approved once never fall silent. Words nobody ever approved stop every start,
/// since until then the process before goes on saying the approved ones.
/// </summary>
internal sealed partial class ProductionStart(
    LoadedContent content, ContentSettings settings, ApprovalBook book, ClinicStore store, ClinicClock clock, OnCallRoute route, IHostEnvironment environment, ILogger<ProductionStart> log)
{
    public const string ServedKey = "served-in-production";

    /// <summary>Every reason not to serve; empty outside Production. Remembers a first permitted start.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken ct)
    {
        if (!environment.IsProduction()) return [];
        var now = clock.UtcNow;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var scope = content.Scope(today, production: true, await book.ReadAsync(now, ct));
        var served = await WasServedAsync(ct);
        var unsigned = Unsigned(served ? scope with { Approved = await book.ReadOnceAsync(now, ct) } : scope);
        if (served && Unsigned(scope).Count - unsigned.Count is > 0 and var ended) Log.Ended(log, ended);
        string[] faults = [.. ClinicFaults(content, settings, today), .. Unreachable(), .. Summary(unsigned)];
        if (faults.Length == 0 && !served) await RememberAsync(ct);
        return faults;
    }

    /// <summary>What the clinics' files alone tell.</summary>
    public static IEnumerable<string> ClinicFaults(LoadedContent content, ContentSettings settings, DateOnly today)
    {
        var faults = new FaultList();
        ProductionChecks.OnCall(content.Scope(today, production: true, ApprovedContent.Everything), faults);
        foreach (var clinic in content.Clinics.All.Where(c => c.Demonstration && !settings.AllowDemonstrationClinic))
            faults.Error(FileOf(clinic), "demonstration", "this clinic is invented; Production needs a real one, or Content:AllowDemonstrationClinic");
        return faults.All.Select(fault => fault.ToString());
    }

    // The people of an invented clinic are invented too, and nobody real waits for them.
    private IEnumerable<string> Unreachable()
    {
        var faults = new FaultList();
        foreach (var clinic in content.Clinics.All.Where(c => !c.Demonstration && c.OnCall.Count > 0))
        {
            var (texts, mail) = (route.ByText(clinic), route.ByMail(clinic));
            if (!texts && !mail)
                faults.Error(FileOf(clinic), "onCall", "nobody can be reached: neither a text (Twilio) nor a mail (Notices:Mail) may leave, each with its Processors:<Name>:BaaSignedOn");
            else if (!texts || !mail) Log.OneRoute(log, clinic.Id, texts ? "text" : "mail");
        }

        return faults.All.Select(fault => fault.ToString());
    }

    private static string FileOf(Clinic clinic) => $"dialogs/clinics/{clinic.Id}.yaml";

    private IReadOnlyList<ContentFault> Unsigned(CheckScope scope)
    {
        var faults = new FaultList();
        ProductionChecks.Approvals(content.Library, scope, faults);
        return faults.All;
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
        [LoggerMessage(LogLevel.Warning, "The approval of {Count} safety, consent and handoff wordings has ended. They are said nevertheless; see 'content check --production'.")]
        public static partial void Ended(ILogger logger, int count);

        [LoggerMessage(LogLevel.Warning, "People on call of {Clinic} are reached by one route only ({Route}). Give them another: what fails must not be the only one.")]
        public static partial void OneRoute(ILogger logger, string clinic, string route);
    }
}
