using CommsBot.Clinics;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Conversations.Steps;
using CommsBot.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// "Did our team help you?", asked with the words that hand a patient back, at most once a day: after a person wrote to them, never around a crisis or
/// an emergency, and on the phone only while no other text waits for a digit and nobody is woken.
/// </summary>
internal sealed class HelpQuestion(PatientLine line, ContentLibrary library, ClinicDirectory clinics)
{
    /// <summary>How long a bare digit still answers it.</summary>
    public static readonly TimeSpan Answerable = TimeSpan.FromHours(24);

    private static readonly TimeSpan AfterDanger = TimeSpan.FromDays(7);
    private static readonly TimeSpan AwaitedFor = TimeSpan.FromDays(14);
    private static readonly HandoffKind[] Asked = [HandoffKind.Question, HandoffKind.Booking, HandoffKind.Clinical, HandoffKind.Call];
    private static readonly MessageState[] Left = [MessageState.Sending, MessageState.InDoubt, MessageState.Sent, MessageState.Delivered];

    /// <summary>The bot has the conversation again and says so. Call after the ticket of this act was marked closed.</summary>
    public async Task HandBackAsync(DeskWork work, Conversation conversation)
    {
        var spoken = conversation.StaffSaidAt is not null;
        conversation.HandBack();
        if (!spoken || !await MayAskAsync(work, conversation))
        {
            line.Announce(work.Db, conversation, "handed-back", work.Now);
            return;
        }

        work.Ticket.HelpAskedAt = work.Now;
        var choices = Choices(conversation, work.Ticket.Id);
        conversation.Offer(choices, work.Now);
        // One text on the phone; on the website a message of its own carries the taps.
        if (conversation.Channel == Channel.Sms) line.Announce(work.Db, conversation, ["handed-back", "help-question"], [], work.Now);
        else
        {
            line.Announce(work.Db, conversation, "handed-back", work.Now);
            line.Announce(work.Db, conversation, ["help-question"], choices, work.Now);
        }
    }

    private async Task<bool> MayAskAsync(DeskWork work, Conversation conversation)
    {
        var (db, now, clinic) = (work.Db, work.Now, work.Ticket.ClinicId);
        if (!Asked.Contains(work.Ticket.Kind)) return false;
        var hash = conversation.PhoneHash;
        var (danger, day) = (now - AfterDanger, now - Answerable);
        if (await db.Handoffs.AnyAsync(h => h.ClinicId == clinic && (h.ConversationId == conversation.Id || (hash != null && h.PhoneHash == hash))
            && (((h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency) && (h.ClosedAt == null || h.ClosedAt > danger)) || h.HelpAskedAt > day))) return false;
        if (hash is null) return true;
        var since = now - AwaitedFor;
        if (!clinics.Find(clinic)!.TextingHours.Allow(await ZoneAsync(work, hash), now) || await ConsentLedger.OptedOut(db, clinic, hash)) return false;
        return !await db.Outbound.AnyAsync(m => m.ClinicId == clinic && m.ToHash == hash && m.Expects != null && m.AnsweredAt == null && m.DueAt > since && Left.Contains(m.State));
    }

    private async Task<Zone> ZoneAsync(DeskWork work, string hash)
    {
        var onFile = await work.Db.Patients.AsNoTracking().Where(p => p.ClinicId == work.Ticket.ClinicId && p.PhoneHash == hash).Take(2).ToListAsync();
        return (onFile.Count == 1 ? Zone.Find(onFile[0].TimeZone) : null) ?? clinics.Find(work.Ticket.ClinicId)!.Zone;
    }

    private Choice[] Choices(Conversation conversation, string ticketId)
    {
        return [Of("helped", "1", helped: true), Of("not-helped", "2", helped: false)];

        Choice Of(string key, string digit, bool helped) =>
            new(library.Wording.Text($"handoff/choice-{key}", conversation.Language, MessageForm.Web, clinics.Find(conversation.ClinicId)!.Fact), digit, Meanings.RateHandoff(ticketId, helped));
    }
}
