using CommsBot.Booking;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff;

/// <summary>
/// The packet a person reads before they answer: what is needed, whom to reach, when, consent, language, red flags, the answers already given and how
/// long the talk was. Put together anew at each reading, from what the ticket was told, the transcript and what is on file; no model has a part in it.
/// Every field names the message it came from; one without a value was not given.
/// </summary>
internal sealed class PacketReader(ContentLibrary library, CallTimes times, ClinicStore store)
{
    /// <summary>Messages of one conversation that are looked through, newest first.</summary>
    private const int MostMessages = 400;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<SummaryField>>> ReadAsync(IReadOnlyList<HandoffTicket> tickets, CancellationToken ct = default)
    {
        await using var db = store.Read();
        return await OfManyAsync(db, tickets, ct);
    }

    public async Task<IReadOnlyList<SummaryField>> OfAsync(ClinicDb db, HandoffTicket ticket, CancellationToken ct = default) => (await OfManyAsync(db, [ticket], ct))[ticket.Id];

    /// <summary>By ticket. Inside a write it sees what that write has added.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<SummaryField>>> OfManyAsync(ClinicDb db, IReadOnlyList<HandoffTicket> tickets, CancellationToken ct = default)
    {
        var around = new Dictionary<string, ConversationFacts>();
        foreach (var id in tickets.Select(ticket => ticket.ConversationId).OfType<string>().Distinct()) around[id] = await ConversationFacts.ReadAsync(db, id, MostMessages, ct);
        var visitors = await TicketPatients.ReadAsync(db, tickets, ct);
        return tickets.ToDictionary(ticket => ticket.Id, ticket =>
        {
            var talk = ticket.ConversationId is { } id ? around[id] : null;
            return Of(ticket, talk, visitors[ticket.Id].Any() ? Reach.Of(visitors[ticket.Id]) : talk?.Reach);
        });
    }

    private IReadOnlyList<SummaryField> Of(HandoffTicket ticket, ConversationFacts? talk, string? reach)
    {
        var told = Packet.Read(ticket.Summary);
        // A task about the installation itself is about no patient.
        if (ticket.Kind == HandoffKind.Technical && talk is null) return told;
        var own = PacketField.Before.Concat(PacketField.After).ToHashSet();
        return
        [
            .. PacketField.Before.SelectMany(name => name == PacketField.Reach ? [new(name, reach)] : Told(told, name) ?? Found(name, ticket, told, talk)),
            .. told.Where(field => !own.Contains(field.Name)),
            .. PacketField.After.SelectMany(name => Found(name, ticket, told, talk)),
        ];
    }

    private static IEnumerable<SummaryField>? Told(IReadOnlyList<SummaryField> told, string name) =>
        told.Where(field => field.Name == name && field.Value is not null).ToList() is { Count: > 0 } given && name != PacketField.RedFlags ? given : null;

    private IEnumerable<SummaryField> Found(string name, HandoffTicket ticket, IReadOnlyList<SummaryField> told, ConversationFacts? talk)
    {
        List<SummaryField> found = name switch
        {
            PacketField.Need => [new(name, Packet.ValueOf(told, "Ask") ?? (Packet.ValueOf(told, "Why") is { } why ? ReasonWords.Of(why.Split('\n')) : null))],
            PacketField.Name => [new(name, talk?.NameOnFile)],
            PacketField.Identity => [new(name, talk?.Identity)],
            PacketField.Phone => Phones(talk),
            PacketField.BestTimes => [.. (talk?.Said ?? []).Where(said => times.AreSaidIn(said.Text)).Select(said => new SummaryField(name, said.Text, said.Sequence)).TakeLast(3)],
            PacketField.Consent => [new(name, talk?.ConsentWords)],
            PacketField.Language => [new(name, (talk?.Talk.Language ?? ticket.Language).ToString())],
            PacketField.RedFlags => [.. told.Where(field => field.Name == name).Concat(talk?.RedFlags ?? []).Where(flag => flag.Value is not null).Distinct().OrderBy(flag => flag.Sequence)],
            PacketField.Answers => [.. (talk?.Quoted ?? []).Select(quoted => new SummaryField(name, WithSources(quoted.Id, talk!.Talk.Language), quoted.Sequence))],
            _ => [new(name, talk?.TranscriptWords, talk?.First)],
        };
        return found.Count > 0 ? found : [new SummaryField(name, null)];
    }

    private static List<SummaryField> Phones(ConversationFacts? talk)
    {
        if (talk?.Talk.Phone is { } sender) return [new(PacketField.Phone, PhoneNumber.Parse(sender).National)];
        List<SummaryField> onFile = talk?.Phone is { } known ? [new(PacketField.Phone, $"{PhoneNumber.Parse(known).National}, on file")] : [];
        var typed = (talk?.Said ?? []).Select(said => (Number: BookingReader.Phone(said.Text), said.Sequence)).Where(typed => typed.Number is not null).DistinctBy(typed => typed.Number);
        return [.. onFile, .. typed.Select(typed => new SummaryField(PacketField.Phone, PhoneNumber.Parse(typed.Number!).National, typed.Sequence))];
    }

    private string WithSources(string id, Language language)
    {
        if (library.AnswerOrFallback(id, language) is not { } answer) return id;
        var sources = answer.Sources.Select(source => source.Url is null ? source.Name : $"{source.Name} ({source.Url})");
        return answer.Sources.Count == 0 ? $"\"{answer.Title}\"" : $"\"{answer.Title}\", from {string.Join("; ", sources)}";
    }
}
