using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>One appointment as a person at the desk types it. Blank means not given.</summary>
/// <param name="Id">The clinic's own number of the visit, to move or change it; blank for a new one.</param>
/// <param name="Date">As people write it: 3/16/2027, 2027-03-16, Mar 16, 2027.</param>
/// <param name="Time">9:00 AM, 9 am, 13:30.</param>
/// <param name="ConsentWords">The words the patient agreed to; blank when nobody asked.</param>
/// <param name="ConsentMethod">How: in person, phone, paper.</param>
public sealed record AppointmentFields(string? Id, string? FirstName, string? LastName, string? Phone, string? Date, string? Time)
{
    public string? PatientId { get; init; }
    public string? BirthDate { get; init; }
    public string? Language { get; init; }

    /// <summary>IANA name of where the patient's day is; blank leaves what is known.</summary>
    public string? TimeZone { get; init; }
    public string? DurationMinutes { get; init; }
    public string? Protocol { get; init; }
    public string? ConsentWords { get; init; }
    public string? ConsentMethod { get; init; }
}

/// <param name="Id">The visit that was written; null when nothing was.</param>
/// <param name="Faults">What is wrong, by the field of the API it belongs to (<c>patient.phone</c>, <c>startsAt</c>); empty when it was written.</param>
public sealed record FormResult(string? Id, PutOutcome? Outcome, IReadOnlyDictionary<string, string[]> Faults)
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["patient.firstName"] = "First name", ["patient.lastName"] = "Last name", ["patient.phone"] = "Phone", ["patient.birthDate"] = "Date of birth", ["patient.language"] = "Language", ["patient.timeZone"] = "Time zone",
        ["patient.id"] = "Patient number", ["startsAt"] = "Day and time", ["durationMinutes"] = "Minutes", ["protocol"] = "Preparation", ["clinic"] = "Clinic", ["id"] = "Visit number",
        ["consent.text"] = "Words of the consent", ["consent.at"] = "Time of the consent", ["consent.method"] = "How they agreed",
    };

    public bool IsDone => Id is not null;

    /// <summary>What is wrong, as a person at the desk reads it.</summary>
    public IReadOnlyList<string> Sentences =>
        [.. Faults.SelectMany(named => named.Value.Select(fault => $"{Labels.GetValueOrDefault(named.Key, named.Key)} {fault}."))];
}

/// <summary>The form for a single appointment: what was typed goes through the checks and the book of every other way in.</summary>
internal sealed class AppointmentForm(AppointmentBook book, DraftReader reader, DeskVisits desk, PreparationContent content, ClinicDirectory clinics, ClinicStore store, ClinicClock clock)
{
    /// <summary>What a visit may be prepared by: id and title.</summary>
    public IReadOnlyList<(string Id, string Title)> Protocols { get; } = [.. content.All.OrderBy(protocol => protocol.Title, StringComparer.Ordinal).Select(protocol => (protocol.Id, protocol.Title))];

    public string UsualProtocol => content.Usual?.Id ?? Protocols[0].Id;

