using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Channels.Sms;

/// <summary>
/// Texts of short codes, toll-free and foreign numbers: they have no thread and get no answer, but what they wrote may matter. A person reads it, and is
/// paged where it speaks of danger.
/// </summary>
internal sealed partial class StrangeSenders(ClinicStore store, UnansweredDanger danger, ClinicClock clock, ILogger<StrangeSenders> log)
{
    private const string Reason = "unreadable-sender";

    public async Task TakeAsync(Clinic clinic, InboundText text, string body, CancellationToken ct)
    {
        var found = danger.Find(body, []);
        if (await store.Write(db => OpenAsync(db, clinic, text, body, found), ct)) Log.UnreadableSender(log, text.Sid);
    }

    /// <returns>False when this text has its ticket, open or closed: the provider lists it for days.</returns>
    private async Task<bool> OpenAsync(ClinicDb db, Clinic clinic, InboundText text, string body, CallForHelp? found)
    {
        var key = $"technical/{Reason}-{text.Sid}";
        if (await db.Handoffs.AnyAsync(h => h.ClinicId == clinic.Id && h.UniqueKey == key)) return false;
        var draft = found?.Ticket ?? new TicketDraft(HandoffKind.Technical, Reason);
        SummaryField[] packet = [new("Why", "no US phone number: we can't text back"), new("From", text.From), new(PacketField.Need, body)];
        var ticket = new NewTicket(clinic.Id, draft.Kind, packet, found?.Language ?? Language.English, Patient: text.From, Reason: draft.Reason, UniqueKey: key, TimeCritical: draft.TimeCritical);
        await TicketBook.OpenAsync(db, ticket with { PageAtOnce = draft.PageAtOnce }, clock.UtcNow);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Text {Sid} came from a sender that is no US phone number; a ticket shows it.")]
        public static partial void UnreadableSender(ILogger logger, string sid);
    }
}
