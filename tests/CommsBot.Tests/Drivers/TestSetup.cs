using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Drivers;

/// <summary>How a test's service differs from the ordinary one: Development, texting through the stand-in, no simulator, one clinic, no real network.</summary>
internal sealed record TestSetup
{
    /// <summary>A real port instead of the in-memory transport.</summary>
    public bool Kestrel { get; init; }

    /// <summary>The program's own stand-ins for phone network, model and clock; Twilio's stand-in of the tests is then unused.</summary>
    public bool Simulator { get; init; }

    /// <summary>False: no account for texts at all.</summary>
    public bool Texting { get; init; } = true;

    /// <summary>A second clinic, <see cref="The.OtherClinic"/>, beside the demonstration clinic.</summary>
    public bool TwoClinics { get; init; }

    /// <summary>Every span is kept and searched, not only what telemetry would take along; they are of the whole process, so only for tests that plant unique values.</summary>
    public bool Spans { get; init; }

    /// <summary>The folder to keep database and keys in, for a second start on the same data; it is then not deleted.</summary>
    public string? Folder { get; init; }

    /// <summary>Keys made and sealed as at a real first start, for what another process opens too; otherwise <see cref="SharedKeys"/>.</summary>
    public bool OwnKeys { get; init; }

    /// <summary>Changes to a copy of <c>dialogs/</c>, whose path it is given.</summary>
    public Action<string>? Content { get; init; }

    /// <summary>The same, of nothing but clinics: all the rest is shared with the other services of the run.</summary>
    public Action<string>? Clinics { get; init; }

    /// <summary>Further settings, as <c>--Section:Name=value</c>.</summary>
    public string[] Args { get; init; } = [];

    /// <summary>Changes before the slices registered themselves.</summary>
    public Action<WebApplicationBuilder>? Adjust { get; init; }

    /// <summary>Changes after all slices registered themselves: what is added here wins.</summary>
    public Action<IServiceCollection>? Patch { get; init; }
}