    /// <summary>What the form shows for a visit, or for a new one of a patient on file; null when there is no such thing for this person.</summary>
    public async Task<AppointmentFields?> ReadAsync(DeskPerson person, string clinicId, string patientId, string? visitId, CancellationToken ct = default)
    {
        if (!person.Clinics.Contains(clinicId) || clinics.Find(clinicId) is not { } clinic || !await MayActAsync(person, clinicId)) return null;
        await using var db = store.Read();
        if (await db.Patients.SingleOrDefaultAsync(p => p.ClinicId == clinicId && p.Id == patientId, ct) is not { } patient) return null;
        var visit = visitId is null ? null : await db.Appointments.SingleOrDefaultAsync(a => a.ClinicId == clinicId && a.Id == visitId && a.PatientId == patientId, ct);
        if (visitId is not null && visit is not { Status: AppointmentStatus.Booked }) return null;
        var local = visit is null ? (DateTimeOffset?)null : clinic.LocalTime(visit.StartsAt);
        return new AppointmentFields(visit?.Id, patient.FirstName, patient.LastName, patient.Phone,
            local?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), local?.ToString("HH:mm", CultureInfo.InvariantCulture))
        {
            PatientId = patient.ExternalId,
            BirthDate = patient.BirthDate,
            Language = patient.Language?.Code(),
            TimeZone = patient.TimeZone,
            DurationMinutes = visit?.DurationMinutes?.ToString(CultureInfo.InvariantCulture),
            Protocol = visit?.Protocol,
        };
    }

    /// <returns>Why it was not cancelled, in a sentence; null when it was.</returns>
    public async Task<string?> CancelAsync(DeskPerson person, string clinicId, string visitId, CancellationToken ct = default)
    {
        if (!person.Clinics.Contains(clinicId) || !await MayActAsync(person, clinicId)) return "Your account may not act for this clinic.";
        return await book.CancelAsync(clinicId, visitId, new Writer(person.Name, Writer.Desk), ct) ? null : "There is no such visit.";
    }

    public async Task<FormResult> SaveAsync(DeskPerson person, string clinicId, AppointmentFields typed, CancellationToken ct = default)
    {
        var stated = new Stated();
        if (!person.Clinics.Contains(clinicId) || clinics.Find(clinicId) is not { } clinic || !await MayActAsync(person, clinicId))
        {
            stated.Faults.Add("clinic", "is not yours");
            return new FormResult(null, null, stated.Faults.ByField);
        }

        State(stated, typed, clinic);
        if (typed.Id?.Trim() is { Length: > 100 } || typed.Id?.Any(char.IsControl) == true) stated.Faults.Add("id", "must be at most 100 characters without control characters");
        if (reader.Read(stated, clock.UtcNow) is not { } draft) return new FormResult(null, null, stated.Faults.ByField);
        var id = string.IsNullOrWhiteSpace(typed.Id) ? Ids.New("visit") : typed.Id.Trim();
        if (await desk.SameDayAsync(clinic, id, draft, ct) is { } other)
        {
            stated.Faults.Add("startsAt", $"cannot be booked: this patient has a visit that day already, at {clinic.LocalTime(other).ToString("h:mm tt", CultureInfo.InvariantCulture)}; change that one");
            return new FormResult(null, null, stated.Faults.ByField);
        }

        var outcome = await book.PutAsync(clinicId, id, draft, new Writer(person.Name, Writer.Desk), ct);
        if (PutRefusals.Of(outcome) is not { } refused) return new FormResult(id, outcome, stated.Faults.ByField);
        stated.Faults.Add(refused.Field, refused.Fault);
        return new FormResult(null, outcome, stated.Faults.ByField);
    }

    private async Task<bool> MayActAsync(DeskPerson person, string clinicId)
    {
        await using var db = store.Read();
        return await StaffPeople.MayActAsync(db, person.Name, clinicId);
    }

    private void State(Stated stated, AppointmentFields typed, Clinic clinic)
    {
        stated["patient.id"] = typed.PatientId;
        stated["patient.firstName"] = typed.FirstName;
        stated["patient.lastName"] = typed.LastName;
        stated["patient.phone"] = typed.Phone;
        stated["patient.birthDate"] = typed.BirthDate is { Length: > 0 } born ? TableMoment.Day(born)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? born : null;
        stated["patient.language"] = typed.Language;
        stated["patient.timeZone"] = typed.TimeZone;
        stated["durationMinutes"] = typed.DurationMinutes;
        stated["protocol"] = typed.Protocol;
        Start(stated, typed, clinic);
        if (string.IsNullOrWhiteSpace(typed.ConsentWords)) return;
        stated["consent.text"] = typed.ConsentWords;
        stated["consent.at"] = clinic.LocalTime(clock.UtcNow).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        stated["consent.method"] = typed.ConsentMethod;
    }

    private static void Start(Stated stated, AppointmentFields typed, Clinic clinic)
    {
        var (day, time) = (TableMoment.Day(typed.Date ?? ""), TableMoment.Time(typed.Time ?? ""));
        if (day is null) stated.Faults.Add("startsAt", "the date cannot be read; use 3/16/2027 or 2027-03-16");
        if (time is null) stated.Faults.Add("startsAt", "the time cannot be read; use 9:00 AM or 09:00");
        if (day is null || time is null) return;
        if (TableMoment.At(clinic, day.Value, time.Value) is { } instant) stated["startsAt"] = instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        else stated.Faults.Add("startsAt", "falls into the hour that is skipped when clocks go forward");
    }
}
