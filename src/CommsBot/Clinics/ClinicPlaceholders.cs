using CommsBot.Content;

namespace CommsBot.Clinics;

/// <summary>What the placeholders <c>{clinic.*}</c> and <c>{fasting.*}</c> say at one clinic, per language and form.</summary>
internal static class ClinicPlaceholders
{
    /// <summary>Facts a clinic states in its file under <c>facts:</c>. Each may be left out: not given.</summary>
    public static readonly IReadOnlyList<string> Stated =
    [
        "staff", "session", "escort", "price", "insurance", "cancellation", "parking", "ages", "series",
        "payment", "paymentPlans", "firstVisitPrice", "refunds", "missedVisit", "referral", "firstVisitWait", "telehealth", "records", "forms", "email",
        "travel", "access", "rooms", "companion", "waiting", "wifi", "snacks", "startTimes", "places", "experience", "nurses", "identity",
    ];

    private static readonly string[] Known =
        ["name", "smsName", "phone", "address", "hours", "website", "privacy", "terms", "afterHours", "languages"];

    /// <summary>Every placeholder there is, without braces; any other is a misspelling.</summary>
    public static readonly IReadOnlySet<string> Keys =
        Known.Concat(Stated).Select(name => "clinic." + name).Concat(["fasting.food", "fasting.clear", "fasting.fatty"]).ToHashSet();

    public static string? Of(Clinic clinic, string key, Language language, MessageForm form)
    {
        if (!Keys.Contains(key)) return null;
        if (Value(clinic, key[(key.IndexOf('.') + 1)..], language, form) is not { } text) return null;
        return form == MessageForm.Sms ? PhoneText.Fold(text) : text;
    }

    private static string? Value(Clinic clinic, string name, Language language, MessageForm form) => name switch
    {
        "name" => clinic.Name,
        "smsName" => clinic.SmsName,
        "phone" => clinic.Phone.Shown,
        "address" => clinic.Address,
        "hours" => HoursWords.Of(clinic.Hours, language),
        "website" => clinic.Website.ToString().TrimEnd('/'),
        "privacy" => clinic.PrivacyUrl.ToString(),
        "terms" => clinic.TermsUrl.ToString(),
        "afterHours" => clinic.AfterHoursPhone?.Shown,
        "languages" => LanguageNames(clinic.Languages, language),
        "food" => Hours(clinic.Fasting?.FoodHours, language),
        "clear" => Hours(clinic.Fasting?.ClearLiquidHours, language),
        "fatty" => Hours(clinic.Fasting?.FattyMealHours, language),
        _ => clinic.Facts.GetValueOrDefault(name) is { } fact ? (form == MessageForm.Sms ? fact.Sms ?? fact.Web : fact.Web).In(language) : null,
    };

    private static string? Hours(int? hours, Language language) => (hours, language) switch
    {
        (null, _) => null,
        (1, Language.Spanish) => "1 hora",
        (_, Language.Spanish) => $"{hours} horas",
        (1, _) => "1 hour",
        _ => $"{hours} hours",
    };

    private static string LanguageNames(IReadOnlyList<Language> languages, Language language)
    {
        var names = languages.Select(spoken => (spoken, language) switch
        {
            (Language.Spanish, Language.Spanish) => "español",
            (Language.Spanish, _) => "Spanish",
            (_, Language.Spanish) => "inglés",
            _ => "English",
        });
        return string.Join(language == Language.Spanish ? " y " : " and ", names);
    }
}
