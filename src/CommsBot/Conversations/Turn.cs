using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Handoff.Identity;
using CommsBot.Outbox;
using CommsBot.Preparation;
using CommsBot.Patients;
using CommsBot.Storage;

namespace CommsBot.Conversations;

/// <summary>
/// One message being worked on: what is known before, and what shall be true after. Nothing here touches the database; <see cref="TurnRunner"/>
/// commits replies, tickets and effects in one transaction, or none of them.
/// </summary>
internal sealed class Turn(TurnFacts facts, Wording wording)
{
    private readonly List<Reply> replies = [];
    private readonly List<TicketDraft> tickets = [];
    private readonly List<Func<ClinicDb, Task>> effects = [];

    public TurnFacts Facts => facts;
    public Conversation Conversation => facts.Conversation;
    public InboundMessage Message => facts.Message;
    public Clinic Clinic => facts.Clinic;
    public DateTimeOffset Now => facts.Now;
    public string Text => facts.Message.Text;
    public bool OnPhone => facts.Form == MessageForm.Sms;
    public DialogState State { get; } = DialogState.Read(facts.Conversation.State);

    /// <summary>The language of this message, else of the conversation.</summary>
    public Language Language { get; set; } = facts.Conversation.Language;

    /// <summary>True once a reply was sent whose question waits for a tap or digit; older choices are then void.</summary>
    public bool AskedSomething { get; private set; }

    /// <summary>It is a nurse's to judge: while the health questions wait for an answer, it is none of "none of these".</summary>
    public bool TellsOfHealth { get; set; }

    public IReadOnlyList<Reply> Replies => replies;
    public IReadOnlyList<TicketDraft> Tickets => tickets;
    public IReadOnlyList<Func<ClinicDb, Task>> Effects => effects;

    /// <summary>The fixed sentence of <c>dialogs/</c> in this turn's language and form.</summary>
    public string Words(string key, params (string Name, string Value)[] values) =>
        wording.Text(key, Language, facts.Form, Clinic.Fact, values);

    public void Say(string key, string outcome, MessageClass @class = MessageClass.Reply, params (string Name, string Value)[] values) =>
        Send(new Reply(Words(key, values), outcome, @class));

    /// <summary>Says it and waits for one of the choices.</summary>
    public void Ask(string key, string outcome, IReadOnlyList<Choice> choices, params (string Name, string Value)[] values) =>
        Send(new Reply(Words(key, values), outcome) { Choices = choices });

    public void Send(Reply reply)
    {
        replies.Add(reply);
        if (reply.Choices.Count == 0) return;
        AskedSomething = true;
        State.Offered = [.. reply.Choices];
        State.OfferedAt = Now;
    }

    /// <summary>A choice whose label (web) or digit (phone) stands in the wording under that key.</summary>
    public Choice Choice(string key, string means, string? digit = null)
    {
        var web = wording.Text(key, Language, MessageForm.Web, Clinic.Fact);
        var sms = wording.Text(key, Language, MessageForm.Sms, Clinic.Fact);
        return new Choice(web, digit ?? sms, means);
    }

    public void Open(TicketDraft ticket) => tickets.Add(ticket);

    /// <summary>A change of rows that commits with the turn.</summary>
    public void Do(Func<ClinicDb, Task> effect) => effects.Add(effect);
}

/// <summary>What was read before the decisions, in one look at the database.</summary>
/// <param name="Form">Which wording the channel needs.</param>
internal sealed record TurnFacts(Conversation Conversation, InboundMessage Message, Clinic Clinic, DateTimeOffset Now, MessageForm Form)
{
    /// <summary>The patient's latest messages within three minutes, oldest first, at most five, this one last.</summary>
    public IReadOnlyList<string> Recent { get; init; } = [];

    /// <summary>The sender's number; null on the web.</summary>
    public PhoneNumber? Phone { get; init; }

    /// <summary>The unanswered preparation texts on that number, of current plan versions.</summary>
    public IReadOnlyList<OpenText> Awaiting { get; init; } = [];

    /// <summary>The check-in after a visit that waits on that number; null when none does.</summary>
    public OpenCheckIn? CheckIn { get; init; }

    /// <summary>Who and which visits are on file for that number; nobody on the web.</summary>
    public VisitsOnNumber Visits { get; init; } = VisitsOnNumber.None;

    public bool HasOpenTicket { get; init; }

    /// <summary>A person was asked to answer this patient, and has not closed it.</summary>
    public bool HasOpenQuestion { get; init; }

    /// <summary>What the message is, compared with a code that was texted to prove who writes; null when it is an ordinary message.</summary>
    public TypedCode? TypedCode { get; init; }

    /// <summary>The number may be sent nothing at all; a STOP of this very message counts.</summary>
    public bool OptedOut { get; init; }

    /// <summary>The opt-out stood already when this message came.</summary>
    public bool OptedOutBefore { get; init; }

    /// <summary>This very message lifted an opt-out.</summary>
    public bool OptedBackIn { get; init; }

    /// <summary>Visits within 72 hours of whoever is texted at this number.</summary>
    public IReadOnlyList<string> VisitsSoon { get; init; } = [];

    /// <summary>What a language model said beforehand; null when none was asked.</summary>
    public ModelWord? Model { get; init; }

    public string Text => Message.Text;

    /// <summary>True while somebody is on call and a page would arrive.</summary>
    public bool CanPage { get; init; }
}
