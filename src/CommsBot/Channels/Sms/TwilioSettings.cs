using System.Text.RegularExpressions;
using CommsBot.Patients;
using CommsBot.Settings;

namespace CommsBot.Channels.Sms;

/// <summary>Section <c>Twilio</c>. All unset: SMS is off. Half set: the start is refused.</summary>
internal sealed partial class TwilioSettings : ISettings
{
    public string? AccountSid { get; set; }

    /// <summary>The primary token, and during a rotation the other one too; signatures are checked with each.</summary>
    public string[] AuthTokens { get; set; } = [];

    /// <summary>An API key for calls, so that rotating a token does not stop sending; without it the first token is used.</summary>
    public string? ApiKeySid { get; set; }
    public string? ApiKeySecret { get; set; }

    /// <summary>One clinic only; default: the clinic's file.</summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>One clinic only; default: the number in the clinic's file.</summary>
    public string? From { get; set; }

    /// <summary>Default: Twilio's own, or the simulator's when the simulator is on.</summary>
    public Uri? ApiBaseUrl { get; set; }

    /// <summary>Texts per second and number, 1 to 1000; default 1, the rate of an ordinary US number.</summary>
    public int MessagesPerSecond { get; set; } = 1;

    /// <summary>How long one call may take, 1 to 60 seconds; default 10.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>How long an unanswered call is searched for before it counts as absent, 1 to 600 seconds; default 60.</summary>
    public int SettleSeconds { get; set; } = 60;

    /// <summary>Take the words of a text off Twilio's books once it has come to its end; default false.</summary>
    public bool RedactAfterDelivery { get; set; }

    public bool IsOn => !AllUnset;

    private bool AllUnset => AccountSid is null && AuthTokens.Length == 0 && ApiKeySid is null && ApiKeySecret is null && MessagingServiceSid is null && From is null;

    public IEnumerable<string> Faults(StartContext start)
    {
        if (MessagesPerSecond is < 1 or > 1000) yield return "Twilio:MessagesPerSecond must be from 1 to 1000.";
        if (TimeoutSeconds is < 1 or > 60) yield return "Twilio:TimeoutSeconds must be from 1 to 60.";
        if (SettleSeconds is < 1 or > 600) yield return "Twilio:SettleSeconds must be from 1 to 600.";
        foreach (var fault in AddressFaults(start)) yield return fault;
        if (!IsOn) yield break;
        foreach (var fault in AccountFaults()) yield return fault;
        if (MessagingServiceSid is { } service && !ServiceForm().IsMatch(service)) yield return "Twilio:MessagingServiceSid must be MG and 32 hexadecimal digits.";
        if (From is { } from && !PhoneNumber.TryParse(from, out _)) yield return "Twilio:From is not a US phone number that can text.";
    }

    /// <summary>What is wrong between these settings and the clinics of this installation.</summary>
    public IEnumerable<string> ClinicFaults(int clinics)
    {
        if (clinics < 2) yield break;
        if (From is not null) yield return "Twilio:From is for one clinic: with several, each clinic's file has its own sms number.";
        if (MessagingServiceSid is not null) yield return "Twilio:MessagingServiceSid is for one clinic: with several, each clinic's file has its own.";
    }

    private IEnumerable<string> AddressFaults(StartContext start)
    {
        if (ApiBaseUrl is not { } address) yield break;
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")) yield return "Twilio:ApiBaseUrl must be an absolute http or https address.";
        else if (start.Simulated && !address.IsLoopback) yield return "Twilio:ApiBaseUrl must be a loopback address while the simulator is on.";
        else if (address.Scheme == "http" && (!address.IsLoopback || start.Environment.IsProduction())) yield return "Twilio:ApiBaseUrl must be https.";
    }

    private IEnumerable<string> AccountFaults()
    {
        if (AccountSid is null) yield return "Twilio:AccountSid is missing.";
        else if (!AccountForm().IsMatch(AccountSid)) yield return "Twilio:AccountSid must be AC and 32 hexadecimal digits.";
        if (AuthTokens.Length == 0) yield return "Twilio:AuthTokens is missing: signatures are checked with it.";
        else if (AuthTokens.Any(string.IsNullOrWhiteSpace)) yield return "Twilio:AuthTokens holds an empty token.";
        if (ApiKeySid is not null && ApiKeySecret is null) yield return "Twilio:ApiKeySecret is missing beside Twilio:ApiKeySid.";
        if (ApiKeySecret is not null && ApiKeySid is null) yield return "Twilio:ApiKeySid is missing beside Twilio:ApiKeySecret.";
        if (ApiKeySid is { } key && !KeyForm().IsMatch(key)) yield return "Twilio:ApiKeySid must be SK and 32 hexadecimal digits.";
    }

    [GeneratedRegex(@"^AC[0-9a-fA-F]{32}\z")]
    private static partial Regex AccountForm();

    [GeneratedRegex(@"^SK[0-9a-fA-F]{32}\z")]
    private static partial Regex KeyForm();

    [GeneratedRegex(@"^MG[0-9a-fA-F]{32}\z")]
    private static partial Regex ServiceForm();
}
