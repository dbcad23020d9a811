using System.Reflection;
using Microsoft.AspNetCore.Http.Features;

namespace CommsBot.Staff.Keys;

internal enum ApiRole
{
    WebChat,
    Appointments,
    Read,
    Staff,
}

/// <summary>The program behind a valid key. An endpoint that <see cref="ApiDoor.RequireRole{T}"/> guards takes it as a parameter.</summary>
/// <param name="Name">The key's name, for the audit log.</param>
/// <param name="Clinics">The clinics it may see; never empty.</param>
/// <param name="ActsAs">The person whose acts these are; role <see cref="ApiRole.Staff"/> only.</param>
/// <param name="Rights">As what it acts at most; null: as its person. Role <see cref="ApiRole.Staff"/> only.</param>
internal sealed record ApiCaller(string Name, ApiRole Role, IReadOnlyList<string> Clinics, string? ActsAs = null, string? Rights = null)
{
    /// <summary>Who the audit log names: the person, else the program.</summary>
    public string Actor => ActsAs ?? $"key:{Name}";

    public bool MaySee(string clinicId) => Clinics.Contains(clinicId);

    /// <summary>The clinic a call is about when it may be left out: the named one, else the key's only one.</summary>
    /// <param name="refusal">404 for another clinic's id; 400 <c>clinic-required</c> when none is named and the key has several.</param>
    public string? ClinicOf(string? named, out IResult? refusal)
    {
        var clinic = string.IsNullOrWhiteSpace(named) ? Clinics is [var only] ? only : null : named.Trim();
        refusal = clinic switch
        {
            null => Problems.Bad("clinic-required", $"This key serves several clinics: name one of {string.Join(", ", Clinics)} in 'clinic'."),
            _ when !MaySee(clinic) => Problems.NotFound("clinic"),
            _ => null,
        };
        return refusal is null ? clinic : null;
    }

    public static ValueTask<ApiCaller?> BindAsync(HttpContext context, ParameterInfo _) => ValueTask.FromResult(context.Features.Get<ApiCaller>());
}
