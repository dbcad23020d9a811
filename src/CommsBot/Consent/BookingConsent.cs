using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Consent;

/// <summary>
/// The answer to the request's question "may we text you about your visits: times, how to get ready?". A yes from the phone itself counts for the
/// instructions too; one typed on the website waits until that number texts us, which is the consent. A no ends what was agreed before, whoever typed
/// it: what is then not texted becomes a call.
/// </summary>
internal sealed class BookingConsent(VisitPlans plans)
{
    private const string Web = "web";
    private static readonly ConsentPurpose[] AboutVisits = [ConsentPurpose.Preparation, ConsentPurpose.CheckIn, ConsentPurpose.DailyTexts];

    /// <param name="words">The words shown: the proof.</param>
    /// <param name="now">Clinic time.</param>
    public async Task RecordAsync(ClinicDb db, string clinicId, PhoneNumber phone, bool agreed, string? words, bool byText, DateTimeOffset now)
    {
        var method = byText ? "sms" : Web;
        await ConsentLedger.Record(db, clinicId, phone, ConsentPurpose.Booking, agreed, words, method, "patient", now);
        if (!agreed) await EndAsync(db, clinicId, phone, words, method, now);
        else if (byText) await GrantAsync(db, clinicId, phone, words, method, now);
    }

    /// <summary>The number texted: a yes typed for it on the website counts from now, unless something newer was said about instructions.</summary>
    public async Task TakeEffectAsync(ClinicDb db, string clinicId, PhoneNumber phone, DateTimeOffset now)
    {
        var hash = db.Cipher.LookUpHash(phone.E164);
        var said = db.Consents.Where(c => c.ClinicId == clinicId && c.PhoneHash == hash);
        var answer = await said.Where(c => c.Purpose == ConsentPurpose.Booking).OrderByDescending(c => c.Id).FirstOrDefaultAsync();
        if (answer is not { Granted: true, Method: Web } || await said.AnyAsync(c => c.Purpose == ConsentPurpose.Preparation && c.Id > answer.Id)) return;
        if (!await ConsentLedger.OptedOut(db, clinicId, hash)) await GrantAsync(db, clinicId, phone, answer.Text, "web-then-text", now);
    }

    private async Task GrantAsync(ClinicDb db, string clinicId, PhoneNumber phone, string? words, string method, DateTimeOffset now)
    {
        await ConsentLedger.Record(db, clinicId, phone, ConsentPurpose.Preparation, granted: true, words, method, "patient", now);
        await plans.RefreshNumberAsync(db, clinicId, db.Cipher.LookUpHash(phone.E164), now);
    }

    private static async Task EndAsync(ClinicDb db, string clinicId, PhoneNumber phone, string? words, string method, DateTimeOffset now)
    {
        var state = await ConsentLedger.StateOf(db, clinicId, db.Cipher.LookUpHash(phone.E164));
        foreach (var purpose in AboutVisits.Where(state.Gave)) await ConsentLedger.Record(db, clinicId, phone, purpose, granted: false, words, method, "patient", now);
    }
}
