using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Model;

namespace CommsBot.Conversations.Steps;

/// <summary>No approved words for it: say so, offer a person, and keep the question for the clinic, without names and numbers.</summary>
internal sealed class Unknown(Sharpening sharpening, ContentLibrary library) : ITurnStep
{
    public bool AsksTheModel => true;

    public bool Handles(Turn turn)
    {
        turn.Ask("handoff/unknown", Outcome.Unanswered, [.. Wished(turn),
            turn.Choice("handoff/choice-yes-person", Meanings.Person), turn.Choice("handoff/choice-no-thanks", Meanings.NoThanks)]);
        Keep(turn);
        return true;
    }

    /// <summary>The question goes to the clinic's list of what nobody wrote an answer for.</summary>
    public static void Keep(Turn turn)
    {
        var (clinic, language, question, now) = (turn.Clinic.Id, turn.Language, turn.Text, turn.Now);
        if (question.Any(char.IsLetter)) turn.Do(db => OpenQuestions.Remember(db, clinic, language, question, now));
    }

    // On the phone the digits stand in the sentence itself.
    private IEnumerable<Choice> Wished(Turn turn)
    {
        if (turn.OnPhone) yield break;
        if (sharpening.Hint(turn) is { } id && library.AnswerOrFallback(id, turn.Language) is { } answer) yield return new Choice(answer.Title, "", Meanings.Answer(id));
        if (turn.Facts.Model?.Opinion?.Intent == Intent.Appointment) yield return turn.Choice("handoff/choice-book", Meanings.Book);
    }
}
