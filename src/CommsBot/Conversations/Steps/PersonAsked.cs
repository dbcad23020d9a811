using CommsBot.Handoff;

namespace CommsBot.Conversations.Steps;

/// <summary>Tells the patient that a person was asked, and honestly when one will be there.</summary>
internal static class PersonAsked
{
    public static void Ask(Turn turn, TicketDraft ticket, string outcome = Outcome.Handoff)
    {
        var again = turn.Facts.HasOpenQuestion && ticket.Kind == HandoffKind.Question;
        turn.Send(new Reply(again ? WhenOpen(turn, "handoff/person-already-asked") : WhenOpen(turn), outcome, Outbox.MessageClass.Notice));
        turn.Open(ticket);
    }

    /// <summary>The same for who wants to move or cancel: until a person did it nothing has changed.</summary>
    public static void AskToMove(Turn turn)
    {
        turn.Send(new Reply($"{turn.Words("handoff/not-changed-yet")} {WhenOpen(turn)}", Outcome.Handoff, Outbox.MessageClass.Notice));
        turn.Open(new TicketDraft(HandoffKind.Call, "reschedule"));
    }

    /// <summary>"I have asked our team ... open until ...", or "our office is closed now, we open ...".</summary>
    /// <param name="key">What both sentences begin with: its <c>-open</c> is said while somebody is there, its <c>-closed</c> otherwise.</param>
    public static string WhenOpen(Turn turn, string key = "handoff/person-asked") => turn.Clinic.ClosesWords(turn.Now, turn.Language, turn.Facts.Form) is { } closes
        ? turn.Words($"{key}-open", ("closes", closes))
        : turn.Words($"{key}-closed", ("opens", turn.Clinic.OpensWords(turn.Now, turn.Language, turn.Facts.Form)));
}
