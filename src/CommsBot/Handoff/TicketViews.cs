using CommsBot.Clinics;
using CommsBot.Staff.Rights;
using CommsBot.Storage;

namespace CommsBot.Handoff;

/// <summary>Tickets as one caller may read them.</summary>
internal sealed class TicketViews(PacketReader packets, ClinicDirectory clinics, ClinicStore store)
{
    public async Task<DangerWords> HiddenFromAsync(DeskPerson person, IReadOnlyList<HandoffTicket> tickets, CancellationToken ct)
    {
        await using var db = store.Read();
        return await DangerWords.HiddenFromAsync(db, person, [.. tickets.Select(ticket => ticket.ConversationId).OfType<string>()], ct);
    }

    public async Task<IReadOnlyList<SummaryField>> PacketAsync(HandoffTicket ticket, DangerWords hidden, CancellationToken ct)
    {
        await using var db = store.Read();
        return await hidden.WithoutAsync(db, ticket, await packets.OfAsync(db, ticket, ct), ct);
    }

    public async Task<IReadOnlyList<HandoffView>> OfAsync(IReadOnlyList<HandoffTicket> tickets, DangerWords hidden, CancellationToken ct)
    {
        var told = await packets.ReadAsync(tickets, ct);
        await using var db = store.Read();
        var views = new List<HandoffView>();
        foreach (var ticket in tickets)
        {
            var clinic = clinics.Find(ticket.ClinicId)!;
            // The rule that alarmed tells what was said.
            views.Add(hidden.AreAllOf(ticket)
                ? HandoffView.Of(ticket, clinic, []) with { Reason = null }
                : HandoffView.Of(ticket, clinic, await hidden.WithoutAsync(db, ticket, told[ticket.Id], ct)));
        }

        return views;
    }
}
