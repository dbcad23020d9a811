using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Preparation;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>Reads what the gate must know of a few texts, in the transaction that is about to claim them.</summary>
internal sealed class GateReader
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(8);

    private readonly Clinic clinic;
    private readonly DateTimeOffset now;
    private readonly string? carrierOff;
    private readonly HeldFasts heldFasts;
    private Dictionary<string, ConsentState> consents = [];
    private Dictionary<string, (bool Owned, long Token)> owners = [];
    private IReadOnlyDictionary<string, string> holds = new Dictionary<string, string>();
    private IReadOnlySet<string> closedNumbers = new HashSet<string>();
    private HashSet<string> inCrisis = [];
    private HashSet<string> recalled = [];
    private HashSet<string> lapsed = [];
    private List<Patient> patients = [];
    private List<Caregiver> caregivers = [];
    private Dictionary<string, Appointment> visits = [];
    private ILookup<string, DateTimeOffset> planned = Array.Empty<string>().ToLookup(hash => hash, _ => default(DateTimeOffset));
    private readonly List<(string Hash, DateTimeOffset At)> claimed = [];

    private GateReader(Clinic clinic, DateTimeOffset now, string? carrierOff, HeldFasts heldFasts) =>
        (this.clinic, this.now, this.carrierOff, this.heldFasts) = (clinic, now, carrierOff, heldFasts);

    public static async Task<GateReader> ReadAsync(
        ClinicDb db, Clinic clinic, IReadOnlyList<OutboundMessage> texts, ApprovalBook approvals, HeldFasts heldFasts, DateTimeOffset now, string? carrierOff)
    {
        var reader = new GateReader(clinic, now, carrierOff, heldFasts);
        if (texts.Count == 0 || carrierOff is not null) return reader;
        var hashes = texts.Select(m => m.ToHash).Distinct().ToList();
        reader.consents = await ConsentLedger.StatesOf(db, clinic.Id, hashes);
        await reader.ReadOwners(db, texts);
        if (texts.Any(m => Gate.RuleOf(m.Class).KeepsHours || m.Step is not null)) await reader.ReadPlans(db, texts, hashes, approvals);
        return reader;
    }

    public GateFacts FactsOf(OutboundMessage text)
    {
        var rule = Gate.RuleOf(text.Class);
        var consent = consents.GetValueOrDefault(text.ToHash, ConsentState.Nothing);
        return new GateFacts(
            now, text.DueAt, text.NotAfter, carrierOff, consent.OptedOut, consent.Allows(text.Purpose ?? ConsentPurpose.Preparation),
            IsStopped(text, rule),
            holds.GetValueOrDefault(text.ToHash),
            text.ConversationId is { } thread && owners.TryGetValue(thread, out var owner) && (owner.Owned || (text.OwnerToken is { } token && token != owner.Token)),
            rule.KeepsHours ? NextMoment(text) : now)
        {
            Superseded = text.AppointmentId is { } spokenOf && visits.TryGetValue(spokenOf, out var visit) && StaleTexts.Is(text, visit.PlanVersion, visit.Status),
            InCrisis = inCrisis.Contains(text.ToHash),
            Recalled = text.WordsHash is { } words && recalled.Contains(words),
            Lapsed = text.WordsHash is { } signed && lapsed.Contains(signed),
            FastHeld = WhyHeld(text),
            NotEntitled = text.Step is not null && VisitorOf(text) is { } visitor && !Caregivers.MayText(visitor, text.ToHash, caregivers, now),
            NumberUnconfirmed = text.Step is not null && VisitorOf(text) is { } told && !IsConfirmed(told, text.ToHash),
        };
    }

    // What nobody asked for, and what speaks of a visit, is not said to whoever must not be texted; a reply to the number's own words is.
    private bool IsStopped(OutboundMessage text, ClassRule rule)
    {
        if (!rule.NeedsConsent && text.Step is null) return false;
        if (closedNumbers.Contains(text.ToHash)) return true;
        return VisitorOf(text) is { } visitor ? visitor.DoNotContact : patients.Exists(p => p.PhoneHash == text.ToHash && p.DoNotContact);
    }

    private bool IsConfirmed(Patient visitor, string phoneHash) =>
        new[] { Caregivers.ConfirmedAt(visitor, phoneHash, caregivers), consents.GetValueOrDefault(phoneHash, ConsentState.Nothing).GivenAt }.Max() is { } confirmed
        && now - confirmed <= TimeSpan.FromDays(clinic.Numbers.NumberConfirmedDays);

    /// <summary>Until when the provider may still try: the last useful moment, and for what keeps hours not into the night on any clock that may be the patient's.</summary>
    public DateTimeOffset? UsefulUntil(OutboundMessage text)
    {
        var last = Gate.LastMoment(text);
        if (!Gate.RuleOf(text.Class).KeepsHours) return last;
        var night = HoursOf(text).Night(now);
        return last < night ? last : night;
    }

    /// <summary>A text of the same batch was let through: it counts against the caps of the next one.</summary>
    public void Claimed(OutboundMessage text)
    {
        if (Gate.RuleOf(text.Class).KeepsHours) claimed.Add((text.ToHash, now));
    }

    private async Task ReadOwners(ClinicDb db, IReadOnlyList<OutboundMessage> texts)
    {
        var threads = texts.Where(m => Gate.RuleOf(m.Class).YieldsToStaff && m.ConversationId is not null).Select(m => m.ConversationId!).Distinct().ToList();
        if (threads.Count == 0) return;
        owners = await db.Conversations.Where(c => threads.Contains(c.Id)).Select(c => new { c.Id, c.Owner, c.OwnerToken })
            .ToDictionaryAsync(c => c.Id, c => (c.Owner is not null, c.OwnerToken));
    }

    private async Task ReadPlans(ClinicDb db, IReadOnlyList<OutboundMessage> texts, List<string> hashes, ApprovalBook approvals)
    {
        var words = texts.Select(m => m.WordsHash).OfType<string>().Distinct().ToList();
        recalled = [.. await db.Recalls.Where(r => words.Contains(r.Hash)).Select(r => r.Hash).ToListAsync()];
        if (words.Count > 0 && approvals.MayWithhold && approvals.At(now) is var approved) lapsed = [.. words.Where(hash => !approved.HoldsWords(hash))];
        holds = await NumberHolds.OfAsync(db, clinic.Id, hashes);
        closedNumbers = await ContactBlocks.ClosedAsync(db, clinic.Id, hashes);
        inCrisis = [.. await db.Handoffs
            .Where(h => h.ClinicId == clinic.Id && h.Kind == HandoffKind.Crisis && h.State != HandoffState.Closed && h.PhoneHash != null && hashes.Contains(h.PhoneHash))
            .Select(h => h.PhoneHash!).ToListAsync()];
        var spokenOf = texts.Where(m => m.AppointmentId is not null).Select(m => m.AppointmentId!).Distinct().ToList();
        visits = await db.Appointments.AsNoTracking().Where(a => a.ClinicId == clinic.Id && spokenOf.Contains(a.Id)).ToDictionaryAsync(a => a.Id);
        var ids = visits.Values.Select(visit => visit.PatientId).ToList();
        patients = await db.Patients.AsNoTracking().Where(p => p.ClinicId == clinic.Id && (hashes.Contains(p.PhoneHash) || ids.Contains(p.Id))).ToListAsync();
        caregivers = await Caregivers.Standing(db, clinic.Id, now).Where(c => hashes.Contains(c.PhoneHash)).ToListAsync();

        // A text that is with the provider, or may be, counts as sent now; one that never arrived leaves its day to the next try.
        var since = now - Week;
        var rows = await db.Outbound.Where(m => m.ClinicId == clinic.Id && hashes.Contains(m.ToHash) && m.Class == MessageClass.Plan
                && m.State != MessageState.Undelivered && m.State != MessageState.Failed && (m.SentAt >= since || m.State == MessageState.Sending || m.State == MessageState.InDoubt || m.State == MessageState.NeedsReview))
            .Select(m => new { m.ToHash, m.SentAt, m.State }).ToListAsync();
        planned = rows.Where(m => m.SentAt is not null || m.State != MessageState.NeedsReview).ToLookup(m => m.ToHash, m => m.SentAt ?? now);
    }

    private DateTimeOffset? NextMoment(OutboundMessage text)
    {
        var sent = planned[text.ToHash].Concat(claimed.Where(other => other.Hash == text.ToHash).Select(other => other.At));
        var daily = consents.GetValueOrDefault(text.ToHash, ConsentState.Nothing).Allows(ConsentPurpose.DailyTexts);
        var caps = daily ? clinic.TextCaps.EveryDay() : clinic.TextCaps;
        return TextingWindow.NextMoment(HoursOf(text), caps, now, sent);
    }

    private LawfulHours HoursOf(OutboundMessage text) =>
        new(clinic.TextingHours, Zone.Find(VisitorOf(text)?.TimeZone) ?? clinic.Zone, LawfulHours.ZonesOf(text.To));

    private Patient? VisitorOf(OutboundMessage text) =>
        text.AppointmentId is { } id && visits.TryGetValue(id, out var visit) ? patients.Find(p => p.Id == visit.PatientId) : null;

    private string? WhyHeld(OutboundMessage text) =>
        text is { Class: MessageClass.Plan, Step: { } step, AppointmentId: { } id } && visits.TryGetValue(id, out var visit) ? heldFasts.WhyHeld(visit, VisitorOf(text), step) : null;
}
