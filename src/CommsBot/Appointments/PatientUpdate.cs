using CommsBot.Consent;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Appointments;

/// <summary>The patient of a visit that was written, new or known.</summary>
/// <param name="PlansChange">What is planned for their visits is no longer right: said in another language, in another day's hours, to another name, or of another age.</param>
internal sealed record OnFile(Patient Patient, bool PhoneChanged, bool PlansChange);

/// <summary>What a visit says of its patient, taken over in the visit's own write.</summary>
internal static class PatientUpdate
{
    public static async Task<OnFile> TakeOverAsync(ClinicDb db, string clinicId, PatientDraft draft, Appointment? known)
    {
        var hash = db.Cipher.LookUpHash(draft.Phone.E164);
        var patient = await PatientBook.FindAsync(db, clinicId, draft.Id, draft.Phone, draft.FirstName, draft.LastName, known?.PatientId);
        var isNew = patient is null;
        if (patient is null)
        {
            patient = new Patient { Id = Ids.New("patient"), ClinicId = clinicId, FirstName = draft.FirstName, Phone = draft.Phone.E164, PhoneHash = hash };
            db.Patients.Add(patient);
        }

        var phoneChanged = !isNew && patient.PhoneHash != hash;
        if (phoneChanged) (patient.Phone, patient.PhoneHash, patient.PhoneConfirmedAt) = (draft.Phone.E164, hash, null);
        var before = Planned(patient);
        patient.FirstName = draft.FirstName;
        patient.LastName = draft.LastName ?? patient.LastName;
        patient.BirthDate = draft.BirthDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? patient.BirthDate;
        patient.Language = draft.Language ?? patient.Language;
        patient.TimeZone = draft.TimeZone ?? patient.TimeZone;
        patient.ContactMode = draft.ContactMode ?? patient.ContactMode;
        patient.Interpreter = draft.Interpreter ?? patient.Interpreter;
        if (draft.Id is { } externalId && patient.ExternalId is null) (patient.ExternalId, patient.ExternalIdHash) = (externalId, db.Cipher.LookUpHash(externalId));
        return new OnFile(patient, phoneChanged, !isNew && Planned(patient) != before);
    }

    private static (string, string?, Content.Language?, string?) Planned(Patient patient) => (patient.FirstName, patient.BirthDate, patient.Language, patient.TimeZone);

    /// <summary>
    /// Records the consent when it says something newer than the ledger: an old one, sent again, must not undo what the patient withdrew since. One without
    /// a date says something only where the ledger says nothing, and confirms the number only then.
    /// </summary>
    public static async Task<bool> ConsentAsync(ClinicDb db, string clinicId, Patient patient, AppointmentDraft draft, Writer writer, DateTimeOffset now)
    {
        if (draft.Consent is not { } consent) return false;
        var newest = await db.Consents.Where(c => c.ClinicId == clinicId && c.PhoneHash == patient.PhoneHash && c.Purpose == ConsentPurpose.Preparation)
            .OrderByDescending(c => c.Id).Select(c => (DateTimeOffset?)c.At).FirstOrDefaultAsync();
        if (consent.At is null && newest is not null) return false;
        var at = consent.At < now ? consent.At.Value : now;
        if (patient.PhoneConfirmedAt is not { } confirmed || confirmed < at) patient.PhoneConfirmedAt = at;
        if (newest >= consent.At) return false;
        var method = writer.Method == consent.Method ? consent.Method : $"{writer.Method}: {consent.Method}";
        await ConsentLedger.Record(db, clinicId, draft.Patient.Phone, ConsentPurpose.Preparation, granted: true, consent.Text, method, writer.By, at);
        return true;
    }
}
