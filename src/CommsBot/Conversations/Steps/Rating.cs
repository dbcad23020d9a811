using CommsBot.Answers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations.Steps;

/// <summary>Was this helpful? Two taps under an answer on the website; who says no is offered a person.</summary>
internal static class Rating
{
    public static IEnumerable<Choice> Choices(Turn turn, string answerId, int taken) =>
    [
        turn.Choice("handoff/choice-helped", Meanings.Rate(answerId, helped: true), $"{taken + 1}"),
        turn.Choice("handoff/choice-not-helped", Meanings.Rate(answerId, helped: false), $"{taken + 2}"),
    ];

    public static void Take(Turn turn, string answerId, bool helped)
    {
        var (conversation, clinic, language, now) = (turn.Conversation.Id, turn.Clinic.Id, turn.Language, turn.Now);
        turn.Do(async db =>
        {
            var said = await db.Feedback.AsTracking().SingleOrDefaultAsync(f => f.ConversationId == conversation && f.AnswerId == answerId);
            if (said is null) db.Feedback.Add(said = new Feedback { ConversationId = conversation, AnswerId = answerId, ClinicId = clinic, Language = language });
            (said.Helped, said.At) = (helped, now);
        });
        if (helped) turn.Say("handoff/feedback-thanks", Outcome.SmallTalk);
        else OfferPerson(turn);
    }

    /// <summary>Whether the person who took the request helped; said once.</summary>
    public static void TakeHandoff(Turn turn, string ticketId, bool helped)
    {
        var (conversation, now) = (turn.Conversation.Id, turn.Now);
        turn.Do(async db =>
        {
            var ticket = await db.Handoffs.AsTracking().SingleOrDefaultAsync(h => h.Id == ticketId && h.ConversationId == conversation);
            if (ticket is { HelpSaidAt: null }) (ticket.Helped, ticket.HelpSaidAt) = (helped, now);
        });
        if (helped) turn.Say("handoff/help-thanks", Outcome.SmallTalk);
        else OfferPerson(turn);
    }

    private static void OfferPerson(Turn turn) =>
        turn.Ask("handoff/feedback-sorry", Outcome.SmallTalk, [turn.Choice("handoff/choice-yes-person", Meanings.Person), turn.Choice("handoff/choice-no-thanks", Meanings.NoMore)]);
}
