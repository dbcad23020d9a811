using CommsBot.Appointments;
using CommsBot.Content;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>A person must phone this patient.</summary>
/// <param name="Reason">One word: opted-out, no-consent, too-late, or the provider's code.</param>
/// <param name="Now">Clinic time.</param>
/// <param name="Phone">Null where nobody may phone it.</param>
internal sealed record CallTask(string ClinicId, string Reason, string? Phone, string PhoneHash, DateTimeOffset Now)
{
    public string? AppointmentId { get; init; }
    public string? ConversationId { get; init; }
    public Conversations.Channel Channel { get; init; } = Conversations.Channel.Sms;
    public Language Language { get; init; }

    /// <summary>Clinic time by which the call must have been made; null: before the fast or the visit it is about.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What the patient should have read.</summary>
    public string? Text { get; init; }

    /// <summary>What staff should ask, when it is more than telling the text.</summary>
    public string? Ask { get; init; }
    /// <summary>It stands with what is due today.</summary>
    public bool AtOnce { get; init; }

    /// <summary>On-call staff are paged until somebody claims it, at any hour; null: where too few staffed minutes are left before the fast or the visit.</summary>
    public bool? Page { get; init; }
}

/// <summary>Call tasks are one per appointment, or one per number where no appointment is meant, as long as they are open.</summary>
internal static class CallTasks
{
    /// <summary>What staff do about a wrong number.</summary>
    public const string DoNotCall = "The number on file is somebody else's. Do not call it. Find another way to reach the patient before the visit.";

    /// <returns>The task, new or open already; tracked.</returns>
    public static async Task<HandoffTicket> OpenAsync(ClinicDb db, CallTask asked)
    {
        var task = await WithoutWrongNumberAsync(db, await InTimeAsync(db, asked));
        if (await FindAsync(db, task) is { } open)
        {
            var urgency = Urgency.Of(HandoffKind.Call, task.AtOnce);
            // Several reasons of one moment are one call; nothing happened to it again.
            if (open.WaitingSince == task.Now) open.Urgency = Math.Min(open.Urgency, urgency);
            else TicketBook.RaiseAgain(open, task.Now, urgency);
            open.PageAtOnce |= task.Page == true;
            var known = Packet.Read(open.Summary);
            open.Summary = Packet.Write(Both(task.Phone is null ? Without(known, asked.Phone) : known, Fields(task)));
            if (task.Deadline is { } sooner && (open.Deadline is null || sooner < open.Deadline)) open.Deadline = sooner;
            return open;
        }

        var ticket = new NewTicket(
            task.ClinicId, HandoffKind.Call, Fields(task), task.Language, task.ConversationId, task.Channel, await PatientAsync(db, task),
            PhoneNumber.TryParse(task.Phone, out var phone) ? phone : null, task.AppointmentId, task.Reason,
            await FreeKeyAsync(db, task.ClinicId, SubjectOf(task)), task.Deadline, task.AtOnce);
        var opened = await TicketBook.OpenAsync(db, ticket, task.Now);
        opened.PageAtOnce = task.Page == true;
        return opened;
    }

    /// <summary>A visit's words are not for whoever answers a number that is somebody else's.</summary>
    private static async Task<CallTask> WithoutWrongNumberAsync(ClinicDb db, CallTask task) =>
        task.AppointmentId is null || !await ContactBlocks.ClosesAsync(db, task.ClinicId, task.PhoneHash) ? task
            : task with { Phone = null, Ask = task.Ask?.Contains(DoNotCall, StringComparison.Ordinal) == true ? task.Ask : string.Join('\n', new[] { DoNotCall, task.Ask }.OfType<string>()) };

    /// <summary>No call about a visit is born without the moment it must come before, nor with too few staffed minutes until then and no page.</summary>
    private static async Task<CallTask> InTimeAsync(ClinicDb db, CallTask task)
    {
        if (task.Page is not null || db.Due is not { } due || await VisitAsync(db, task) is not { } visit || visit.StartsAt <= task.Now) return task;
        var by = due.Of(visit, task.Now);
        if (task.Deadline is { } sooner && sooner > task.Now && sooner < by) by = sooner;
        var presses = due.IsPressing(task.ClinicId, task.Now, by);
        return task with { Deadline = by, Page = presses, AtOnce = task.AtOnce || presses };
    }

    private static async Task<Appointment?> VisitAsync(ClinicDb db, CallTask task) => task.AppointmentId is not { } id ? null
        : db.Appointments.Local.FirstOrDefault(a => a.ClinicId == task.ClinicId && a.Id == id)
            ?? await db.Appointments.AsNoTracking().SingleOrDefaultAsync(a => a.ClinicId == task.ClinicId && a.Id == id);

    /// <summary>Something an administrator must repair; one open ticket per clinic and code.</summary>
    public static Task OpenTechnicalAsync(ClinicDb db, string clinicId, string code, DateTimeOffset now, params SummaryField[] fields) =>
        OpenTechnicalAsync(db, clinicId, code, now, page: false, fields);

    /// <summary>As <see cref="OpenTechnicalAsync(ClinicDb, string, string, DateTimeOffset, SummaryField[])"/>, when texts wait until it is repaired: on-call staff are paged at any hour.</summary>
    public static Task OpenOutageAsync(ClinicDb db, string clinicId, string code, DateTimeOffset now, params SummaryField[] fields) =>
        OpenTechnicalAsync(db, clinicId, code, now, page: true, fields);

