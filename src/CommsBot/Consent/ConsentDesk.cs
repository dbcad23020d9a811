using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Consent;

/// <param name="Text">The proof: the words shown or said when it was given, the person's own when it was withdrawn.</param>
/// <param name="Method">How: phone, in-person, paper, api.</param>
/// <param name="At">Clinic time at which it was said; null for just now.</param>
internal sealed record ConsentStatement(PhoneNumber Phone, ConsentPurpose Purpose, bool Granted, string Text, string Method, DateTimeOffset? At = null);

/// <summary>
/// What a person or a program says that a patient agreed to, or no longer agrees to. The ledger, the planned texts and the call list change in one
/// transaction; the same statement again changes nothing.
/// </summary>
internal sealed class ConsentDesk(ClinicStore store, VisitPlans plans, TextableNumbers numbers, ClinicDirectory clinics, ClinicClock clock, TimeProvider machine, Changes changes, Hints hints)
{
    private const int LongestText = 4000;
    private const int LongestMethod = 40;
    private static readonly TimeSpan SaidAnew = TimeSpan.FromHours(12);

    /// <summary>Ways in which somebody heard the patient say it on that number, or saw the patient: they confirm that the number is the patient's.</summary>
    private static readonly string[] Confirming = ["phone", "in-person"];

    /// <summary>Enters it for a patient, as one named person.</summary>
    /// <param name="day">The clinic's day on which it was said; null for just now.</param>
    /// <returns>Why nothing was written, in a sentence; null when the ledger says it now.</returns>
    public async Task<string?> EnterAsync(
        DeskPerson person, string clinicId, string? phone, ConsentPurpose purpose, bool granted, string? text, string? method, DateOnly? day = null, CancellationToken ct = default)
    {
        if (!person.Clinics.Contains(clinicId)) return "This clinic is not yours.";
        if (!PhoneNumber.TryParse(phone, out var number)) return "This is no US number that can receive texts.";
        if (granted && numbers.Refusal(phone) is { } foreign) return foreign;
        if ((TextFault(text) ?? MethodFault(method)) is { } fault) return fault;
        await using (var db = store.Read())
        {
            if (!await StaffPeople.MayActAsync(db, person.Name, clinicId)) return "You may not act for this clinic.";
            var (at, wrong) = await SaidAtAsync(db, clinics.Find(clinicId)!, db.Cipher.LookUpHash(number.E164), purpose, day);
            if (wrong is not null) return wrong;
            await RecordAsync(clinicId, new ConsentStatement(number, purpose, granted, text!.Trim(), method!.Trim(), at), person.Name, ct, typed: true);
            return null;
        }
    }

    /// <summary>A day before today is its noon at the clinic. What was said before the newest word on it changes nothing any more.</summary>
    private async Task<(DateTimeOffset? At, string? Wrong)> SaidAtAsync(ClinicDb db, Clinic clinic, string hash, ConsentPurpose purpose, DateOnly? day)
    {
        if (day is not { } said || said == clinic.DateOf(clock.UtcNow)) return (null, null);
        if (said > clinic.DateOf(clock.UtcNow)) return (null, "This day lies ahead.");
        var at = clinic.At(said, new TimeOnly(12, 0));
        var newest = await db.Consents.Where(c => c.ClinicId == clinic.Id && c.PhoneHash == hash && (c.Purpose == purpose || c.Purpose == ConsentPurpose.All))
            .OrderByDescending(c => c.At).Select(c => (DateTimeOffset?)c.At).FirstOrDefaultAsync();
        return newest > at ? (null, $"Something newer was said about it, on {clinic.LocalTime(newest.Value).ToString("MMM d, yyyy", CultureInfo.InvariantCulture)}. Ask the patient again, and enter today's words.") : (at, null);
    }

    /// <param name="typed">A person typed it: the same words on another day were said again, and confirm the number again.</param>
    /// <returns>The line of the ledger, and whether it is new.</returns>
    public async Task<(ConsentEntry Entry, bool IsNew)> RecordAsync(string clinicId, ConsentStatement said, string by, CancellationToken ct, bool typed = false)
    {
        var result = await store.Write(db => RecordAsync(db, clinicId, said, by, typed), ct);
        if (!result.IsNew) return result;
        changes.Publish(new Change(clinicId));
        hints.WakeClinic(clinicId);
        return result;
    }

    public static string? TextFault(string? text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestText ? $"Give the words that were shown or said, at most {LongestText} characters." : null;

    public static string? MethodFault(string? method) =>
        string.IsNullOrWhiteSpace(method) || method.Length > LongestMethod ? $"Say how it was given, in at most {LongestMethod} characters." : null;

    private async Task<(ConsentEntry Entry, bool IsNew)> RecordAsync(ClinicDb db, string clinicId, ConsentStatement said, string by, bool typed)
    {
        var (hash, now) = (db.Cipher.LookUpHash(said.Phone.E164), clock.UtcNow);
        var newest = await db.Consents.Where(c => c.ClinicId == clinicId && c.PhoneHash == hash && c.Purpose == said.Purpose).OrderByDescending(c => c.Id).FirstOrDefaultAsync();
        if (newest is not null && newest.Granted == said.Granted && newest.Text == said.Text && newest.Method == said.Method && (!typed || now - newest.At < SaidAnew)) return (newest, false);
        await ConsentLedger.Record(db, clinicId, said.Phone, said.Purpose, said.Granted, said.Text, said.Method, by, now, at: said.At);
        if (said.Granted && Confirming.Contains(said.Method)) await Caregivers.ConfirmAsync(db, clinicId, hash, said.At ?? now);
        await plans.RefreshNumberAsync(db, clinicId, hash, now);
        if (said is { Granted: true, Purpose: ConsentPurpose.CheckIn }) await plans.PlanCheckInsAsync(db, clinicId, hash, now);
        // The line has its number once it is saved.
        await db.SaveChangesAsync();
        var line = db.Consents.Local.Last(c => c.Purpose == said.Purpose);
        AuditLog.Add(db, clinicId, by, said.Granted ? "consent.grant" : "consent.withdraw", $"consent-{line.Id}", machine.GetUtcNow());
        return (line, true);
    }
}
