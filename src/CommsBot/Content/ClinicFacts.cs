namespace CommsBot.Content;

/// <summary>
/// What a clinic's file says about itself, as words in a language and form; null when the clinic has not given it.
/// <paramref name="name"/> is one of <see cref="ClinicFactNames.All"/>.
/// </summary>
internal delegate string? ClinicFacts(string name, Language language, MessageForm form);

internal static class ClinicFactNames
{
    /// <summary>Every placeholder of an answer, with the longest value that the length check assumes while no clinic gives one.</summary>
    public static readonly IReadOnlyDictionary<string, string> Longest = new Dictionary<string, string>
    {
        ["clinic.name"] = "Mind Balance Infusions",
        ["clinic.smsName"] = "Mind Balance",
        ["clinic.phone"] = "(281) 555-0100",
        ["clinic.address"] = "1234 Example Parkway, Suite 100, The Woodlands, TX 77380",
        ["clinic.hours"] = "Mon-Thu 8:00 AM-5:00 PM, Fri 8:00 AM-3:00 PM",
        ["clinic.website"] = "mindbalance.example",
        ["clinic.afterHours"] = "(281) 555-0199",
        ["clinic.staff"] = "a doctor and a nurse",
        ["clinic.session"] = "4 to 5 hours",
        ["clinic.escort"] = "an adult who takes you home",
        ["clinic.price"] = "a price list we can send",
        ["clinic.insurance"] = "a list of plans we can check",
        ["clinic.cancellation"] = "24 hours before your visit",
        ["clinic.parking"] = "free parking at the door",
        ["clinic.languages"] = "English and Spanish",
        ["clinic.ages"] = "18 and older",
        ["clinic.series"] = "3 to 5 days in a row",
        ["clinic.payment"] = "We take cards, checks and cash",
        ["clinic.paymentPlans"] = "You can pay in parts",
        ["clinic.firstVisitPrice"] = "The first visit has its own price",
        ["clinic.refunds"] = "A visit that took place is not paid back",
        ["clinic.missedVisit"] = "There may be a fee if you did not call",
        ["clinic.referral"] = "You do not need a referral",
        ["clinic.firstVisitWait"] = "New patients wait one to three weeks",
        ["clinic.telehealth"] = "Your first talk can be by video",
        ["clinic.records"] = "Fax records to (281) 555-0121",
        ["clinic.forms"] = "We mail you the forms before your visit",
        ["clinic.email"] = "Write to office@mindbalance.example",
        ["clinic.travel"] = "The nearest airport is Houston, 30 minutes by car",
        ["clinic.access"] = "There are no steps at our door",
        ["clinic.rooms"] = "You have a room of your own",
        ["clinic.companion"] = "One adult may sit with you",
        ["clinic.waiting"] = "Your adult may wait here or come back",
        ["clinic.wifi"] = "There is free wifi",
        ["clinic.snacks"] = "We have water, juice and crackers",
        ["clinic.startTimes"] = "Visits start in the morning",
        ["clinic.places"] = "This is our only clinic",
        ["clinic.experience"] = "We opened in 2019",
        ["clinic.nurses"] = "One nurse looks after two people",
        ["clinic.identity"] = "A photo ID from any country will do",
        ["fasting.food"] = "8 hours",
        ["fasting.clear"] = "2 hours",
        ["fasting.fatty"] = "8 hours",
    };

    public static bool IsClinicFact(string name) => name.StartsWith("clinic.", StringComparison.Ordinal) || name.StartsWith("fasting.", StringComparison.Ordinal);

    public static bool IsKnown(string name) => Longest.ContainsKey(name);
}
