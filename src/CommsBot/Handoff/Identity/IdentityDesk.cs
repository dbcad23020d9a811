using System.Globalization;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff.Identity;

/// <summary>
/// Who writes on the website: a claim is unverified until a one-time code to the number on file came back, or a person checked two identifiers by phone.
/// Either can be undone, and each step is audited.
/// </summary>
internal sealed class IdentityDesk(
    DeskRoom room, ClinicStore store, PatientTexts texts, PatientLine line, ContentLibrary library, ClinicDirectory clinics, Carriers carriers,
    TimeProvider machine, ClinicClock clock, Changes changes, Hints hints)
{
    /// <summary>What a person may ask for by phone; at least <see cref="FewestIdentifiers"/> must agree with the file.</summary>
    public static readonly IReadOnlyList<string> Identifiers = ["full name", "birth date", "phone number", "address", "last visit"];

    public const int FewestIdentifiers = 2;
    public const int LongestReason = 400;

    private const int MostCodesOfConversation = 3;
    private const int MostCodesOfPatient = 5;
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Texts a code to the number on file. The chat is only told that a code may come: whether somebody is on file is nobody's business there.</summary>
    public async Task<DeskResult> SendCodeAsync(DeskPerson person, string ticketId, string? patientId, CancellationToken ct = default)
    {
        var result = await room.ActAsync(person, ticketId, "identity.code-sent", async work =>
        {
            var (refusal, patient) = await FindAsync(work, patientId);
            if (refusal is not null) return refusal;
            if (await WhyNotTextedAsync(work, patient!) is { } why) return why;
            await IdentityCodes.ReplaceAsync(work.Db, work.Conversation!.Id, work.Now);
            await SendAsync(work, patient!);
            return DeskResult.Done(work.Ticket);
        }, ct);
        if (result is { IsDone: true, Ticket: { } ticket }) hints.WakeClinic(ticket.ClinicId);
        return result;
    }

    /// <param name="agreed">Which of <see cref="Identifiers"/> the caller gave as they stand on file.</param>
    public Task<DeskResult> ConfirmByPhoneAsync(DeskPerson person, string ticketId, string? patientId, IReadOnlyCollection<string>? agreed, CancellationToken ct = default) =>
        room.ActAsync(person, ticketId, "identity.proven-by-phone", async work =>
        {
            var (refusal, patient) = await FindAsync(work, patientId);
            if (refusal is not null) return refusal;
            var known = Identifiers.Where(name => agreed?.Contains(name) == true).ToList();
            if (known.Count < FewestIdentifiers || agreed!.Any(name => !Identifiers.Contains(name)))
                return DeskResult.Refused($"Check at least {FewestIdentifiers} of these by phone: {string.Join(", ", Identifiers)}.");
            await IdentityCodes.ReplaceAsync(work.Db, work.Conversation!.Id, work.Now);
            IdentityCodes.Link(work.Db, work.Ticket.ClinicId, work.Conversation.Id, patient!.Id, person.Name, work.Now, string.Join(", ", known));
            work.Conversation.Version++;
            line.Announce(work.Db, work.Conversation, "identity-proven", work.Now);
            return DeskResult.Done(work.Ticket);
        }, ct);

    /// <summary>The two are strangers again. Possible at any time, also after the ticket was closed.</summary>
    public async Task<DeskResult> UndoAsync(DeskPerson person, string conversationId, string? reason, CancellationToken ct = default)
    {
        if (HandoffDesk.Unfit(reason, "reason", LongestReason) is { } refusal) return refusal;
        var clinic = await store.Write(async db =>
        {
            var link = await db.PatientLinks.AsTracking().SingleOrDefaultAsync(l => l.ConversationId == conversationId && l.UndoneAt == null && person.Clinics.Contains(l.ClinicId), ct);
            if (link is null || !await StaffPeople.MayActAsync(db, person.Name, link.ClinicId)) return null;
            (link.UndoneBy, link.UndoneAt, link.UndoneFor) = (person.Name, clock.UtcNow, reason!.Trim());
            AuditLog.Add(db, link.ClinicId, person.Name, "identity.undone", link.ConversationId, machine.GetUtcNow());
            return link.ClinicId;
        }, ct);
        if (clinic is null) return new DeskResult(DeskOutcome.NotFound);
        changes.Publish(new Change(clinic, conversationId));
        return new DeskResult(DeskOutcome.Done);
    }

    private static async Task<(DeskResult? Refusal, Patient? Patient)> FindAsync(DeskWork work, string? patientId)
    {
        if (work.Conversation is not { } conversation || conversation.Channel == Channel.Sms) return (DeskResult.Refused("Only a chat without a number of its own needs this."), null);
        if (await work.Db.PatientLinks.AnyAsync(l => l.ConversationId == conversation.Id && l.UndoneAt == null)) return (DeskResult.Refused("This chat is proven already. Undo that first."), null);
        // By our id, as the console has it, or by the integration's own.
        var idHash = work.Db.Cipher.LookUpHash(patientId ?? "");
        var patient = await work.Db.Patients.AsNoTracking().FirstOrDefaultAsync(p => p.ClinicId == work.Ticket.ClinicId && (p.Id == patientId || p.ExternalIdHash == idHash));
        return patient is null ? (DeskResult.Refused("There is no such patient on file."), null) : (null, patient);
    }

    private async Task<DeskResult?> WhyNotTextedAsync(DeskWork work, Patient patient)
    {
        var (db, clinic, since) = (work.Db, patient.ClinicId, work.Now - Day);
        if (!carriers.MaySend(Channel.Sms, clinic)) return DeskResult.Refused("Texts are off. Check two identifiers by phone.");
        if (patient.DoNotContact || await ContactBlocks.ClosesAsync(db, clinic, patient.PhoneHash)) return DeskResult.Refused("This number must not be texted. Check two identifiers by phone.");
        if (await ConsentLedger.OptedOut(db, clinic, patient.PhoneHash))
            return new DeskResult(DeskOutcome.OptedOut, Reason: "This number has opted out of texts. Nothing was sent; check two identifiers by phone.");
        var sent = await db.IdentityCodes.Where(c => c.SentAt > since && (c.ConversationId == work.Conversation!.Id || c.PatientId == patient.Id)).Select(c => new { c.ConversationId, c.PatientId }).ToListAsync();
        return sent.Count(c => c.ConversationId == work.Conversation!.Id) >= MostCodesOfConversation || sent.Count(c => c.PatientId == patient.Id) >= MostCodesOfPatient
            ? DeskResult.Refused("Enough codes were sent today. Check two identifiers by phone.") : null;
    }

    private async Task SendAsync(DeskWork work, Patient patient)
    {
        var (db, now, clinic, conversation) = (work.Db, work.Now, clinics.Find(patient.ClinicId)!, work.Conversation!);
        var (id, code) = (Ids.New("code"), IdentityCodes.NewCode());
        var thread = await Transcript.SmsThread(db, clinic.Id, PhoneNumber.Parse(patient.Phone), patient.Language ?? Language.English, now);
        var carried = texts.Add(db, clinic, thread, MessageClass.Notice, Words(clinic, thread, code), $"identity-{id}", now);
        carried.NotAfter = now.AddMinutes(IdentityCodes.Minutes);
        // Colleagues see that a code left, not which.
        Transcript.Append(db, thread, Speaker.Bot, Words(clinic, thread, "******"), now, new EntryDetails(Outcome.Handoff, OutboundId: carried.Id));
        db.IdentityCodes.Add(new IdentityCode
        {
            Id = id, ClinicId = clinic.Id, ConversationId = conversation.Id, TicketId = work.Ticket.Id, PatientId = patient.Id, Hash = IdentityCodes.HashOf(db.Cipher, id, code),
            OutboundId = carried.Id, SentBy = work.Person.Name, SentAt = now, ExpiresAt = carried.NotAfter.Value,
        });
        conversation.Version++;
        line.Announce(db, conversation, "identity-code-asked", now, Minutes);
    }

    private string Words(Clinic clinic, Conversation thread, string code) =>
        library.Wording.Text("handoff/identity-code", thread.Language, MessageForm.Sms, clinic.Fact, ("code", code), Minutes);

    private static (string, string) Minutes => ("minutes", IdentityCodes.Minutes.ToString(CultureInfo.InvariantCulture));
}
