using System.Globalization;
using CommsBot.Clinics;

namespace CommsBot.Appointments;

/// <summary>One row of a report, put into the words of the API. What is wrong with it is said by the same checks.</summary>
internal static class TableRow
{
    private static readonly Dictionary<string, string> Statuses = new()
    {
        ["booked"] = "booked", ["scheduled"] = "booked", ["confirmed"] = "booked", ["active"] = "booked", ["new"] = "booked", ["rescheduled"] = "booked", ["pending"] = "booked", ["0"] = "booked",
        ["arrived"] = "booked", ["checkedin"] = "booked",
        ["cancelled"] = "cancelled", ["canceled"] = "cancelled", ["deleted"] = "cancelled", ["1"] = "cancelled", ["cancelada"] = "cancelled",
        ["fulfilled"] = "fulfilled", ["completed"] = "fulfilled", ["complete"] = "fulfilled", ["kept"] = "fulfilled", ["checkedout"] = "fulfilled", ["seen"] = "fulfilled",
        ["noshow"] = "noshow", ["missed"] = "noshow", ["didnotarrive"] = "noshow", ["2"] = "noshow",
    };

    private static readonly Dictionary<string, string> Languages = new()
    {
        ["english"] = "en", ["ingles"] = "en", ["inglés"] = "en", ["eng"] = "en", ["spanish"] = "es", ["espanol"] = "es", ["español"] = "es", ["spa"] = "es",
    };

    private static readonly string[] Plain =
        ["patient.id", "patient.firstName", "patient.lastName", "patient.phone", "patient.timeZone", "durationMinutes", "protocol"];

    public static Stated Read(TableColumns columns, IReadOnlyList<string> row, Clinic clinic)
    {
        var stated = new Stated();
        foreach (var field in Plain) stated[field] = columns.Of(field, row);
        Name(stated, columns.Of("name", row));
        if (columns.Of("patient.birthDate", row) is { } born) stated["patient.birthDate"] = TableMoment.Day(born)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? born;
        if (columns.Of("patient.language", row) is { } language) stated["patient.language"] = Languages.GetValueOrDefault(language.ToLowerInvariant(), language.ToLowerInvariant());
        stated["status"] = Status(columns.Of("status", row));
        Start(stated, columns, row, clinic);
        Consent(stated, columns, row, clinic);
        Screen(stated, columns, row);
        return stated;
    }

    /// <summary>"Gomez, Ana" or "Ana Gomez", where the report has one column for both.</summary>
    private static void Name(Stated stated, string? whole)
    {
        if (whole is null || stated["patient.firstName"] is not null) return;
        var comma = whole.IndexOf(',');
        var space = whole.IndexOf(' ');
        if (comma > 0) (stated["patient.lastName"], stated["patient.firstName"]) = (whole[..comma], whole[(comma + 1)..]);
        else if (space > 0) (stated["patient.firstName"], stated["patient.lastName"]) = (whole[..space], whole[(space + 1)..]);
        else stated["patient.firstName"] = whole;
    }

    private static string? Status(string? written)
    {
        if (written is null) return null;
        var plain = string.Concat(written.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
        return Statuses.GetValueOrDefault(plain, plain);
    }

    private static void Start(Stated stated, TableColumns columns, IReadOnlyList<string> row, Clinic clinic)
    {
        if (columns.Of("start", row) is { } both && !columns.Has("time"))
        {
            if (TableMoment.Both(both, clinic) is { } start) stated["startsAt"] = Iso(start);
            else stated.Faults.Add("startsAt", "cannot be read as a date and time of the clinic");
            return;
        }

        var (date, time) = (columns.Of("date", row) ?? columns.Of("start", row), columns.Of("time", row));
        if (date is null || time is null)
        {
            stated.Faults.Add("startsAt", "is missing");
            return;
        }

        var (day, at) = (TableMoment.Day(date), TableMoment.Time(time));
        if (day is null) stated.Faults.Add("startsAt", "the date cannot be read; use 2027-03-16 or 3/16/2027");
        if (at is null) stated.Faults.Add("startsAt", "the time cannot be read; use 9:00 AM or 09:00");
        if (day is null || at is null) return;
        if (TableMoment.At(clinic, day.Value, at.Value) is { } instant) stated["startsAt"] = Iso(instant);
        else stated.Faults.Add("startsAt", "falls into the hour that is skipped when clocks go forward");
    }

    private static void Consent(Stated stated, TableColumns columns, IReadOnlyList<string> row, Clinic clinic)
    {
        switch (columns.Of("consent", row)?.ToLowerInvariant())
        {
            case null or "no" or "n" or "false" or "0" or "none":
                return;
            case "yes" or "y" or "true" or "1" or "x" or "si" or "sí":
                break;
            default:
                stated.Faults.Add("consent", "must be yes or no");
                return;
        }

        var written = columns.Of("consent.at", row);
        var day = written is null ? null : TableMoment.Day(written);
        var at = day is { } date ? clinic.At(date, TimeOnly.MinValue) : written is null ? null : TableMoment.Both(written, clinic);
        // Today's date would make the same row another statement at each import, and a newer one than the patient's own.
        if (written is null) stated["consent.undated"] = "true";
        else if (at is null) stated.Faults.Add("consent.at", "cannot be read as a day");
        else stated["consent.at"] = Iso(at.Value);
        stated["consent.text"] = columns.Of("consent.text", row) ?? "Text consent is recorded as given in the clinic's own system.";
        stated["consent.method"] = "import";
    }

    private static void Screen(Stated stated, TableColumns columns, IReadOnlyList<string> row)
    {
        var state = columns.Of("healthScreen", row)?.ToLowerInvariant();
        if (state is null or "unknown" or "open" or "pending") return;
        stated["healthScreen.state"] = state;
        stated["healthScreen.setBy"] = columns.Of("healthScreen.setBy", row);
    }

    private static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
