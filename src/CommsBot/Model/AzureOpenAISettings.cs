using CommsBot.Settings;

namespace CommsBot.Model;

/// <summary>Section <c>AzureOpenAI</c>. All of Endpoint, ApiKey and Deployment unset: the service works without a model. Half set: the start is refused.</summary>
internal sealed class AzureOpenAISettings : ISettings
{
    /// <summary>The resource's address; https unless loopback outside Production. Default: none.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Default: none, Microsoft Entra ID signs the calls.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The deployment's name; it must know structured outputs. Default: none.</summary>
    public string? Deployment { get; set; }

    /// <summary><c>understand</c> or <c>join</c>; default <c>understand</c>.</summary>
    public string Mode { get; set; } = "understand";

    /// <summary>How long a patient waits for one call with its repetition, 1 to 10 seconds; default 3.</summary>
    public int TimeoutSeconds { get; set; } = 3;

    /// <summary>How many calls one clinic may make on one of its days, 1 to 1000000; default 2000. Then its patients are answered without a model.</summary>
    public int CallsPerDay { get; set; } = 2000;

    public bool IsOn => Endpoint is not null;

    public ModelMode Most => !IsOn ? ModelMode.Off : Mode == "join" ? ModelMode.Join : ModelMode.Understand;

    public IEnumerable<string> Faults(StartContext start)
    {
        if (Mode is not ("understand" or "join")) yield return "AzureOpenAI:Mode must be understand or join.";
        if (TimeoutSeconds is < 1 or > 10) yield return "AzureOpenAI:TimeoutSeconds must be from 1 to 10.";
        if (CallsPerDay is < 1 or > 1_000_000) yield return "AzureOpenAI:CallsPerDay must be from 1 to 1000000.";
        if (ApiKey is not null && string.IsNullOrWhiteSpace(ApiKey)) yield return "AzureOpenAI:ApiKey is empty.";
        if (Endpoint is null)
        {
            if (ApiKey is not null || Deployment is not null) yield return "AzureOpenAI:Endpoint is missing.";
            yield break;
        }

        if (string.IsNullOrWhiteSpace(Deployment)) yield return "AzureOpenAI:Deployment is missing.";
        foreach (var fault in AddressFaults(Endpoint, start)) yield return fault;
    }

    private IEnumerable<string> AddressFaults(Uri address, StartContext start)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")) yield return "AzureOpenAI:Endpoint must be an absolute http or https address.";
        else if (start.Simulated && !address.IsLoopback) yield return "AzureOpenAI:Endpoint must be a loopback address while the simulator is on.";
        else if (address.Scheme == "http" && (!address.IsLoopback || start.Environment.IsProduction())) yield return "AzureOpenAI:Endpoint must be https.";
        else if (address.Scheme == "http" && ApiKey is null) yield return "AzureOpenAI:ApiKey is missing: Microsoft Entra ID signs https calls only.";
    }
}
