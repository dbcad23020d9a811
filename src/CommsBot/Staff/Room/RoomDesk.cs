using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Room;

/// <summary>What a clinician does in the content room: approve, return, recall. Each is bound to the words that were on the screen, by their hash.</summary>
internal sealed class RoomDesk(RoomReader reader, RecallList list, ApprovalBook book, ClinicStore store, ClinicDirectory clinics, ClinicClock clock, TimeProvider machine, Changes changes)
{
    public const int LongestReason = 500;

    private const string OnlyClinicians = "Only a clinician may do this.";
    private const string Moved = "These words changed since you opened them. Read them again.";

    private static readonly TimeSpan LongestValidity = TimeSpan.FromDays(366);

    /// <returns>Null when done, else why not.</returns>
    public async Task<string?> ApproveAsync(DeskPerson person, RoomItem seen, DateOnly until, CancellationToken ct = default)
    {
        var now = clock.UtcNow;
        var last = new DateTimeOffset(until.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        if (last <= now || last > now + LongestValidity) return "Choose a day within the next year.";
        if (await reader.FindAsync(seen.Language, seen.Id, ct) is not { } item || item.Hash != seen.Hash) return Moved;
        if (item.State == "recalled") return "These words were recalled. Change the text first.";
        return await WriteAsync(person, item, "content.approve", db => db.Approvals.AddRange(item.Forms.Select(form => new ContentApproval
        {
            ContentId = item.Id, Language = item.Language.Code(), Form = form.Key.Form.ToString(), Hash = form.Key.Hash, Clinician = person.Name, At = now, Until = last,
        })), ct);
    }

    public async Task<string?> ReturnAsync(DeskPerson person, RoomItem seen, string reason, CancellationToken ct = default)
    {
        if (Unfit(reason) is { } unfit) return unfit;
        if (await reader.FindAsync(seen.Language, seen.Id, ct) is not { } item || item.Hash != seen.Hash) return Moved;
        return await WriteAsync(person, item, "content.return", db => db.Returns.Add(new ContentReturn
        {
            ContentId = item.Id, Language = item.Language.Code(), Hash = item.Hash, By = person.Name, Reason = reason.Trim(), At = clock.UtcNow,
        }), ct);
    }

    /// <summary>Stops the words on every node within seconds, withdraws what is still planned with them, and opens a task for each person who received them.</summary>
    public async Task<string?> RecallAsync(DeskPerson person, RoomItem seen, string reason, CancellationToken ct = default)
    {
        if (Unfit(reason) is { } unfit) return unfit;
        if (!seen.MayBeRecalled) return "Fixed safety and service sentences never fall silent. Change the text instead.";
        if (await reader.FindAsync(seen.Language, seen.Id, ct) is not { } item || item.Hash != seen.Hash) return Moved;
        if (item.State == "recalled") return null;
        var now = clock.UtcNow;
        var refused = await WriteAsync(person, item, "content.recall", db => db.Recalls.AddRange(item.Forms.Select(form => new ContentRecall
        {
            ContentId = item.Id, Language = item.Language.Code(), Form = form.Key.Form.ToString(), Hash = form.Key.Hash, By = person.Name, Reason = reason.Trim(), At = now,
        })), ct);
        if (refused is not null) return refused;
        await book.ReloadAsync(ct);
        var receivers = await list.OfAsync(item, clinics.All.Select(c => c.Id).ToList(), ct);
        await store.Write(async db =>
        {
            await WithdrawAsync(db, item, ct);
            foreach (var receiver in receivers) await TaskAsync(db, item, receiver, reason.Trim(), now);
        }, ct);
        foreach (var clinic in receivers.Select(r => r.ClinicId).Distinct()) changes.Publish(new Change(clinic));
        return null;
    }

    private async Task<string?> WriteAsync(DeskPerson person, RoomItem item, string action, Action<ClinicDb> write, CancellationToken ct) => await store.Write(async db =>
    {
        if (await StaffPeople.FindAsync(db, person.Name) is not { Disabled: false, Role: "clinician" } clinician) return OnlyClinicians;
        write(db);
        foreach (var clinic in clinician.ClinicIds) AuditLog.Add(db, clinic, person.Name, action, $"{item.Language.Code()}/{item.Id}", machine.GetUtcNow());
        return null;
    }, ct);

    private static async Task WithdrawAsync(ClinicDb db, RoomItem item, CancellationToken ct)
    {
        if (item.Kind != "Protocol") return;
        var protocol = item.Id.Split('/')[1];
        var visits = await db.Appointments.Where(a => a.Protocol == protocol && a.Status == AppointmentStatus.Booked).Select(a => new { a.ClinicId, a.Id }).ToListAsync(ct);
        var ids = visits.Select(v => v.Id).ToList();
        var planned = await db.Outbound.AsTracking().Where(m => ids.Contains(m.AppointmentId!) && m.Class == MessageClass.Plan && m.Language == item.Language
            && (m.State == MessageState.Planned || m.State == MessageState.Held)).ToListAsync(ct);
        foreach (var text in planned.Where(m => visits.Exists(v => v.ClinicId == m.ClinicId && v.Id == m.AppointmentId))) (text.State, text.Reason) = (MessageState.Withdrawn, "recalled");
    }

    private static async Task TaskAsync(ClinicDb db, RoomItem item, Receiver receiver, string reason, DateTimeOffset now)
    {
        var ticket = new NewTicket(
            receiver.ClinicId, HandoffKind.Call, [new("Why", "recalled"), new("Phone", receiver.Phone), new("Ask", $"Correct what the patient read: {item.Title}. {reason}")],
            item.Language, receiver.ConversationId, receiver.Channel, receiver.Name, AppointmentId: null, Reason: "recalled",
            UniqueKey: $"recall/{item.Hash}/{receiver.Key}", Deadline: receiver.NextVisit);
        await TicketBook.OpenAsync(db, ticket, now);
    }

    private static string? Unfit(string reason) => reason.Trim().Length switch
    {
        0 => "Say why.",
        > LongestReason => $"At most {LongestReason} characters.",
        _ => null,
    };
}
