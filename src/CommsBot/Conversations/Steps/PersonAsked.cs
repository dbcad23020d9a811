using CommsBot.Handoff;

namespace CommsBot.Conversations.Steps;

/// <summary>Tells the patient that a person was asked, and honestly when one will be there.</summary>
internal static class PersonAsked
{
    public static void Ask(Turn turn, TicketDraft ticket, string outcome = Outcome.Handoff)
    {
        if (turn.Facts.HasOpenTicket && ticket.Kind == HandoffKind.Question) turn.Say("handoff/person-already-asked", outcome, Outbox.MessageClass.Notice);
        else turn.Send(new Reply(WhenOpen(turn), outcome, Outbox.MessageClass.Notice));
        turn.Open(ticket);
    }

    /// <summary>The same for who wants to move or cancel: until a person did it nothing has changed.</summary>
    public static void AskToMove(Turn turn)
    {
        turn.Send(new Reply($"{turn.Words("handoff/not-changed-yet")} {WhenOpen(turn)}", Outcome.Handoff, Outbox.MessageClass.Notice));
        turn.Open(new TicketDraft(HandoffKind.Call, "reschedule"));
    }

    /// <summary>"I have asked our team ... open until ...", or "our office is closed now, we open ...".</summary>
    public static string WhenOpen(Turn turn) => turn.Clinic.ClosesWords(turn.Now, turn.Language, turn.Facts.Form) is { } closes
        ? turn.Words("handoff/person-asked-open", ("closes", closes))
        : turn.Words("handoff/person-asked-closed", ("opens", turn.Clinic.OpensWords(turn.Now, turn.Language, turn.Facts.Form)));
}
