using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// A patient wrote to a conversation that staff own and nobody answers: after the clinic's minutes, or at once when the clinic is closed, one fixed
/// sentence says honestly when a person will, and the ticket is raised again. Once per silence.
/// </summary>
internal sealed class Waits(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, PatientLine line, Changes changes, Hints hints)
{
    private static readonly TimeSpan InHand = TimeSpan.FromMinutes(1);

    public async Task LookAsync(CancellationToken ct)
    {
        var now = clock.UtcNow;
        foreach (var conversation in (await SilentAsync(ct)).Where(c => IsDue(c, now)))
        {
            if (!await store.Write(db => TellAsync(db, conversation.Id, now), ct)) continue;
            changes.Publish(new Change(conversation.ClinicId, conversation.Id));
            hints.WakeClinic(conversation.ClinicId);
        }
    }

    private async Task<List<Conversation>> SilentAsync(CancellationToken ct)
    {
        await using var db = store.Read();
        // The turn of a message decides whether it asks for anything: a thank-you at night is not apologised for in the moment before its turn.
        var justNow = clock.UtcNow - InHand;
        return await db.Conversations.Where(c => c.UnansweredSince != null && (c.WaitSaidAt == null || c.WaitSaidAt < c.UnansweredSince)
            && !db.Inbound.Any(i => i.ConversationId == c.Id && i.State == InboundState.Stored && i.ReceivedAt > justNow)).Take(500).ToListAsync(ct);
    }

    private bool IsDue(Conversation conversation, DateTimeOffset now)
    {
        if (conversation is not { UnansweredSince: { } since, Owner: not null } || clinics.Find(conversation.ClinicId) is not { } clinic) return false;
        if (conversation.WaitSaidAt >= since) return false;
        var silence = TimeSpan.FromMinutes(clinic.Numbers.OwnerSilentMinutes);
        if (now - since >= silence) return true;
        // After hours a person who has just written is plainly there; anybody else waits for the morning.
        var patientWrote = conversation.LastPatientAt >= since;
        return patientWrote && !clinic.IsOpen(now) && !(now - conversation.StaffSaidAt < silence);
    }

    private async Task<bool> TellAsync(ClinicDb db, string id, DateTimeOffset now)
    {
        var conversation = await db.Conversations.AsTracking().SingleAsync(c => c.Id == id);
        if (!IsDue(conversation, now)) return false;
        var tickets = await TicketBook.OpenOfAsync(db, id);
        conversation.WaitSaidAt = now;
        var (key, values, until) = Promises.Of(clinics.Find(conversation.ClinicId)!, conversation, tickets.Exists(ticket => ticket.IsDanger), now);
        line.Announce(db, conversation, key, now, values);
        foreach (var ticket in tickets)
        {
            TicketBook.RaiseAgain(ticket, now);
            ticket.PromisedAt ??= until;
        }

        return true;
    }}
