using CommsBot.Conversations;

namespace CommsBot.Handoff;

/// <summary>A talk in which somebody is in danger, taken from a colleague who did not answer. From whom stands in the ticket's packet until it changes hands again.</summary>
internal static class TakenOver
{
    public const string NotNow = "A conversation is taken over only where somebody is in danger and the colleague who has it wrote nothing to the patient since. Look again.";

    private const string Field = "Taken over from";

    /// <summary>Whom this person may take the talk from; null where it is nobody's, their own, no danger, or was answered.</summary>
    public static string? MayBeFrom(HandoffTicket ticket, Conversation? talk, string person)
    {
        if (talk is null || !ticket.IsDanger || ticket.State == HandoffState.Closed || talk.StaffSaidAt >= ticket.WaitingSince) return null;
        var holder = talk.Owner is null or Ownership.Team ? ticket.ClaimedBy : talk.Owner;
        return holder == person ? null : holder;
    }

    public static string? FromWhom(IReadOnlyList<SummaryField> packet) => Packet.ValueOf(packet, Field);

    public static void Remember(HandoffTicket ticket, string from) => ticket.Summary = Packet.Write([.. Others(ticket), new SummaryField(Field, from)]);

    public static void Forget(HandoffTicket ticket)
    {
        if (ticket.Summary.Contains(Field, StringComparison.Ordinal)) ticket.Summary = Packet.Write(Others(ticket));
    }

    /// <summary>Who had it is named in a note, so that their queue says it.</summary>
    public static Task TellAsync(DeskWork work, IEnumerable<string> former)
    {
        var words = $"Took this conversation over from {string.Join(" and ", former.Select(name => "@" + name))}: nothing was written to the patient since the alarm.";
        HandoffDesk.Note(work, words);
        return Mentions.AddAsync(work, words);
    }

    private static IEnumerable<SummaryField> Others(HandoffTicket ticket) => Packet.Read(ticket.Summary).Where(field => field.Name != Field);
}
