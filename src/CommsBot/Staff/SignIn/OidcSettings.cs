using CommsBot.Settings;

namespace CommsBot.Staff.SignIn;

/// <summary>Section <c>Staff:Oidc</c>: people sign in at their organization's provider. All unset: with local accounts.</summary>
internal sealed class OidcSettings
{
    public const string UsualNameClaim = "preferred_username";

    private const int LongestLabel = 60;

    /// <summary>Entra's addresses for people of any directory: whoever has an account anywhere could say to be anybody.</summary>
    private static readonly string[] OfEverybody = ["common", "organizations", "consumers"];

    /// <summary>The address of one directory, below which <c>.well-known/openid-configuration</c> stands; default none.</summary>
    public Uri? Authority { get; set; }

    /// <summary>What the provider calls this service; default none.</summary>
    public string? ClientId { get; set; }

    /// <summary>Default none.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The claim with the sign-in name under which a person was invited; default <c>preferred_username</c>, and <c>email</c> where there is none.</summary>
    public string? NameClaim { get; set; }

    /// <summary>What the button calls the provider, 1 to 60 characters; default "your organization".</summary>
    public string Label { get; set; } = "your organization";

    public bool IsOn => Authority is not null;

    /// <summary>Each without the section's own name.</summary>
    public IEnumerable<string> Faults(StartContext start)
    {
        if (Label.Trim().Length is 0 or > LongestLabel) yield return $"Label must have 1 to {LongestLabel} characters.";
        if (NameClaim is not null && (NameClaim.Length == 0 || NameClaim.Any(char.IsWhiteSpace))) yield return "NameClaim is not the name of a claim.";
        if (Authority is null && ClientId is null && ClientSecret is null && NameClaim is null) yield break;
        if (string.IsNullOrWhiteSpace(ClientId)) yield return "ClientId is missing.";
        if (string.IsNullOrWhiteSpace(ClientSecret)) yield return "ClientSecret is missing.";
        if (FaultOf(Authority, start) is { } fault) yield return $"Authority {fault}";
    }

    private static string? FaultOf(Uri? authority, StartContext start)
    {
        if (authority is null) return "is missing.";
        if (!authority.IsAbsoluteUri || authority.Scheme is not ("http" or "https")) return "must be an absolute http or https address.";
        if (authority.Query.Length > 0 || authority.Fragment.Length > 0) return "must be an address without query.";
        if (authority.Scheme == "http" && !(start.Environment.IsDevelopment() && authority.IsLoopback)) return "must be https.";
        return authority.Segments.Select(part => part.Trim('/')).Intersect(OfEverybody, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } all
            ? $"must name one directory, not '{all}'."
            : null;
    }
}
