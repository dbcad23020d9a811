using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>"I have a stimulator": whoever has what an answer is about is answered as everybody is, and the nurse whom the answer names hears of it.</summary>
internal sealed class AskedOfOneself(ClinicalBoundary boundary, Boundary nurse, AnswerTalk answers) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (!boundary.TellsOfSomebody(turn.Text) || answers.NurseOf(turn) is not { } named) return false;
        var kind = Enum.Parse<BoundaryKind>(named, ignoreCase: true);
        nurse.Say(turn, new BoundaryHit(kind, TimeCritical: false, turn.Language, "answer.names-nurse") { MayBeGeneral = true });
        return true;
    }
}
