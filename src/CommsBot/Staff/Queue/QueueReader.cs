using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Staff.Console;

namespace CommsBot.Staff.Queue;

/// <summary>
/// The queue as one person sees it: danger, then today's visits and what cannot wait, then the rest by urgency and waiting time; what rests last. What
/// everybody with the same clinics and rights sees alike is put together once for all of them.
/// </summary>
internal sealed class QueueReader(OpenWorkReader work, ClinicDirectory clinics, ClinicClock clock)
{
    private const string Hidden = "Only clinicians read this. You see that it exists and who has it.";

    private readonly ConditionalWeakTable<OpenWork, ConcurrentDictionary<string, Lazy<SharedQueue>>> views = [];

    /// <param name="person">Whose rows are marked as theirs, and who is mentioned.</param>
    public async Task<PersonalQueue> QueueAsync(DeskPerson person, CancellationToken ct)
    {
        var open = await work.ReadAsync(ct);
        var shared = Shared(open, person);
        return new PersonalQueue(shared.For(person.Name, [.. open.Mentions[person.Name]]), shared.Stamps);
    }

    private SharedQueue Shared(OpenWork open, DeskPerson person)
    {
        var alike = views.GetValue(open, _ => new());
        return alike.GetOrAdd($"{person.IsClinical} {string.Join(' ', person.Clinics.Order(StringComparer.Ordinal))}", _ => new(() => new SharedQueue(Bands(open, person)))).Value;
    }

    private List<SharedBand> Bands(OpenWork open, DeskPerson person) =>
        [.. Rows(open, person).GroupBy(one => one.Band).OrderBy(band => band.Key)
            .Select(band => new SharedBand(NameOf(band.Key), band.Key.ToString().ToLowerInvariant(), [.. InOrder(band).Select(one => one.Row)]))];

    // A flood of crises of people nobody knows must not bury the patient on file.
    private static IEnumerable<PlacedRow> InOrder(IGrouping<Band, PlacedRow> band) => band.Key == Band.Danger ? band.OrderByDescending(one => one.IsOnFile) : band;

    private List<PlacedRow> Rows(OpenWork open, DeskPerson person)
    {
        var now = clock.UtcNow;
        var things = open.Tickets.Where(t => person.Clinics.Contains(t.Ticket.ClinicId)).Select(t => new Thing(t, null))
            .Concat(open.Visits.Where(v => person.Clinics.Contains(v.ClinicId)).Select(v => new Thing(null, v))).ToList();
        var view = new RowView(person, clinics, now);
        return [.. SamePatient.Groups(things, thing => thing.Keys)
            .Select(group => new PlacedRow(BandOf(group, now), group.Any(thing => thing.IsOnFile), Joined(group, view)))];
    }

    private static SharedRow Joined(IReadOnlyList<Thing> group, RowView view)
    {
        var tickets = group.Select(thing => thing.Ticket).OfType<OpenTicket>().ToList();
        return new SharedRow(view.Of(group), [.. tickets.Select(open => open.Ticket.Id)], [.. tickets.Select(open => open.HeldBy).OfType<string>().Distinct()]);
    }

    private static Band BandOf(IReadOnlyList<Thing> group, DateTimeOffset now)
    {
        var awake = group.Where(thing => thing.Ticket is { } open && !(open.Ticket.SnoozedUntil > now)).Select(thing => thing.Ticket!.Ticket).ToList();
        if (awake.Exists(ticket => Urgency.BandOf(ticket.Urgency) == UrgencyBand.Danger)) return Band.Danger;
        if (awake.Exists(ticket => Urgency.BandOf(ticket.Urgency) == UrgencyBand.Now) || group.Any(thing => thing.Visit is not null)) return Band.Today;
        if (awake.Count == 0) return Band.Resting;
        return awake.Exists(ticket => Urgency.BandOf(ticket.Urgency) == UrgencyBand.Clinical) ? Band.Clinical : Band.Other;
    }

    private static string NameOf(Band band) => band switch
    {
        Band.Danger => "Crisis and emergency",
        Band.Today => "Today",
        Band.Clinical => "Clinical",
        Band.Other => "Other requests",
        _ => "Put off",
    };

    private enum Band
    {
        Danger,
        Today,
        Clinical,
        Other,
        Resting,
    }

    private sealed record PlacedRow(Band Band, bool IsOnFile, SharedRow Row);

