using System.Text.RegularExpressions;
using CommsBot.Content;
using CommsBot.Patients;

namespace CommsBot.Clinics;

/// <summary>Reads one clinic's file. Every fault is listed with the file and the item; a file with a fault gives no clinic.</summary>
internal static partial class ClinicFile
{
    private static readonly Uri Nowhere = new("https://invalid.example/");

    /// <summary>Words that a text's first word may not contain, because they would tell a lock screen what the patient is treated for, or with.</summary>
    private static readonly string[] Telling = ["ketamin", "ketalar", "infusion", "pain", "crps", "depress", "psych", "anesthe", "opioid"];

    public static Clinic? Read(string fullPath, ICollection<FileFault> faults)
    {
        var own = new List<FileFault>();
        var item = YamlItem.Open(fullPath, own);
        var clinic = item is null ? null : Read(item, Path.GetFileNameWithoutExtension(fullPath));
        foreach (var fault in own) faults.Add(fault);
        return own.Count == 0 && clinic is not null ? clinic with { FileHash = ContentHash.Of(File.ReadAllText(fullPath)) } : null;
    }

    private static Clinic Read(YamlItem item, string expectedId)
    {
        var zone = ClinicHoursFile.Zone(item);
        var clinic = new Clinic
        {
            Id = Id(item, expectedId),
            Demonstration = item.Switch("demonstration", false),
            Name = item.Required("name"),
            SmsName = SmsName(item),
            Phone = Phone(item, "phone", required: true)!,
            AfterHoursPhone = Phone(item, "afterHoursPhone", required: false),
            Website = Web(item, "website"),
            PrivacyUrl = Web(item, "privacyUrl"),
            TermsUrl = Web(item, "termsUrl"),
            Address = item.Required("address"),
            Zone = zone,
            ZoneLabel = item.Required("zoneLabel"),
            Languages = Languages(item),
            Hours = ClinicHoursFile.Hours(item, zone),
            TextingHours = ClinicHoursFile.Texting(item),
            Sms = Sms(item),
            TextCaps = ClinicRulesFile.Caps(item),
            Fasting = ClinicRulesFile.Fasting(item),
            Facts = ClinicRulesFile.Facts(item),
            OnCall = OnCall(item),
            Retention = ClinicRulesFile.Retention(item),
            AllowedOrigins = Origins(item),
            Features = ClinicRulesFile.Features(item),
            ModelMode = item.Read("model", text => text is "off" or "understand" or "join" ? text : null, "off, understand or join"),
            Numbers = ClinicRulesFile.Numbers(item),
            AnswerWithin = ClinicRulesFile.AnswerWithin(item),
            ImportColumns = ClinicImportFile.Columns(item),
        };
        item.RefuseUnknown();
        return clinic;
    }

    private static string Id(YamlItem item, string expected)
    {
        var id = item.Required("id");
        if (!IdShape().IsMatch(id)) item.Fault("id", "must be small letters, digits and hyphens");
        else if (id != expected) item.Fault("id", $"must be the file's name, '{expected}', not '{id}'");
        return id;
    }

    private static string SmsName(YamlItem item)
    {
        var name = item.Required("smsName");
        if (PhoneText.Length(name) is null or > 25) item.Fault("smsName", "must be at most 25 characters that a text message can carry (GSM-7)");
        if (Telling.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            item.Fault("smsName", "must not name a drug, a diagnosis or a treatment; it shows on lock screens");
        return name;
    }

    private static ClinicPhone? Phone(YamlItem item, string key, bool required)
    {
        var text = required ? item.Required(key) : item.Text(key);
        if (string.IsNullOrEmpty(text)) return null;
        if (ClinicPhone.Parse(text) is { } phone) return phone;
        item.Fault(key, $"must be a US phone number, not '{text}'");
        return null;
    }

    private static Uri Web(YamlItem item, string key)
    {
        var text = item.Required(key);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps) return address;
        if (text.Length > 0) item.Fault(key, $"must be an https address, not '{text}'");
        return Nowhere;
    }

    private static IReadOnlyList<Language> Languages(YamlItem item)
    {
        var languages = item.Texts("languages").Select(code => (code, language: Content.Languages.Parse(code))).ToList();
        foreach (var (code, _) in languages.Where(one => one.language is null)) item.Fault("languages", $"'{code}' is not a language of this service (en, es)");
        if (languages.Count == 0) item.Fault("languages", "must name at least one language");
        return [.. languages.Select(one => one.language).OfType<Language>().Distinct()];
    }

    private static ClinicSms Sms(YamlItem item)
    {
        var sms = item.Map("sms");
        if (sms is null)
        {
            item.Fault("sms", "is missing");
            return null!;
        }
        var number = sms.Required("number");
        if (number.Length > 0 && (!PhoneNumber.TryParse(number, out _) || !number.StartsWith('+')))
            sms.Fault("number", "must be a US number that can receive texts, written like +12815550100");
        var service = sms.Read("messagingServiceSid", text => ServiceShape().IsMatch(text) ? text : null, "MG and 32 hexadecimal digits");
        sms.RefuseUnknown();
        return new ClinicSms(PhoneNumber.TryParse(number, out var parsed) ? parsed : null!, service);
    }

    private static List<OnCallPerson> OnCall(YamlItem item)
    {
        var people = new List<OnCallPerson>();
        foreach (var person in item.Maps("onCall"))
        {
            var phone = person.Text("phone");
            if (phone is not null && !PhoneNumber.TryParse(phone, out _)) person.Fault("phone", "must be a US number that can receive texts");
            var email = person.Read("email", text => EmailShape().IsMatch(text) ? text : null, "an e-mail address");
            if (phone is null && email is null) person.Fault("", "needs a phone or an email to be reached by");
            people.Add(new OnCallPerson(person.Required("name"), PhoneNumber.TryParse(phone, out var number) ? number : null, email));
            person.RefuseUnknown();
        }
        return people;
    }

    private static IReadOnlyList<string> Origins(YamlItem item)
    {
        var origins = item.Texts("allowedOrigins");
        foreach (var origin in origins)
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var address) || address.GetLeftPart(UriPartial.Authority) != origin)
                item.Fault("allowedOrigins", $"'{origin}' must be a website's address without a path: https://www.example.org");
        return origins;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex IdShape();

    [GeneratedRegex("^MG[0-9a-fA-F]{32}$")]
    private static partial Regex ServiceShape();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    private static partial Regex EmailShape();
}
