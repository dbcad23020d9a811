using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Handoff;

namespace CommsBot.Staff.Console;

/// <summary>Rows as the queue page shows them.</summary>
internal sealed class ConsoleReader(HandoffQueue queue, ClinicDirectory clinics, ClinicClock clock)
{
    private const int Most = 2000;

    public async Task<IReadOnlyList<QueueBand>> QueueAsync(DeskPerson person, CancellationToken ct)
    {
        var now = clock.UtcNow;
        var open = await queue.ListAsync(new QueueQuery(person.Clinics, OpenOnly: true, Take: Most), ct);
        var severalClinics = person.Clinics.Count > 1;
        return [.. open.Items
            .GroupBy(ticket => ticket.ConversationId ?? ticket.PhoneHash ?? ticket.Id)
            .Select(of => (Top: of.First(), Row: Row(of, person, now, severalClinics)))
            .GroupBy(row => Urgency.BandOf(row.Top.Urgency))
            .OrderBy(band => band.Key)
            .Select(band => new QueueBand(ConsoleWords.Of(band.Key), band.Key.ToString().ToLowerInvariant(), [.. band.Select(row => row.Row)]))];
    }

    private QueueRow Row(IGrouping<string, HandoffTicket> of, DeskPerson person, DateTimeOffset now, bool severalClinics)
    {
        var top = of.First();
        var packet = Packet.Read(top.Summary);
        var need = Need(top, packet);
        var also = of.Skip(1).Select(ticket => ConsoleWords.Of(ticket.Kind)).ToList();
        return new QueueRow(
            top.Id, ConsoleWords.Of(top.Kind), top.Patient ?? "Visitor", ConsoleWords.Of(top.Channel), top.Language == Language.Spanish,
            ConsoleWords.Span(now - top.WaitingSince), of.Min(t => t.Deadline) is { } deadline ? ConsoleWords.HoursLeft(deadline, now) : null,
            top.RaisedAt is not null, top.ClaimedBy, top.ClaimedBy == person.Name, need.Length > 140 ? need[..140] + " …" : need,
            severalClinics ? clinics.Find(top.ClinicId)?.Name ?? top.ClinicId : "", also.Count == 0 ? null : "Also: " + string.Join(", ", also), top.ConversationId);
    }

    // The last words of a booking are "That's right"; what is wished for stands in its fields.
    private static string Need(HandoffTicket ticket, IReadOnlyList<SummaryField> packet)
    {
        string? Value(string name) => packet.FirstOrDefault(field => field.Name == name)?.Value;
        if (ticket.Kind == HandoffKind.Booking && Value("Preferred days and times") is { } days) return Value("Reason") is { } reason ? $"{days}: {reason}" : days;
        return Value("Need") ?? packet.FirstOrDefault(field => field.Value is not null)?.Value ?? ticket.Reason ?? "";
    }
}
