using CommsBot.Content;
using CommsBot.Model;

namespace CommsBot.Conversations.Steps;

/// <summary>No approved words for it: say so, offer a person, and keep the question for the clinic, without names and numbers.</summary>
internal sealed class Unknown(Sharpening sharpening, ContentLibrary library, KeptQuestions kept) : ITurnStep
{
    public bool AsksTheModel => true;

    public bool Handles(Turn turn)
    {
        turn.Ask("handoff/unknown", Outcome.Unanswered, [.. Wished(turn),
            turn.Choice("handoff/choice-yes-person", Meanings.Person), turn.Choice("handoff/choice-no-thanks", Meanings.NoThanks)]);
        kept.Keep(turn);
        return true;
    }

    // On the phone the digits stand in the sentence itself.
    private IEnumerable<Choice> Wished(Turn turn)
    {
        if (turn.OnPhone) yield break;
        if (sharpening.Hint(turn) is { } id && library.AnswerOrFallback(id, turn.Language) is { } answer) yield return new Choice(answer.Title, "", Meanings.Answer(id));
        if (turn.Facts.Model?.Opinion?.Intent == Intent.Appointment) yield return turn.Choice("handoff/choice-book", Meanings.Book);
    }
}
