using System.Globalization;
using System.Text.RegularExpressions;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;

namespace CommsBot.Appointments;

/// <summary>Checks what was stated. Every fault is named; a draft comes only from a statement without one.</summary>
internal sealed partial class DraftReader(PreparationContent content, TextableNumbers numbers)
{
    public const string BySpreadsheet = "was damaged by a spreadsheet; format the column as text and export again";

    private const int LongestName = 100;
    private const int LongestWords = 4000;
    private static readonly string[] ContactModes = ["text", "phone", .. CommsBot.Patients.ContactModes.All];

    /// <param name="now">Clinic time.</param>
    public AppointmentDraft? Read(Stated stated, DateTimeOffset now)
    {
        var patient = Patient(stated, now);
        var startsAt = Instant(stated, "startsAt", required: true);
        var draft = new AppointmentDraft
        {
            Patient = patient ?? null!,
            StartsAt = startsAt ?? default,
            DurationMinutes = Minutes(stated),
            Protocol = Protocol(stated) ?? "",
            Status = Status(stated),
            Consent = Consent(stated, now),
            Screen = Screen(stated),
            Preparation = Preparation(stated, startsAt),
        };
        return stated.Faults.Any ? null : draft;
    }

    /// <summary>What still holds of a statement that was read: null when more than its patient is wrong.</summary>
    public static Standing? StandingOf(Stated stated) => stated.Faults.ByField.Keys.All(field => field.StartsWith("patient", StringComparison.Ordinal))
        ? new Standing(Status(stated), Stop(stated))
        : null;

    private PatientDraft? Patient(Stated stated, DateTimeOffset now)
    {
        var firstName = Text(stated, "patient.firstName", LongestName, required: true);
        var phone = Phone(stated);
        var born = Date(stated, "patient.birthDate");
        if (born is { } day && (day > DateOnly.FromDateTime(now.UtcDateTime) || day.Year < 1900)) stated.Faults.Add("patient.birthDate", "is no possible day of birth");
        var language = stated["patient.language"] is { } code ? Languages.Parse(code) : null;
        if (stated["patient.language"] is not null && language is null) stated.Faults.Add("patient.language", "must be en or es");
        var zone = stated["patient.timeZone"];
        if (zone is not null && Zone.Find(zone) is null) stated.Faults.Add("patient.timeZone", "is no IANA time zone such as America/Chicago");
        var mode = stated["patient.contactMode"];
        if (mode is not null && !ContactModes.Contains(mode)) stated.Faults.Add("patient.contactMode", $"must be one of {string.Join(", ", ContactModes)}");
        if (stated["patient.interpreter"] is not (null or "true" or "false")) stated.Faults.Add("patient.interpreter", "must be true or false");
        var id = Text(stated, "patient.id", LongestName);
        if (id is not null && IsDamaged(id)) stated.Faults.Add("patient.id", BySpreadsheet);
        var lastName = Text(stated, "patient.lastName", LongestName);
        return firstName is null || phone is null ? null : new PatientDraft(id, firstName, lastName, phone)
        {
            BirthDate = born,
            Language = language,
            TimeZone = zone,
            ContactMode = mode,
            Interpreter = stated["patient.interpreter"] is { } needed ? needed == "true" : null,
            Stop = Stop(stated),
        };
    }

    /// <summary>No door lets others say it: only a practice system does, in its own words.</summary>
    private static BlockReason? Stop(Stated stated) => stated["patient.stop"] is { } why ? Enum.Parse<BlockReason>(why) : null;

    /// <summary>A long number as a spreadsheet shortens it: different people's become one. "1E5" alone may be somebody's real id.</summary>
    public static bool IsDamaged(string id) => id.Contains('+', StringComparison.Ordinal) && Damaged().IsMatch(id);

    private PhoneNumber? Phone(Stated stated)
    {
        if (stated["patient.phone"] is not { } written)
        {
            stated.Faults.Add("patient.phone", "is missing");
            return null;
        }

        if (PhoneNumber.TryParse(written, out var phone))
        {
            if (numbers.WhyNot(phone) is { } why) stated.Faults.Add("patient.phone", why);
            return phone;
        }

        stated.Faults.Add("patient.phone", Damaged().IsMatch(written) ? BySpreadsheet : "is no US number that can receive texts");
        return null;
    }

    private string? Protocol(Stated stated)
    {
        var asked = stated["protocol"] ?? content.Usual?.Id;
        if (asked is null) stated.Faults.Add("protocol", "is missing");
        else if (content.Find(asked) is null) stated.Faults.Add("protocol", "is not known; see dialogs/preparation/");
        return asked;
    }

