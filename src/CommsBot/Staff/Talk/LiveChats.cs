using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff.Console;
using CommsBot.Staff.Rights;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Talk;

/// <summary>A conversation of the last hour.</summary>
internal sealed record LiveChat(string Id, string ClinicId, string Patient, string Channel, bool Spanish, string LastWords, string At, string With, string? TicketId);

/// <summary>Who writes with the assistant or with staff right now, newest first: to watch before taking over.</summary>
internal sealed class LiveChats(ClinicStore store, ClinicDirectory clinics, ClinicClock clock)
{
    private const int Most = 50;

    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<LiveChat>> ReadAsync(DeskPerson person, CancellationToken ct)
    {
        var now = clock.UtcNow;
        await using var db = store.Read();
        var found = await db.Conversations.Where(c => person.Clinics.Contains(c.ClinicId) && c.LastPatientAt >= now - Lately).OrderByDescending(c => c.LastPatientAt).Take(Most).ToListAsync(ct);
        var ids = found.Select(c => c.Id).ToList();
        var hashes = found.Select(c => c.PhoneHash).OfType<string>().ToList();
        var names = (await db.Patients.Where(p => person.Clinics.Contains(p.ClinicId) && hashes.Contains(p.PhoneHash)).ToListAsync(ct)).ToLookup(p => (p.ClinicId, (string?)p.PhoneHash), p => $"{p.FirstName} {p.LastName}".Trim());
        var tickets = (await db.Handoffs.Where(h => h.State != HandoffState.Closed && ids.Contains(h.ConversationId!)).OrderBy(h => h.Urgency).ToListAsync(ct)).ToLookup(h => h.ConversationId);
        var last = await db.Transcript.Where(t => ids.Contains(t.ConversationId) && t.From == Speaker.Patient)
            .GroupBy(t => t.ConversationId).Select(g => g.OrderByDescending(t => t.Sequence).First()).ToDictionaryAsync(t => t.ConversationId, ct);
        var danger = await DangerWords.HiddenFromAsync(db, person, ids, ct);
        return [.. found.Select(c =>
        {
            var clinic = clinics.Find(c.ClinicId)!;
            var ticket = tickets[c.Id].FirstOrDefault();
            var words = last.GetValueOrDefault(c.Id);
            return new LiveChat(c.Id, c.ClinicId, NameOf(c, [.. names[(c.ClinicId, c.PhoneHash)]], ticket), ConsoleWords.Of(c.Channel), c.Language == Content.Language.Spanish,
                words is null || danger.Hold(words) ? "" : words.Text, ConsoleWords.Moment(clinic.LocalTime(c.LastPatientAt), clinic.LocalTime(now)),
                c.Owner switch { null => "the assistant", Ownership.Team => "nobody, waiting", { } owner => owner }, ticket?.Id);
        })];
    }

    private static string NameOf(Conversation c, List<string> onFile, HandoffTicket? ticket) =>
        onFile.Count > 0 ? string.Join(", ", onFile) : ticket?.Patient ?? (c.Phone is { } phone ? PhoneNumber.Parse(phone).National : "Website visitor");
}