    private static async Task OpenTechnicalAsync(ClinicDb db, string clinicId, string code, DateTimeOffset now, bool page, SummaryField[] fields)
    {
        var subject = $"technical/{code}";
        if (await FindOpenAsync(db, clinicId, subject) is not null) return;
        var ticket = new NewTicket(
            clinicId, HandoffKind.Technical, [new("Code", code), .. fields], Language.English, Reason: code, UniqueKey: await FreeKeyAsync(db, clinicId, subject));
        await TicketBook.OpenAsync(db, ticket with { PageAtOnce = page }, now);
    }

    private static List<SummaryField> Fields(CallTask task)
    {
        List<SummaryField> fields = [new("Why", task.Reason)];
        if (task.Phone is not null) fields.Add(new(PacketField.Phone, task.Phone));
        if (task.Text is not null) fields.Add(new("Text not received", task.Text));
        if (task.Ask is not null) fields.Add(new("Ask", task.Ask));
        return fields;
    }

    private static IEnumerable<SummaryField> Without(IEnumerable<SummaryField> known, string? phone) =>
        known.Select(field => field.Name == PacketField.Phone ? field with { Value = string.Join('\n', (field.Value ?? "").Split('\n').Where(one => one != phone)) } : field)
            .Where(field => field.Name != PacketField.Phone || field.Value?.Length > 0);

    /// <summary>Several lost texts are one call: whoever phones reads all of them.</summary>
    private static List<SummaryField> Both(IEnumerable<SummaryField> known, List<SummaryField> learned)
    {
        var all = known.ToList();
        foreach (var field in learned)
        {
            var at = all.FindIndex(other => other.Name == field.Name);
            if (at < 0) all.Add(field);
            else if (all[at].Value?.Contains(field.Value ?? "", StringComparison.Ordinal) != true) all[at] = field with { Value = $"{all[at].Value}\n{field.Value}" };
        }

        return all;
    }

    private static string SubjectOf(CallTask task) => task.AppointmentId is { } appointment ? $"call/{appointment}" : $"call/{task.PhoneHash}";

    /// <summary>The open call about the same visit, whoever asked for it; without a visit, about the same number.</summary>
    private static async Task<HandoffTicket?> FindAsync(ClinicDb db, CallTask task)
    {
        if (task.AppointmentId is not { } visit) return await FindOpenAsync(db, task.ClinicId, SubjectOf(task));
        return db.Handoffs.Local.FirstOrDefault(h => h.ClinicId == task.ClinicId && h.Kind == HandoffKind.Call && h.AppointmentId == visit && h.State != HandoffState.Closed)
            ?? await db.Handoffs.AsTracking().FirstOrDefaultAsync(
                h => h.ClinicId == task.ClinicId && h.Kind == HandoffKind.Call && h.AppointmentId == visit && h.State != HandoffState.Closed);
    }

    private static async Task<HandoffTicket?> FindOpenAsync(ClinicDb db, string clinicId, string subject) =>
        db.Handoffs.Local.FirstOrDefault(h => h.ClinicId == clinicId && h.State != HandoffState.Closed && IsAbout(h.UniqueKey, subject))
        ?? await Of(db, clinicId, subject).AsTracking().FirstOrDefaultAsync(h => h.State != HandoffState.Closed);

    private static async Task<string> FreeKeyAsync(ClinicDb db, string clinicId, string subject)
    {
        var keys = await Of(db, clinicId, subject).Select(h => h.UniqueKey!).ToListAsync();
        // Not how many there are: old tickets are deleted, and a number that was given may stand under a closed one.
        return keys.Count == 0 ? subject : $"{subject}#{keys.Max(key => NumberOf(key, subject)) + 1}";
    }

    private static int NumberOf(string key, string subject) => key.Length > subject.Length && int.TryParse(key.AsSpan(subject.Length + 1), out var number) ? number : 1;

    private static IQueryable<HandoffTicket> Of(ClinicDb db, string clinicId, string subject) =>
        db.Handoffs.Where(h => h.ClinicId == clinicId && (h.UniqueKey == subject || h.UniqueKey!.StartsWith(subject + "#")));

    private static bool IsAbout(string? key, string subject) => key == subject || key?.StartsWith(subject + "#", StringComparison.Ordinal) == true;

    private static async Task<string?> PatientAsync(ClinicDb db, CallTask task)
    {
        var visitors = db.Appointments.Where(a => a.ClinicId == task.ClinicId && a.Id == task.AppointmentId).Select(a => a.PatientId);
        // The number may be a caregiver's: whose visit it is decides.
        var people = await db.Patients.AsNoTracking().Where(p => p.ClinicId == task.ClinicId && visitors.Contains(p.Id)).ToListAsync();
        if (people.Count == 0) people = await db.Patients.AsNoTracking().Where(p => p.ClinicId == task.ClinicId && p.PhoneHash == task.PhoneHash).Take(20).ToListAsync();
        return people.Count == 0 ? task.Phone : string.Join(", ", people.Select(patient => $"{patient.FirstName} {patient.LastName}".TrimEnd()));
    }
}
