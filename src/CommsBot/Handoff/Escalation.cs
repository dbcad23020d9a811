using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// A ticket nobody takes: at its kind's limit the patient is told when a person will be in touch and a second person is told; at twice the limit the
/// on-call page begins and goes on until a named person claims it. Limits count staffed minutes. Nothing is ever closed here.
/// </summary>
internal sealed class Escalation(ClinicStore store, ClinicDirectory clinics, ClinicClock clock, PatientLine line, Pages pages, Changes changes, Hints hints)
{
    /// <summary>From this step on the on-call people are paged again and again.</summary>
    public const int Paging = 2;

    private static readonly string?[] Unwanted = [CallReasons.WrongNumber, CallReasons.NoTextsAskedOnWeb];

    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var clinic in clinics.All)
        {
            var now = clock.UtcNow;
            foreach (var waiting in (await WaitingAsync(clinic, ct)).Where(waiting => waiting.StepAt(clinic, now) > waiting.Escalations))
                await RaiseAsync(clinic, waiting.Id, now, ct);
        }
    }

    private async Task<List<Waiting>> WaitingAsync(Clinic clinic, CancellationToken ct)
    {
        await using var db = store.Read();
        return await db.Handoffs.Where(h => h.ClinicId == clinic.Id && h.State == HandoffState.Waiting && h.Escalations < Paging
            && h.Kind != HandoffKind.Crisis && h.Kind != HandoffKind.Emergency)
            .Select(h => new Waiting(h.Id, h.Kind, h.WaitingSince, h.SnoozedUntil, h.Escalations)).ToListAsync(ct);
    }

    private async Task RaiseAsync(Clinic clinic, string id, DateTimeOffset now, CancellationToken ct)
    {
        var raised = await store.Write(async db =>
        {
            var ticket = await db.Handoffs.AsTracking().SingleAsync(h => h.Id == id);
            var step = new Waiting(id, ticket.Kind, ticket.WaitingSince, ticket.SnoozedUntil, ticket.Escalations).StepAt(clinic, now);
            if (ticket.State != HandoffState.Waiting || step <= ticket.Escalations) return null;
            ticket.Escalations = step;
            TicketBook.RaiseAgain(ticket, now);
            if (ticket.PromisedAt is null) await PromiseAsync(db, clinic, ticket, now);
            if (step < Paging) pages.Second(db, clinic, ticket, now);
            return ticket;
        }, ct);
        if (raised is null) return;
        changes.Publish(new Change(clinic.Id, raised.ConversationId));
        hints.WakeClinic(clinic.Id);
    }

    /// <summary>Only the patient of a request is told, and only while no person is in the talk, who would be contradicted: a task of ours has nobody who waits for it.</summary>
    private async Task PromiseAsync(ClinicDb db, Clinic clinic, HandoffTicket ticket, DateTimeOffset now)
    {
        if (ticket.ConversationId is not { } id || !IsAwaited(ticket)) return;
        var conversation = await db.Conversations.AsTracking().SingleAsync(c => c.Id == id);
        if (conversation.Owner is not (null or Ownership.Team)) return;
        var inDanger = await db.Handoffs.AnyAsync(h => h.ConversationId == id && h.State != HandoffState.Closed
            && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency));
        if (inDanger || await PatientLine.IsOptedOutAsync(db, conversation)) return;
        // Two requests of one talk that come late together are one apology: what was promised for the other holds for this one.
        if (await db.Handoffs.Where(h => h.ConversationId == id && h.Id != ticket.Id && h.State != HandoffState.Closed && h.PromisedAt > now).MaxAsync(h => h.PromisedAt) is { } promised)
        {
            ticket.PromisedAt = promised;
            return;
        }

        var (key, values, until) = Promises.Of(clinic, conversation, inDanger, now);
        ticket.PromisedAt = until;
        // A due date is not the promise to be in touch.
        if (Promises.DueAt(clinic, ticket.Kind, now) is null && (ticket.Deadline is null || until < ticket.Deadline)) ticket.Deadline = until;
        line.Announce(db, conversation, key, now, values);
    }

    // A call is often our own idea: then nothing the patient wrote stands in it. Who says that a number is wrong, or wants no texts, waits for no call.
    private static bool IsAwaited(HandoffTicket ticket) => ticket.Kind switch
    {
        HandoffKind.Technical or HandoffKind.Outside => false,
        HandoffKind.Call => !Unwanted.Contains(ticket.Reason) && Packet.IsPatientsOwn(ticket.Summary),
        HandoffKind.Question => ticket.Reason != LaterMessages.Said,
        _ => true,
    };

    /// <summary>What a look twice a second needs of a ticket: nothing that would have to be decrypted.</summary>
    private sealed record Waiting(string Id, HandoffKind Kind, DateTimeOffset Since, DateTimeOffset? SnoozedUntil, int Escalations)
    {
        public int StepAt(Clinic clinic, DateTimeOffset now)
        {
            if (Promises.LimitOf(clinic, Kind) is not { } limit || (now - Since).TotalMinutes < limit || SnoozedUntil > now) return 0;
            return (int)Math.Min(Paging, clinic.StaffedMinutesBetween(Since, now) / limit);
        }
    }
}
