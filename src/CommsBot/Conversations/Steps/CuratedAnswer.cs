namespace CommsBot.Conversations.Steps;

/// <summary>A question the clinic has written an answer for.</summary>
internal sealed class CuratedAnswer(AnswerTalk answers) : ITurnStep
{
    public bool AsksTheModel => true;

    // A digit that answers no question is no question itself.
    public bool Handles(Turn turn) => turn.Text.Any(char.IsLetter) && answers.TryAnswer(turn, turn.Text);
}
