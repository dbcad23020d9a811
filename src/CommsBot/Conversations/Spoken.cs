using CommsBot.Answers;
using CommsBot.Content;

namespace CommsBot.Conversations;

/// <summary>The language of a reply to what a rule recognised.</summary>
internal static class Spoken
{
    /// <summary>
    /// The message's own language. Where its words do not tell ("respira bien"), a Spanish conversation stays Spanish, since a patient chose it; an English one
    /// may only have begun as one, so there the rule's language counts.
    /// </summary>
    public static Language In(Turn turn, Language ofRule) =>
        turn.Language == Language.English && AnswerSearch.TellsNoLanguage(turn.Text) ? ofRule : LanguageGuess.Of(turn.Text, turn.Language);
}
