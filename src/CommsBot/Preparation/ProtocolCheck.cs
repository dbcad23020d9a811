using System.Text.RegularExpressions;
using CommsBot.Clinics;
using CommsBot.Content;

namespace CommsBot.Preparation;

/// <summary>
/// Checks that every wording of a protocol or reply is fit for the phone: rendered with the longest values it stays GSM-7 and within two segments,
/// names no drug, dose or diagnosis, invites no reply word that the network takes for an opt-out or opt-in, and gives no advice about medicines.
/// </summary>
internal static partial class ProtocolCheck
{
    private const int TwoSegments = 306;

    /// <summary>Visits whose days and cut-offs are said with the most letters, from 7:45 AM to 11:45 AM, in clinic time.</summary>
    private static readonly (DateOnly Day, TimeOnly At)[] Longest =
    [
        (new DateOnly(2026, 9, 30), new TimeOnly(10, 45)), // food until 2:45 AM Wed (Tuesday night); miércoles 30 de septiembre
        (new DateOnly(2026, 9, 24), new TimeOnly(7, 45)),  // food until 11:45 PM Wednesday night; noche del miércoles
        (new DateOnly(2026, 9, 24), new TimeOnly(8, 0)),   // food until midnight; la medianoche del miércoles al jueves
        (new DateOnly(2026, 9, 24), new TimeOnly(7, 15)),  // liquids until 5:15 AM Thu (Wednesday night) as well
        (new DateOnly(2027, 11, 7), new TimeOnly(7, 15)),  // the night with an hour more: both cut-offs after midnight
        (new DateOnly(2026, 9, 24), new TimeOnly(11, 45)),
        (new DateOnly(2026, 9, 23), new TimeOnly(12, 0)),  // noon; las 12 del mediodía
    ];

    public static IEnumerable<FileFault> Of(Protocol protocol, Clinic clinic)
    {
        var file = $"preparation/{protocol.Id}.yaml";
        foreach (var language in clinic.Languages)
        {
            foreach (var step in protocol.Steps)
                foreach (var (name, wording) in step.Wordings)
                    foreach (var problem in Problems(wording.In(language)).Concat(Rendered(protocol, clinic, language, wording)).Distinct())
                        yield return new FileFault(file, $"{step.Id}.{name}.{language.Code()}", problem);
            if (PhoneText.Length(PhoneText.Fold(protocol.Notice.In(language))) is null)
                yield return new FileFault(file, $"notice.{language.Code()}", "has characters that a text message cannot carry (GSM-7)");
        }
    }

    /// <summary>The wording rules that need no values.</summary>
    public static IEnumerable<string> Problems(string wording)
    {
        if (NamesTreatment().Match(wording) is { Success: true } named) yield return $"names '{named.Value}'; texts name no drug, dose or diagnosis";
        if (ReplyWord().Match(wording) is { Success: true } word) yield return $"'{word.Groups["word"].Value}' is a word the phone network acts on; ask for 1, 2 or 3";
        if (Twelve().IsMatch(wording)) yield return "12:00 AM and 12:00 PM are read both ways; say noon or midnight";
        if (Advice().Match(wording) is { Success: true } advice) yield return $"'{advice.Value}' is advice about a medicine";
    }

    private static IEnumerable<string> Rendered(Protocol protocol, Clinic clinic, Language language, LocalText wording)
    {
        // A reader in another zone gets the clinic's zone with every time.
        var elsewhere = Zone.Find("Pacific/Honolulu");
        var rule = clinic.Fasting ?? new FastingRule("longest", "", default, 8, 2, 8);
        var patient = new PlanPatient { Language = language, Zone = elsewhere };
        foreach (var (day, at) in Longest)
        {
            var starts = clinic.At(day, at);
            var fast = FastTimes.By(rule, starts);
            var body = new PlanWording(clinic, protocol, new Visit(starts) { Series = InSeries(starts) }, patient, fast).Body(wording, withNotice: true);
            if (PlanWording.Placeholder().Match(body) is { Success: true } left)
            {
                yield return $"{left.Value} has no value at {clinic.Id}";
                yield break;
            }
            if (PhoneText.Length(body) is not { } length) yield return "has characters that a text message cannot carry (GSM-7)";
            else if (length > TwoSegments) yield return $"is {length} characters with the longest values at {clinic.Id}; at most {TwoSegments} fit";
        }
    }

    private static SeriesPlace InSeries(DateTimeOffset starts) => new(1, 5, starts, starts.AddDays(4), null);

    [GeneratedRegex(@"\b(e?s?ketamin\w*|ketalar|spravato|crps|infusi[oó]n\w*|depress\w*|opioid\w*|midazolam|propofol|\d+\s*(mg|mcg|ml))\b", RegexOptions.IgnoreCase)]
    private static partial Regex NamesTreatment();

    /// <summary>In capitals anywhere, and in any letters where the reader is told to reply it: "stop eating" is ordinary, "Reply Yes" and "reply 1 or stop" are not.</summary>
    [GeneratedRegex("""\b(?<word>CANCEL|END|QUIT|STOP|YES|START|UNSUBSCRIBE|REVOKE|OPTOUT)\b|(?i:\b(?:reply|respond|text|send|responda|conteste|escriba|mande)\s+(?:(?:us|back|with|just|only|con|solo)\s+)*["'“]?(?:\w+["'”]?\s*(?:,|/|\bor\b|\bo\b)\s*["'“]?)*(?<word>cancel|end|quit|stop|yes|start|unsubscribe|revoke|optout)\b)""")]
    private static partial Regex ReplyWord();

    [GeneratedRegex(@"\b12:00 ?[AP]M\b", RegexOptions.IgnoreCase)]
    private static partial Regex Twelve();

    [GeneratedRegex(@"\b(keep|take|skip|hold|stop|pause|tome|deje|suspenda|siga tomando)\b[^.?!]{0,30}\b(medicines?|medications?|pills?|insulin|medicinas?|medicamentos?|pastillas?|insulina)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Advice();
}
