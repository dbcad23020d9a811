using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CommsBot.Simulator.Clock;

/// <summary>Reads and moves clinic time.</summary>
internal static class ClockEndpoints
{
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(365);

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("", Show);
        group.MapPost("", Ask);
        group.MapGet("/next", Next);
    }

    private static async Task<IResult> Ask(HttpRequest request, SimulatedClock clock, Quiet quiet, SimulatorHost host)
    {
        var body = await JsonBody.ReadObjectAsync(request);
        if (body.Refusal is { } refusal)
        {
            return refusal;
        }

        var (wish, wrong) = ClockRequest.Read(body);
        return (wish is null ? wrong : clock.Ask(wish)) is { } reason ? Problem.Bad(reason) : await Show(clock, quiet, host);
    }

    /// <summary>While nothing moves the target is now.</summary>
    private static async Task<IResult> Show(SimulatedClock clock, Quiet quiet, SimulatorHost host)
    {
        var target = clock.Target;
        var settled = target is null && await quiet.HasComeAsync();
        var now = host.InZone(host.Now());
        return Results.Json(new { now, target = target is { } aim ? host.InZone(aim) : now, settled });
    }

    private static async Task<IResult> Next(SimulatorHost host)
    {
        var due = await host.NextDue(host.Now() + Horizon);
        return Results.Json(new { due = due is { } moment ? host.InZone(moment) : (DateTimeOffset?)null });
    }
}
