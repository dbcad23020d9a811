using CommsBot.Content;

namespace CommsBot.Clinics;

/// <summary>Reads the parts of a clinic's file that are rules, facts and numbers: caps, fasting, facts, retention, switches.</summary>
internal static class ClinicRulesFile
{
    public static TextCaps Caps(YamlItem item)
    {
        var caps = item.Map("textCaps");
        if (caps is null) return new TextCaps(1, 3);
        var both = new TextCaps(caps.Number("perDay", 1, 1, 3), caps.Number("perWeek", 3, 1, 14));
        caps.RefuseUnknown();
        return both;
    }

    public static FastingRule? Fasting(YamlItem item)
    {
        var fasting = item.Map("fasting");
        if (fasting is null) return null;
        var food = fasting.OptionalNumber("foodHours", 1, 24);
        var clear = fasting.OptionalNumber("clearLiquidHours", 1, 24);
        var fatty = fasting.OptionalNumber("fattyMealHours", 1, 24);
        if (food is null) fasting.Fault("foodHours", "is missing");
        if (clear is null) fasting.Fault("clearLiquidHours", "is missing");
        if (fatty is null) fasting.Fault("fattyMealHours", "is missing");
        if (clear > food) fasting.Fault("clearLiquidHours", "must not be more than foodHours");
        if (fatty < food) fasting.Fault("fattyMealHours", "must not be less than foodHours");
        if (fasting.Date("signedOn") is not { } signedOn)
        {
            if (fasting.Text("signedOn") is null) fasting.Fault("signedOn", "is missing: no fasting rule goes live unsigned");
            signedOn = default;
        }
        var rule = new FastingRule(fasting.Required("version"), fasting.Required("signedBy"), signedOn, food ?? 0, clear ?? 0, fatty ?? 0);
        fasting.RefuseUnknown();
        return rule;
    }

    public static Dictionary<string, ClinicFact> Facts(YamlItem item)
    {
        var facts = new Dictionary<string, ClinicFact>();
        var given = item.Map("facts");
        if (given is null) return facts;
        foreach (var name in ClinicPlaceholders.Stated)
        {
            if (given.Map(name) is not { } both) continue;
            var fact = new ClinicFact(new LocalText(both.Required("en"), both.Required("es")), LocalText.Read(both, "sms"));
            both.RefuseUnknown();
            foreach (var text in new[] { (fact.Sms ?? fact.Web).English, (fact.Sms ?? fact.Web).Spanish })
                if (PhoneText.Length(PhoneText.Fold(text)) is null) given.Fault(name, $"a text message cannot carry '{text}' (GSM-7); give a wording under sms");
            facts[name] = fact;
        }
        given.RefuseUnknown();
        return facts;
    }

    public static Retention Retention(YamlItem item)
    {
        var retention = item.Map("retention");
        if (retention is null) return new Retention(30, 365, null);
        var days = new Retention(
            retention.Number("anonymousChatDays", 30, 1, 365),
            retention.Number("closedLeadDays", 365, 1, 3650),
            retention.OptionalNumber("patientConversationDays", 1, 36500));
        retention.RefuseUnknown();
        return days;
    }

    public static ClinicFeatures Features(YamlItem item)
    {
        var features = item.Map("features");
        var read = new ClinicFeatures(features?.Switch("checkIn", false) ?? false);
        features?.RefuseUnknown();
        return read;
    }

    private static readonly string[] Kinds = ["clinical", "adverse", "call", "booking", "question", "complaint", "records", "outside", "technical"];

    public static Dictionary<string, int> AnswerWithin(YamlItem item)
    {
        if (item.Map("answerWithin") is not { } limits) return [];
        var read = new Dictionary<string, int>();
        foreach (var kind in Kinds)
            if (limits.OptionalNumber(kind, 5, 2880) is { } minutes) read[kind] = minutes;
        limits.RefuseUnknown();
        return read;
    }

    public static ClinicNumbers Numbers(YamlItem item)
    {
        var numbers = item.Map("numbers");
        if (numbers is null) return new ClinicNumbers(60, 15, 4, 10, 5, 180, 30);
        var read = new ClinicNumbers(
            numbers.Number("staffedMinutesBeforeStep", 60, 15, 480),
            numbers.Number("arriveEarlyMinutes", 15, 0, 120),
            numbers.Number("atRiskHours", 4, 1, 48),
            numbers.Number("ownerSilentMinutes", 10, 1, 240),
            numbers.Number("pageRepeatMinutes", 5, 1, 60),
            numbers.Number("numberConfirmedDays", 180, 1, 365),
            numbers.Number("stopNoticeDays", 30, 1, 30))
        {
            OwnerLeaseMinutes = numbers.Number("ownerLeaseMinutes", 30, 5, 480),
            CallBackMinutes = numbers.Number("callBackMinutes", 120, 15, 1440),
            RecordsDueDays = numbers.Number("recordsDueDays", 15, 1, 30),
            ComplaintDueDays = numbers.Number("complaintDueDays", 10, 1, 60),
        };
        numbers.RefuseUnknown();
        return read;
    }
}
