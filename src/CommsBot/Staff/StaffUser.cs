using Microsoft.AspNetCore.Identity;

namespace CommsBot.Staff;

/// <summary>A person who may sign in. The user name is also the name patients and colleagues read.</summary>
internal sealed class StaffUser : IdentityUser
{
    /// <summary>Ids of the clinics whose patients this person may see, comma-separated.</summary>
    public string Clinics { get; set; } = "";

    /// <summary><c>staff</c>, <c>clinician</c>, <c>administrator</c> or <c>auditor</c>.</summary>
    public string Role { get; set; } = "staff";
    public bool Disabled { get; set; }

    /// <summary>Answers Spanish-speaking patients: their tickets ring here.</summary>
    public bool Spanish { get; set; }

    public IReadOnlyList<string> ClinicIds => Clinics.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
