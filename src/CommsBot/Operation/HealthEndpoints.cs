using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Settings;
using CommsBot.Storage;

namespace CommsBot.Operation;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can serve patients; 503 names what is missing.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").ExcludeFromDescription();
        health.MapGet("/live", () => Results.Json(new { status = "live" }));
        health.MapGet("/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(
        ClinicStore store, ContentLibrary library, Poller poller, TimeProvider machine, IEnumerable<Feature> features, CancellationToken ct)
    {
        var parts = new Dictionary<string, bool>
        {
            ["database"] = await DatabaseAsync(store, ct),
            ["content"] = library.Answers.Any(),
            ["sender"] = poller.IsAlive(machine.GetUtcNow()),
        };
        string[] missing = [.. parts.Where(part => !part.Value).Select(part => part.Key)];
        string[] off = [.. features.Where(feature => feature.OffBecause is not null).Select(feature => $"{feature.Name}: {feature.OffBecause}")];
        var status = missing.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Results.Json(new { status = missing.Length == 0 ? "ready" : "not-ready", missing, off }, statusCode: status);
    }

    private static async Task<bool> DatabaseAsync(ClinicStore store, CancellationToken ct)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(TimeSpan.FromSeconds(3));
            await using var db = store.Read();
            return await db.Values.FindAsync([DatabaseStart.DemonstrationKey], limit.Token) is not null;
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or InvalidOperationException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }
}