    private sealed record Thing(OpenTicket? Ticket, ComingVisit? Visit)
    {
        public bool IsOnFile => Visit is not null || Ticket is { NameOnFile: not null } or { ProvenAs: not null };

        public IReadOnlyList<string> Keys => Ticket?.Key ?? Visit!.Key;
    }

    private sealed class RowView(DeskPerson person, ClinicDirectory clinics, DateTimeOffset now)
    {
        private readonly bool severalClinics = person.Clinics.Count > 1;

        public QueueRow Of(IReadOnlyList<Thing> group)
        {
            var tickets = group.Select(thing => thing.Ticket).OfType<OpenTicket>().ToList();
            var visit = group.Select(thing => thing.Visit).FirstOrDefault(v => v is not null);
            return tickets.Count == 0 ? OfVisit(visit!) : OfTickets(tickets, visit);
        }

        private QueueRow OfVisit(ComingVisit visit) => new(
            $"visit {visit.ClinicId} {visit.Id}", null, "Visit", visit.Patient, "", false, "", null, false, null, false, Need(visit), ClinicName(visit.ClinicId), null, null)
        {
            ClinicId = visit.ClinicId, Visit = When(visit), Readiness = visit.State,
        };

        private QueueRow OfTickets(List<OpenTicket> tickets, ComingVisit? visit)
        {
            var awake = tickets.Find(open => !Rests(open)) ?? tickets[0];
            var top = awake.Ticket;
            var also = tickets.Where(open => open != awake).Select(open => ConsoleWords.Of(open.Ticket.Kind)).ToList();
            var deadline = tickets.Min(open => open.Ticket.Deadline);
            var hidden = !person.IsClinical && top.Kind is (HandoffKind.Crisis or HandoffKind.Emergency);
            var free = tickets.Find(open => open.HeldBy is null);
            var holders = tickets.Select(open => open.HeldBy).OfType<string>().Distinct().ToList();
            return new QueueRow(
                tickets[0].Ticket.Id, top.Id, ConsoleWords.Of(top.Kind), visit?.Patient ?? awake.ProvenAs ?? awake.NameOnFile ?? top.Patient ?? "Visitor", ConsoleWords.Of(top.Channel), awake.Language == Language.Spanish,
                ConsoleWords.Span(now - top.WaitingSince), deadline is { } by ? ConsoleWords.HoursLeft(by, now) : null,
                top.RaisedAt is not null, free is null ? awake.HeldBy : null, false, hidden ? Hidden : person.IsClinical ? awake.Need : awake.NeedAtDesk,
                ClinicName(top.ClinicId), also.Count == 0 ? null : "Also: " + string.Join(", ", also), top.ConversationId)
            {
                ClinicId = top.ClinicId,
                Visit = visit is null ? null : When(visit),
                Readiness = visit?.State,
                TakenFrom = free is null ? tickets.Select(open => open.TakenFrom).FirstOrDefault(former => former is not null) : null,
                Holders = holders.Count == 0 ? null : string.Join(" and ", holders),
                Free = holders.Count == 0 || free is null ? null : ConsoleWords.Of(free.Ticket.Kind),
                Snoozed = Rests(awake) && tickets.Min(open => open.Ticket.SnoozedUntil) is { } until ? ConsoleWords.Moment(Local(top.ClinicId, until), Local(top.ClinicId, now)) : null,
                Unverified = top.Channel == Channel.WebChat && top.Patient is not null && awake.ProvenAs is null,
                NewWords = tickets.Exists(open => open.NewWordsAt is not null),
                Stamp = tickets.Max(StampOf),
            };
        }

        private bool Rests(OpenTicket open) => open.Ticket.SnoozedUntil > now;

        private static long StampOf(OpenTicket open)
        {
            var (raised, written) = (open.Ticket.RaisedAt ?? open.Ticket.WaitingSince, open.NewWordsAt);
            return (written > raised ? written.Value : raised).UtcTicks;
        }

        private static string Need(ComingVisit visit) => visit.Missing.Length == 0 ? "Nothing is missing." : $"Missing: {visit.Missing}";

        private string When(ComingVisit visit) => ConsoleWords.Moment(Local(visit.ClinicId, visit.StartsAt), Local(visit.ClinicId, now));

        private DateTimeOffset Local(string clinicId, DateTimeOffset instant) => clinics.Find(clinicId)?.LocalTime(instant) ?? instant;

        private string ClinicName(string id) => severalClinics ? clinics.Find(id)?.Name ?? id : "";
    }
}
