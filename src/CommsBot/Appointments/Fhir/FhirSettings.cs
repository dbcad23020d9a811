using CommsBot.Settings;

namespace CommsBot.Appointments.Fhir;

/// <summary>Section <c>Fhir</c>: practice systems that are asked for appointments (FHIR R4). None: nothing is asked.</summary>
internal sealed class FhirSettings : ISettings
{
    /// <summary>One entry per clinic; default none.</summary>
    public List<FhirSource> Sources { get; set; } = [];

    public IEnumerable<string> Faults(StartContext start)
    {
        for (var at = 0; at < Sources.Count; at++)
            foreach (var fault in Sources[at].Faults($"Fhir:Sources:{at}", start)) yield return fault;
        foreach (var twice in Sources.Where(source => source.Clinic is not null).CountBy(source => source.Clinic!).Where(clinic => clinic.Value > 1))
            yield return $"Fhir:Sources names the clinic '{twice.Key}' {twice.Value} times.";
    }
}

/// <summary>One practice system of one clinic.</summary>
internal sealed class FhirSource
{
    /// <summary>Id of the clinic whose visits these are.</summary>
    public string? Clinic { get; set; }

    /// <summary>The server's base address, such as https://ehr.example/fhir/r4.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>Sent as bearer token; default none.</summary>
    public string? Token { get; set; }

    /// <summary>Minutes between two questions, 1 to 60; default 5.</summary>
    public int PollMinutes { get; set; } = 5;

    /// <summary>How many days ahead visits are asked for, 1 to 120; default 45.</summary>
    public int DaysAhead { get; set; } = 45;

    /// <summary>Whether a pending appointment counts as booked; default false: it is left out until it is booked.</summary>
    public bool PendingIsBooked { get; set; }

    /// <summary>The protocol of an appointment whose type is not in <see cref="Protocols"/>; default: such an appointment is refused where there are several.</summary>
    public string? Protocol { get; set; }

    /// <summary>The protocol by the code of appointmentType or serviceType, as "CODE=protocol"; "CODE=none" leaves such appointments out. Default: none.</summary>
    public List<string> Protocols { get; set; } = [];

    public string? ProtocolOf(string code) => Protocols.Select(line => line.Split('=', 2)).FirstOrDefault(pair => pair[0].Trim() == code)?[1].Trim();

    public IEnumerable<string> Faults(string at, StartContext start)
    {
        if (string.IsNullOrWhiteSpace(Clinic)) yield return $"{at}:Clinic is missing.";
        if (BaseUrl is not { IsAbsoluteUri: true } address || address.Scheme is not ("http" or "https")) yield return $"{at}:BaseUrl must be an absolute http or https address.";
        else if (address.Scheme == "http" && (!address.IsLoopback || start.Environment.IsProduction())) yield return $"{at}:BaseUrl must be https.";
        else if (start.Simulated && !address.IsLoopback) yield return $"{at}:BaseUrl must be a loopback address while the simulator is on.";
        if (PollMinutes is < 1 or > 60) yield return $"{at}:PollMinutes must be from 1 to 60.";
        if (DaysAhead is < 1 or > 120) yield return $"{at}:DaysAhead must be from 1 to 120.";
        if (Protocols.Any(line => line.Split('=', 2) is not [{ Length: > 0 }, { Length: > 0 }])) yield return $"{at}:Protocols must hold lines like FOLLOWUP=none.";
        if (Token is { Length: 0 }) yield return $"{at}:Token is empty; leave it out for a server that asks for none.";
    }
}