    private static AppointmentStatus Status(Stated stated)
    {
        switch (stated["status"])
        {
            case null or "booked": return AppointmentStatus.Booked;
            case "cancelled": return AppointmentStatus.Cancelled;
            case "fulfilled": return AppointmentStatus.Fulfilled;
            case "noshow": return AppointmentStatus.NoShow;
            default:
                stated.Faults.Add("status", "must be booked, cancelled, fulfilled or noshow");
                return default;
        }
    }

    private static int? Minutes(Stated stated)
    {
        if (stated["durationMinutes"] is not { } written) return null;
        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= 1440) return minutes;
        stated.Faults.Add("durationMinutes", "must be a whole number from 1 to 1440");
        return null;
    }

    private static ConsentDraft? Consent(Stated stated, DateTimeOffset now)
    {
        if (!stated.HasAny("consent.")) return null;
        var text = Text(stated, "consent.text", LongestWords, required: true);
        var undated = stated["consent.undated"] is not null;
        var at = Instant(stated, "consent.at", required: !undated);
        var method = Text(stated, "consent.method", 40, required: true);
        if (at > now.AddMinutes(5)) stated.Faults.Add("consent.at", "lies in the future");
        return text is null || (at is null && !undated) || method is null ? null : new ConsentDraft(text, at, method);
    }

    private static ScreenDraft? Screen(Stated stated)
    {
        if (!stated.HasAny("healthScreen.")) return null;
        var state = stated["healthScreen.state"];
        if (state is not ("cleared" or "held")) stated.Faults.Add("healthScreen.state", "must be cleared or held");
        var by = Text(stated, "healthScreen.setBy", LongestName, required: true);
        if (by?.StartsWith(VisitRows.Patient, StringComparison.OrdinalIgnoreCase) == true) stated.Faults.Add("healthScreen.setBy", "must name the person on staff who decided");
        return state is null || by is null ? null : new ScreenDraft(state, by);
    }

    private static PreparationDraft? Preparation(Stated stated, DateTimeOffset? startsAt)
    {
        if (!stated.HasAny("preparation.")) return null;
        var mode = stated["preparation.mode"];
        if (mode is not (Appointment.Standard or Appointment.Individual or Appointment.Unprepared)) stated.Faults.Add("preparation.mode", "must be standard, individual or none");
        var individual = mode == Appointment.Individual;
        var food = Instant(stated, "preparation.foodUntil", individual);
        var clear = Instant(stated, "preparation.clearLiquidsUntil", individual);
        if (!individual && (food ?? clear) is not null) stated.Faults.Add("preparation.mode", "must be individual when times are given");
        if (food > clear) stated.Faults.Add("preparation.foodUntil", "must not be after clearLiquidsUntil");
        if (clear > startsAt) stated.Faults.Add("preparation.clearLiquidsUntil", "must not be after startsAt");
        if (startsAt - food > OwnTimes.LongestFast) stated.Faults.Add("preparation.foodUntil", "is more than two days before the visit");
        var by = Text(stated, "preparation.setBy", LongestName, required: true);
        return mode is null ? null : new PreparationDraft(mode, food, clear, by);
    }

    private static string? Text(Stated stated, string path, int longest, bool required = false)
    {
        var text = stated[path];
        if (text is null && required && !stated.Faults.Has(path)) stated.Faults.Add(path, "is missing");
        if (text?.Length > longest) stated.Faults.Add(path, $"is longer than {longest} characters");
        if (text is not null && text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))) stated.Faults.Add(path, "holds control characters");
        return text;
    }

    private static DateTimeOffset? Instant(Stated stated, string path, bool required)
    {
        if (stated[path] is not { } written)
        {
            if (required && !stated.Faults.Has(path)) stated.Faults.Add(path, "is missing");
            return null;
        }

        if (IsoInstant().IsMatch(written) && DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)) return instant.ToUniversalTime();
        stated.Faults.Add(path, "must be a date and time with offset, such as 2027-03-16T09:00:00-05:00");
        return null;
    }

    private static DateOnly? Date(Stated stated, string path)
    {
        if (stated[path] is not { } written) return null;
        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        stated.Faults.Add(path, "must be a day such as 1980-02-28");
        return null;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex IsoInstant();

    /// <summary>2.81556E+09 and the like.</summary>
    [GeneratedRegex(@"^\d([.,]\d+)?E\+?\d+$", RegexOptions.IgnoreCase)]
    private static partial Regex Damaged();
}
