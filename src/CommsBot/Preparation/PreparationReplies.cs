using CommsBot.Clinics;
using CommsBot.Content;

namespace CommsBot.Preparation;

/// <summary>
/// What the bot answers to replies about a visit, from <c>dialogs/preparation/replies.yaml</c>. The texts come without the clinic's name before them;
/// whoever sends a reply adds it as for every other text.
/// </summary>
internal sealed class PreparationReplies
{
    public const string File = "dialogs/preparation/replies.yaml";

    /// <summary>Every key there must be, so that no reply is missing when it is needed.</summary>
    public static readonly IReadOnlyList<string> Keys =
    [
        "understood-thanks", "fasting-thanks", "screen-clear-thanks", "screen-clear-late", "screen-yes", "screen-yes-closed", "reschedule", "reschedule-closed",
        "call-me-open", "call-me-closed", "driver-thanks", "driver-which", "ambiguous", "ambiguous-screen", "already-answered", "moved", "cancelled", "closed",
        "not-a-reply-help", "appointment-when", "teach-back-call", "teach-back-call-closed", "whose-reply", "too-soon-after-visit",
        "check-in", "check-in-thanks", "check-in-flag", "check-in-flag-closed",
    ];

    /// <summary>Placeholders the caller fills beside those of the visit and the clinic.</summary>
    private static readonly HashSet<string> Given = ["opens"];

    private static readonly string[] NeedFast = ["food.until", "clear.until"];

    private readonly Dictionary<string, LocalText> texts;

    private PreparationReplies(Dictionary<string, LocalText> texts) => this.texts = texts;

    public IReadOnlyList<Source> Sources { get; private init; } = [];

    public static PreparationReplies Read(string fullPath, IReadOnlyList<Clinic> clinics, ICollection<FileFault> faults)
    {
        var texts = new Dictionary<string, LocalText>();
        if (!System.IO.File.Exists(fullPath))
        {
            faults.Add(new FileFault("preparation/replies.yaml", "", "is missing"));
            return new PreparationReplies(texts);
        }
        if (YamlItem.Open(fullPath, faults) is not { } item) return new PreparationReplies(texts);
        foreach (var key in Keys)
        {
            if (LocalText.Read(item, key) is { } text) texts[key] = text;
            else item.Fault(key, "is missing");
        }
        var replies = new PreparationReplies(texts) { Sources = PreparationSources.Read(item) };
        item.RefuseUnknown();
        foreach (var clinic in clinics) replies.Check(item, clinic);
        return replies;
    }

    /// <summary>Every reply by its key.</summary>
    public IReadOnlyDictionary<string, LocalText> All => texts;

    /// <summary>The reply in the patient's language with its values. A visit is needed where the wording speaks of one.</summary>
    /// <param name="opens">When the clinic opens next, in the patient's words; for the <c>-closed</c> wordings.</param>
    /// <exception cref="KeyNotFoundException">There is no such reply; <see cref="Keys"/> lists them.</exception>
    public string Say(string key, Clinic clinic, PlanPatient patient, Visit visit, string? opens = null) =>
        Fill(texts[key].In(patient.Language).Replace("{opens}", opens ?? "{opens}"), clinic, patient, visit);

    /// <summary>Any wording for this visit, without the clinic's name before it.</summary>
    public static string Fill(string wording, Clinic clinic, PlanPatient patient, Visit visit) =>
        new PlanWording(clinic, null!, visit, patient, FastTimes.Of(visit, clinic).Times).Fill(wording);

    private void Check(YamlItem item, Clinic clinic)
    {
        var visit = new Visit(clinic.At(new DateOnly(2026, 9, 30), new TimeOnly(10, 45)));
        foreach (var (key, text) in texts)
            foreach (var language in clinic.Languages)
            {
                var wording = text.In(language);
                var where = $"{key}.{language.Code()}";
                foreach (var problem in ProtocolCheck.Problems(wording)) item.Fault(where, problem);
                foreach (var unknown in PlanWording.Placeholder().Matches(wording).Select(match => match.Groups[1].Value)
                             .Where(name => !PlanWording.Keys.Contains(name) && !ClinicPlaceholders.Keys.Contains(name) && !Given.Contains(name)))
                    item.Fault(where, $"{{{unknown}}} is no placeholder");
                if (NeedFast.Any(name => wording.Contains($"{{{name}}}"))) item.Fault(where, "cut-off times stand only in the protocol's texts");
                var patient = new PlanPatient { Language = language, Zone = Zone.Find("Pacific/Honolulu"), FirstName = new string('W', 30) };
                var said = $"{clinic.SmsName}: {Say(key, clinic, patient, visit, clinic.WhenWords(visit.StartsAt, visit.StartsAt.AddDays(-20), language, MessageForm.Sms))}";
                if (PhoneText.Length(said) is not <= 306) item.Fault(where, $"does not fit two segments at {clinic.Id} with the longest values");
            }
    }
}
