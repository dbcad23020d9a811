using CommsBot.Appointments;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;
using VisitPlans = CommsBot.Preparation.VisitPlans;

namespace CommsBot.Consent;

/// <summary>What one number stands at: newest statement per purpose.</summary>
/// <param name="givenAt">Clinic time of the newest word by which the patient gave this number for texts about visits; a web form and START say nothing of whose it is.</param>
internal sealed class ConsentState(IReadOnlyDictionary<ConsentPurpose, bool> newest, DateTimeOffset? givenAt = null)
{
    public DateTimeOffset? GivenAt => givenAt;

    public static readonly ConsentState Nothing = new(new Dictionary<ConsentPurpose, bool>());

    /// <summary>No text at all may be sent, as at the provider.</summary>
    public bool OptedOut => newest.TryGetValue(ConsentPurpose.All, out var granted) && !granted;

    /// <summary>Given for this purpose, whether or not an opt-out stands above it.</summary>
    public bool Gave(ConsentPurpose purpose) => newest.TryGetValue(purpose, out var granted) && granted;

    /// <summary>Given for this purpose and not withdrawn since. Opting in again restores what was given and nothing more.</summary>
    public bool Allows(ConsentPurpose purpose) => !OptedOut && Gave(purpose);
}

/// <summary>
/// Append-only. Recording also has its effect on planned texts, in the same transaction: withdrawn consent holds them and opens a call task per
/// appointment, given consent lets go exactly what waited for it.
/// </summary>
internal static class ConsentLedger
{
    public static async Task<bool> Allowed(ClinicDb db, string clinicId, string phoneHash, ConsentPurpose purpose) =>
        (await StateOf(db, clinicId, phoneHash)).Allows(purpose);

    public static async Task<bool> OptedOut(ClinicDb db, string clinicId, string phoneHash) => (await StateOf(db, clinicId, phoneHash)).OptedOut;

    public static async Task<ConsentState> StateOf(ClinicDb db, string clinicId, string phoneHash) =>
        (await StatesOf(db, clinicId, [phoneHash])).GetValueOrDefault(phoneHash, ConsentState.Nothing);

    /// <summary>Only numbers that ever said anything are in the answer.</summary>
    public static async Task<Dictionary<string, ConsentState>> StatesOf(ClinicDb db, string clinicId, IReadOnlyCollection<string> phoneHashes)
    {
        var rows = await db.Consents.Where(c => c.ClinicId == clinicId && phoneHashes.Contains(c.PhoneHash))
            .OrderBy(c => c.Id).Select(c => new { c.PhoneHash, c.Purpose, c.Granted, c.At }).ToListAsync();
        var unsaved = db.Consents.Local.Where(c => c.Id <= 0 && c.ClinicId == clinicId && phoneHashes.Contains(c.PhoneHash)).Select(c => new { c.PhoneHash, c.Purpose, c.Granted, c.At });
        return rows.Concat(unsaved).GroupBy(row => row.PhoneHash).ToDictionary(
            number => number.Key,
            number => new ConsentState(
                number.GroupBy(row => row.Purpose).ToDictionary(purpose => purpose.Key, purpose => purpose.Last().Granted),
                number.Where(row => row.Granted && row.Purpose is not (ConsentPurpose.All or ConsentPurpose.Booking)).Max(row => (DateTimeOffset?)row.At)));
    }

    /// <param name="text">The words shown when it was given, the person's own words when it was withdrawn.</param>
    /// <param name="method">web, sms, sms-keyword, sms-words, api, staff, import, provider.</param>
    /// <param name="now">Clinic time.</param>
    /// <param name="ask">What staff should ask whoever has a visit within 14 days, when a withdrawal may mean the visit.</param>
    /// <param name="at">Clinic time at which it was said; null for just now.</param>
    public static async Task Record(
        ClinicDb db, string clinicId, PhoneNumber phone, ConsentPurpose purpose, bool granted, string? text, string method, string by, DateTimeOffset now, string? ask = null, DateTimeOffset? at = null)
    {
        var hash = db.Cipher.LookUpHash(phone.E164);
        db.Consents.Add(new ConsentEntry
        {
            ClinicId = clinicId,
            Phone = phone.E164,
            PhoneHash = hash,
            Purpose = purpose,
            Granted = granted,
            Text = text,
            Method = method,
            By = by,
            At = at ?? now,
        });
        var state = await StateOf(db, clinicId, hash);
        if (granted)
        {
            await Release(db, clinicId, hash, state);
            return;
        }

        var reason = state.OptedOut ? PlannedTexts.OptedOut : PlannedTexts.NoConsent;
        await PlannedTexts.HoldAsync(db, clinicId, hash, reason, now, message => !state.Allows(message.Purpose ?? ConsentPurpose.Preparation));
        if (ask is not null) await AskAboutVisitsAsync(db, clinicId, phone, reason, ask, now);
    }

    /// <summary>A word was used with which people also cancel a visit: staff ask what was meant, by one call for each visit of the next 14 days.</summary>
    /// <param name="now">Clinic time.</param>
    public static async Task AskAboutVisitsAsync(ClinicDb db, string clinicId, PhoneNumber phone, string reason, string ask, DateTimeOffset now)
    {
        var hash = db.Cipher.LookUpHash(phone.E164);
        foreach (var visit in await ComingVisits(db, clinicId, hash, now))
            await CallTasks.OpenAsync(db, new CallTask(clinicId, reason, phone.E164, hash, now) { AppointmentId = visit.Id, Deadline = visit.StartsAt, Ask = ask });
    }

    /// <summary>The provider says that the number opted out there: our ledger and the plans follow as after a STOP, unless it knows already.</summary>
    public static async Task SuppressAsync(ClinicDb db, VisitPlans plans, string clinicId, string phone, DateTimeOffset now)
    {
        var hash = db.Cipher.LookUpHash(phone);
        if (await OptedOut(db, clinicId, hash) || !PhoneNumber.TryParse(phone, out var number)) return;
        await Record(db, clinicId, number, ConsentPurpose.All, granted: false, text: null, "provider", "provider", now);
        await plans.RefreshNumberAsync(db, clinicId, hash, now);
    }

    private static Task Release(ClinicDb db, string clinicId, string hash, ConsentState state) =>
        PlannedTexts.ReleaseAsync(db, clinicId, hash, message => message.Reason is PlannedTexts.OptedOut or PlannedTexts.NoConsent && state.Allows(message.Purpose ?? ConsentPurpose.Preparation));

    /// <summary>Booked visits of the next 14 days of whoever is texted at this number.</summary>
    private static async Task<List<Appointment>> ComingVisits(ClinicDb db, string clinicId, string hash, DateTimeOffset now)
    {
        var until = now.AddDays(14);
        var patients = (await Caregivers.TextedAtAsync(db, clinicId, hash, now)).ConvertAll(p => p.Id);
        return await db.Appointments.Where(a => a.ClinicId == clinicId && a.Status == AppointmentStatus.Booked && a.StartsAt > now && a.StartsAt <= until
            && patients.Contains(a.PatientId)).AsNoTracking().ToListAsync();
    }
}
