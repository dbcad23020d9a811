using CommsBot.Settings;

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

    private static async Task<IResult> ReadyAsync(Pulse pulse, IEnumerable<Feature> features, CancellationToken ct)
    {
        var missing = await pulse.MissingAsync(ct);
        string[] off = [.. features.Where(feature => feature.OffBecause is not null).Select(feature => $"{feature.Name}: {feature.OffBecause}"), .. await pulse.StuckAsync(ct)];
        var status = missing.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Results.Json(new { status = missing.Count == 0 ? "ready" : "not-ready", missing, off }, statusCode: status);
    }
}
