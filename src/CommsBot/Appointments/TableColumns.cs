using System.Text;

namespace CommsBot.Appointments;

/// <summary>
/// Which column of a practice system's report holds what, by the names such reports use. Free text (notes, reasons) is never read: it may hold
/// health information nobody needs here.
/// </summary>
internal sealed class TableColumns
{
    private static readonly (string Field, string[] Names)[] Known =
    [
        ("id", ["appointmentid", "apptid", "appointmentnumber", "appointmentno", "appointment", "visitid", "encounterid", "bookingid", "id"]),
        ("patient.id", ["patientid", "mrn", "chartid", "chartnumber", "chartno", "patientmrn", "accountnumber", "patientaccountid", "clientid", "patientnumber"]),
        ("patient.firstName", ["firstname", "first", "givenname", "patientfirstname", "patientfirst", "fname", "nombre"]),
        ("patient.lastName", ["lastname", "last", "surname", "familyname", "patientlastname", "patientlast", "lname", "apellido"]),
        ("name", ["patientname", "name", "patient", "fullname", "client", "clientname"]),
        ("patient.phone", ["mobile", "mobilephone", "cell", "cellphone", "mobilenumber", "phone", "phonenumber", "patientphone", "telephone", "telefono"]),
        ("patient.birthDate", ["dob", "dateofbirth", "birthdate", "birthday", "patientdob"]),
        ("patient.language", ["language", "preferredlanguage", "lang", "idioma"]),
        ("patient.timeZone", ["timezone", "patienttimezone"]),
        ("start", ["startdatetime", "start", "startsat", "appointmentdatetime", "datetime", "schedstartdate", "appointmentstart"]),
        ("date", ["date", "appointmentdate", "apptdate", "startdate", "visitdate", "fecha"]),
        ("time", ["time", "starttime", "appointmenttime", "appttime", "visittime", "hora"]),
        ("end", ["enddatetime", "end", "endtime", "stopdatetime"]),
        ("durationMinutes", ["duration", "durationminutes", "durationmin", "length", "minutes", "apptlengthmin", "apptlength"]),
        ("protocol", ["protocol", "preparationprotocol"]),
        ("status", ["status", "appointmentstatus", "apptstatus", "estado"]),
        ("consent", ["smsconsent", "textconsent", "consent", "oktotext", "consenttotext", "canText"]),
        ("consent.at", ["consentdate", "smsconsentdate", "consentat", "consentedon"]),
        ("consent.text", ["consenttext", "consentwords"]),
        ("healthScreen", ["healthscreen", "screen", "screening", "healthscreenstate"]),
        ("healthScreen.setBy", ["healthscreenby", "screenedby", "screenby", "screensetby"]),
    ];

    private readonly Dictionary<string, int> columns = [];
    private readonly List<string> absent = [];

    /// <param name="saved">The clinic's own mapping; where it names a column, no usual name counts.</param>
    public TableColumns(IReadOnlyList<string> header, IReadOnlyDictionary<string, string> saved)
    {
        var names = header.Select(Plain).ToList();
        foreach (var (field, column) in saved)
        {
            if (names.IndexOf(Plain(column)) is var at and >= 0) columns[field] = at;
            else absent.Add($"{field} ('{column}' in the clinic's file)");
        }

        foreach (var (field, synonyms) in Known.Where(known => !saved.ContainsKey(known.Field) && !IsOtherWay(known.Field, saved)))
            foreach (var name in synonyms)
                if (names.IndexOf(name.ToLowerInvariant()) is var at and >= 0 && columns.TryAdd(field, at)) break;
    }

    public bool Has(string field) => columns.ContainsKey(field);

    public string? Of(string field, IReadOnlyList<string> row)
    {
        if (!columns.TryGetValue(field, out var at) || at >= row.Count) return null;
        var value = row[at].Trim();
        // ="00123" is how a spreadsheet is told to keep an id as text.
        if (value.StartsWith("=\"", StringComparison.Ordinal) && value.EndsWith('"')) value = value[2..^1];
        return value.Length == 0 ? null : value;
    }

    /// <summary>A clinic that says where date and time stand does not mean a column of both, and the reverse.</summary>
    private static bool IsOtherWay(string field, IReadOnlyDictionary<string, string> saved) => field switch
    {
        "start" => saved.ContainsKey("date"),
        "date" or "time" => saved.ContainsKey("start"),
        "name" => saved.ContainsKey("patient.firstName"),
        "patient.firstName" => saved.ContainsKey("name"),
        _ => false,
    };

    /// <summary>What a table cannot do without, and what the clinic's file says it has; empty when nothing is missing.</summary>
    public IEnumerable<string> MissingColumns()
    {
        if (absent.Count > 0) return absent;
        return Needed();
    }

    private IEnumerable<string> Needed()
    {
        if (!Has("id")) yield return "appointment id";
        if (!Has("patient.firstName") && !Has("name")) yield return "first name";
        if (!Has("patient.phone")) yield return "mobile phone";
        if (!Has("start") && !(Has("date") && Has("time"))) yield return "start date and time";
    }

    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(letter)) plain.Append(letter);
        return plain.ToString();
    }
}
