using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// A model thinks somebody may harm themselves where no rule and no net did. It can only add: the crisis words and the ticket come first, and
/// what the message would have brought without it follows.
/// </summary>
internal sealed class SecondOpinion(Danger danger, CuratedAnswer answer, Unknown unknown) : ITurnStep
{
    public const string Rule = "model.crisis";

    public bool AsksTheModel => true;

    public bool Handles(Turn turn)
    {
        if (turn.Facts.Model?.Opinion is not { Crisis: true }) return false;
        danger.Raise(turn, new Alarm(AlarmClass.Crisis, ThirdPerson: false, turn.Language, Rule));
        return answer.Handles(turn) || unknown.Handles(turn);
    }
}
