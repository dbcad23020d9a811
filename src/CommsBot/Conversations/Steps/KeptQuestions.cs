using CommsBot.Answers;
using CommsBot.Model;

namespace CommsBot.Conversations.Steps;

/// <summary>The clinic's list of what nobody wrote an answer for. All staff read it, so names go as they would before a model reads the words.</summary>
internal sealed class KeptQuestions(Masking masking)
{
    public void Keep(Turn turn)
    {
        if (!turn.Text.Any(char.IsLetter)) return;
        var (clinic, language, now) = (turn.Clinic.Id, turn.Language, turn.Now);
        var question = masking.Mask(turn.Text, SecondLook.NamesIn(turn.Facts));
        turn.Do(db => OpenQuestions.Remember(db, clinic, language, question, now));
    }
}
