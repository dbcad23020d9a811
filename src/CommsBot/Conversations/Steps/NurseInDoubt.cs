using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// No answer surely covers it, and it looks a little as if it were about this one patient: a nurse is asked, and what might be meant is a tap away.
/// To ask back which of three subjects is meant would be to answer a worry with a menu.
/// </summary>
internal sealed class NurseInDoubt(ClinicalBoundary boundary, Boundary nurse, AnswerTalk answers) : ITurnStep
{
    public bool AsksTheModel => true;

    public bool Handles(Turn turn)
    {
        if (boundary.LookInDoubt(turn.Text) is not { } hit || answers.Covers(turn)) return false;
        nurse.SayInDoubt(turn, hit);
        return true;
    }
}
