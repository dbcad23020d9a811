using System.Security.Cryptography;
using System.Text;
using CommsBot.Handoff;
using CommsBot.Settings;

namespace CommsBot.Staff.Keys;

/// <summary>One entry of <c>Api:Keys</c>.</summary>
internal sealed class ApiKeySettings
{
    private const int ShortestSecret = 16;

    /// <summary>What the audit log calls the program.</summary>
    public string? Name { get; set; }

    /// <summary>The bearer secret itself, at least 16 characters outside Development; or its hash in <see cref="SecretSha256"/>, never both.</summary>
    public string? Secret { get; set; }

    /// <summary>The SHA-256 of the secret's UTF-8 bytes in hexadecimal.</summary>
    public string? SecretSha256 { get; set; }

    /// <summary><c>webchat</c>, <c>appointments</c>, <c>read</c> or <c>staff</c>.</summary>
    public string? Role { get; set; }

    /// <summary>Ids of the clinics it may see; at least one, and for the role <c>webchat</c> exactly one.</summary>
    public List<string> Clinics { get; set; } = [];

    /// <summary>Machine time from which the key is refused; default: never.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Role <c>staff</c> only, and required there: the name of the person whose acts these are.</summary>
    public string? ActsAs { get; set; }

    /// <summary>
    /// Role <c>staff</c> only: as what the program acts at most, <c>staff</c> (the front desk), <c>clinician</c> or <c>administrator</c>, and never as more
    /// than its person is. Default: as its person.
    /// </summary>
    public string? Rights { get; set; }

    public ApiRole? ParsedRole => Role?.Trim().ToLowerInvariant() switch
    {
        "webchat" => ApiRole.WebChat,
        "appointments" => ApiRole.Appointments,
        "read" => ApiRole.Read,
        "staff" => ApiRole.Staff,
        _ => null,
    };

    /// <summary>The hash the presented secret is compared with; null when the entry gives none that can be read.</summary>
    public byte[]? Hash()
    {
        if (!string.IsNullOrEmpty(Secret)) return SHA256.HashData(Encoding.UTF8.GetBytes(Secret));
        var hex = SecretSha256?.Trim();
        return hex is { Length: 64 } && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
    }

    public IEnumerable<string> Faults(string at, StartContext start)
    {
        if (string.IsNullOrWhiteSpace(Name)) yield return $"{at}:Name is missing.";
        if (ParsedRole is not { } role) yield return $"{at}:Role must be webchat, appointments, read or staff.";
        else if (role == ApiRole.Staff && string.IsNullOrWhiteSpace(ActsAs)) yield return $"{at}:ActsAs is missing: a staff key acts as one named person.";
        else if (role != ApiRole.Staff && ActsAs is not null) yield return $"{at}:ActsAs belongs to the role staff only.";
        if (Rights is not null && ParsedRole is not ApiRole.Staff) yield return $"{at}:Rights belongs to the role staff only.";
        else if (Rights is not null && !DeskPerson.Ranks.Contains(Rights)) yield return $"{at}:Rights must be staff, clinician or administrator.";
        if (Clinics.Count == 0 || Clinics.Any(string.IsNullOrWhiteSpace)) yield return $"{at}:Clinics must name at least one clinic.";
        else if (ParsedRole == ApiRole.WebChat && Clinics.Count > 1)
            yield return $"{at}:Clinics must name one clinic only: the chat protocol of the role webchat has no place for another.";
        if (string.IsNullOrEmpty(Secret) == string.IsNullOrEmpty(SecretSha256)) yield return $"{at} needs Secret or SecretSha256, one of the two.";
        else if (Hash() is null) yield return $"{at}:SecretSha256 must be 64 hexadecimal digits.";
        else if (Secret is { Length: > 0 and < ShortestSecret } && !start.Environment.IsDevelopment())
            yield return $"{at}:Secret is shorter than {ShortestSecret} characters.";
    }
}
