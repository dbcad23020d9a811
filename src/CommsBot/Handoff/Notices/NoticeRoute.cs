using CommsBot.Settings;

namespace CommsBot.Handoff.Notices;

/// <summary>One place that is told that somebody of one clinic waits.</summary>
internal sealed class NoticeRoute
{
    public const string Email = "email";
    public const string Teams = "teams";
    public const string Webhook = "webhook";

    private const int ShortestSecret = 16;

    /// <summary>Names it in logs and tickets.</summary>
    public string Name { get; set; } = "";

    public string Clinic { get; set; } = "";

    /// <summary><c>email</c>, <c>teams</c> (a Microsoft Teams workflow's address) or <c>webhook</c> (signed, Standard Webhooks).</summary>
    public string Kind { get; set; } = "";

    /// <summary>A mail address, or where to post; https unless loopback outside Production.</summary>
    public string Address { get; set; } = "";

    /// <summary>Webhooks only, at least 16 characters: the key of the signature.</summary>
    public string? Secret { get; set; }

    /// <summary>Only what cannot wait an hour: danger, and what today's or tonight's step depends on. Default: everything that opens.</summary>
    public bool OnlyUrgent { get; set; }

    public IEnumerable<string> Faults(StartContext start, bool mailIsOn)
    {
        if (Name.Length is 0 or > 60) yield return "Name must have 1 to 60 characters.";
        if (Clinic.Length == 0) yield return "Clinic is missing.";
        if (Kind is not (Email or Teams or Webhook)) yield return "Kind must be email, teams or webhook.";
        if (Kind == Email && !MailSettings.IsAddress(Address)) yield return "Address must be a mail address.";
        if (Kind == Email && !mailIsOn) yield return "Kind is email, and Notices:Mail:Host is not set.";
        if (Kind is Teams or Webhook && !MayPost(start)) yield return "Address must be an https address.";
        else if (Kind is Teams or Webhook && start.Simulated && !new Uri(Address).IsLoopback) yield return "Address must be a loopback address while the simulator is on.";
        if (Kind == Webhook && Secret is not { Length: >= ShortestSecret }) yield return $"Secret must have at least {ShortestSecret} characters.";
    }

    private bool MayPost(StartContext start) => Uri.TryCreate(Address, UriKind.Absolute, out var uri)
        && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback && !start.Environment.IsProduction()));
}
