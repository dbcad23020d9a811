using CommsBot.Answers;

namespace CommsBot.Conversations.Steps;

/// <summary>No approved words for it: say so, offer a person, and keep the question for the clinic, without names and numbers.</summary>
internal sealed class Unknown : ITurnStep
{
    public bool Handles(Turn turn)
    {
        turn.Ask("handoff/unknown", Outcome.Unanswered,
            [turn.Choice("handoff/choice-yes-person", Meanings.Person), turn.Choice("handoff/choice-no-thanks", Meanings.NoThanks)]);
        var question = turn.Text;
        if (question.Any(char.IsLetter)) turn.Do(db => OpenQuestions.Remember(db, turn.Clinic.Id, turn.Language, question, turn.Now));
        return true;
    }
}
