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
        return await WriteAsync(person, item, "content.approve", db =>
        {
            db.Approvals.AddRange(item.Forms.Select(form => new ContentApproval
            {
                ContentId = item.Id, Language = item.Language.Code(), Form = form.Key.Form.ToString(), Hash = form.Key.Hash, Clinician = person.Name, At = now, Until = last,
            }));
            return Task.CompletedTask;
        }, ct);
    }

    public async Task<string?> ReturnAsync(DeskPerson person, RoomItem seen, string reason, CancellationToken ct = default)
    {
        if (Unfit(reason) is { } unfit) return unfit;
        if (await reader.FindAsync(seen.Language, seen.Id, ct) is not { } item || item.Hash != seen.Hash) return Moved;
        return await WriteAsync(person, item, "content.return", db =>
        {
            db.Returns.Add(new ContentReturn
            {
                ContentId = item.Id, Language = item.Language.Code(), Hash = item.Hash, By = person.Name, Reason = reason.Trim(), At = clock.UtcNow,
            });
            return Task.CompletedTask;
        }, ct);
    }

    /// <summary>Stops the words on every node within seconds, withdraws what is still planned with them, and opens a task for each person who received them.</summary>
    public async Task<string?> RecallAsync(DeskPerson person, RoomItem seen, string reason, CancellationToken ct = default)
    {
        if (Unfit(reason) is { } unfit) return unfit;
        if (!seen.MayBeRecalled) return "Fixed safety and service sentences never fall silent. Change the text instead.";
        if (await reader.FindVersionAsync(seen.Language, seen.Id, seen.Hash, ct) is not { } item) return Moved;
        if (item.State == "recalled") return null;
        var now = clock.UtcNow;
        // All or nothing: a recall whose tasks were lost with the process would look done.
        var refused = await WriteAsync(person, item, "content.recall", async db =>
        {
            db.Recalls.AddRange(item.Forms.Select(form => new ContentRecall
            {
                ContentId = item.Id, Language = item.Language.Code(), Form = form.Key.Form.ToString(), Hash = form.Key.Hash, By = person.Name, Reason = reason.Trim(), At = now,
            }));
            await WithdrawAsync(db, item, now, ct);
            var read = await list.OfAsync(db, item, [.. clinics.All.Select(c => c.Id)], ct);
            foreach (var receiver in read.Where(receiver => !receiver.HasDied)) await TaskAsync(db, item, receiver, reason.Trim(), now);
        }, ct);
        if (refused is not null) return refused;
        await book.ReloadAsync(ct);
        foreach (var clinic in clinics.All) changes.Publish(new Change(clinic.Id));
        return null;
    }

    private async Task<string?> WriteAsync(DeskPerson person, RoomItem item, string action, Func<ClinicDb, Task> write, CancellationToken ct) => await store.Write(async db =>
    {
        if (await StaffPeople.FindAsync(db, person.Name) is not { Disabled: false, Role: "clinician" } clinician) return OnlyClinicians;
        await write(db);
        foreach (var clinic in clinician.ClinicIds) AuditLog.Add(db, clinic, person.Name, action, $"{item.Language.Code()}/{item.Id}", machine.GetUtcNow());
        return null;
    }, ct);

    // Whoever would have read the withdrawn words still has to be prepared: a person calls, one call for one visit.
    private static async Task WithdrawAsync(ClinicDb db, RoomItem item, DateTimeOffset now, CancellationToken ct)
    {
        var words = item.Forms.Select(form => form.Key.Hash).ToList();
        var planned = await db.Outbound.AsTracking().Where(m => words.Contains(m.WordsHash!) && (m.State == MessageState.Planned || m.State == MessageState.Held)).ToListAsync(ct);
        foreach (var text in planned)
        {
            (text.State, text.Reason) = (MessageState.Withdrawn, Gate.Recalled);
            await LostText.OpenAsync(db, text, Gate.Recalled, now);
        }
    }

    private static Task TaskAsync(ClinicDb db, RoomItem item, Receiver receiver, string reason, DateTimeOffset now)
    {
        var ask = $"Correct what the patient read: {item.Title}. {reason}";
        if (receiver.Number is { } number)
            return CallTasks.OpenAsync(db, new CallTask(receiver.ClinicId, Gate.Recalled, number.E164, number.Hash, now)
            {
                AppointmentId = receiver.VisitId, ConversationId = receiver.ConversationId, Channel = receiver.Channel, Language = item.Language, Ask = ask,
            });
        // Nobody knows a number: it is put right where it was read.
        return TicketBook.OpenAsync(db, new NewTicket(
            receiver.ClinicId, HandoffKind.Call, [new("Why", Gate.Recalled), new("Phone", null), new("Ask", ask)], item.Language, receiver.ConversationId, receiver.Channel, receiver.Name,
            Reason: Gate.Recalled, UniqueKey: $"recall/{item.Hash}/{receiver.Key}"), now);
    }

    private static string? Unfit(string reason) => reason.Trim().Length switch
    {
        0 => "Say why.",
        > LongestReason => $"At most {LongestReason} characters.",
        _ => null,
    };
}
