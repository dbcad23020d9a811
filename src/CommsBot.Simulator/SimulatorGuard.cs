using System.Net;
using Microsoft.AspNetCore.Http;

namespace CommsBot.Simulator;

/// <summary>Decides whether the stand-ins may start at all.</summary>
public static class SimulatorGuard
{
    /// <summary>Every reason against starting; empty when the stand-ins may start.</summary>
    /// <param name="environmentIsProduction">Production never simulates, whatever else holds.</param>
    /// <param name="bindings">The addresses the service listens on; entries may hold several, parted by semicolons.</param>
    /// <param name="providerBaseUrl">Where texts are sent.</param>
    /// <param name="databaseIsDemonstration">Whether the database was created as a demonstration.</param>
    public static IReadOnlyList<string> Check(
        bool environmentIsProduction, IEnumerable<string> bindings, Uri? providerBaseUrl, bool databaseIsDemonstration)
    {
        var reasons = new List<string>();
        if (environmentIsProduction)
        {
            reasons.Add("The simulator never runs in Production: set Simulator:Enabled to false.");
        }

        var addresses = bindings.SelectMany(entry => entry.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (addresses.Count == 0)
        {
            reasons.Add("The simulator needs a loopback address to listen on, and none is set.");
        }

        reasons.AddRange(addresses.Where(address => !IsLoopback(address))
            .Select(address => $"The simulator listens on loopback only, not on {address}."));
        if (providerBaseUrl is not { IsAbsoluteUri: true, IsLoopback: true })
        {
            reasons.Add($"The simulator sends texts to a loopback address only, not to {providerBaseUrl?.ToString() ?? "none"}: see Twilio:ApiBaseUrl.");
        }

        if (!databaseIsDemonstration)
        {
            reasons.Add("The simulator opens only a database that was created as a demonstration.");
        }

        return reasons;
    }

    private static bool IsLoopback(string address)
    {
        try
        {
            var host = BindingAddress.Parse(address).Host;
            return IsLoopbackHost(host);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    internal static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
