using CommsBot.Answers;
using CommsBot.Model;

namespace CommsBot.Conversations.Steps;

/// <summary>No approved words for it: say so, offer a person, and keep the question for the clinic, without names and numbers.</summary>
internal sealed class Unknown : ITurnStep
{
    public bool AsksTheModel => true;

    public bool Handles(Turn turn)
    {
        turn.Ask("handoff/unknown", Outcome.Unanswered, [.. Wished(turn),
            turn.Choice("handoff/choice-yes-person", Meanings.Person), turn.Choice("handoff/choice-no-thanks", Meanings.NoThanks)]);
        var question = turn.Text;
        if (question.Any(char.IsLetter)) turn.Do(db => OpenQuestions.Remember(db, turn.Clinic.Id, turn.Language, question, turn.Now));
        return true;
    }

    // On the phone the digits stand in the sentence itself.
    private static IEnumerable<Choice> Wished(Turn turn) =>
        !turn.OnPhone && turn.Facts.Model?.Opinion?.Intent == Intent.Appointment ? [turn.Choice("handoff/choice-book", Meanings.Book)] : [];
}
