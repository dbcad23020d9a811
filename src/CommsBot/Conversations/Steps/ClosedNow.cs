using CommsBot.Content;

namespace CommsBot.Conversations.Steps;

/// <summary>The line that a closure adds to a greeting and to an answer about hours: the file's hours do not hold now.</summary>
internal static class ClosedNow
{
    /// <summary>The words with the line under them. On a phone the line goes ahead as a text of its own, so that neither is cut.</summary>
    public static string With(Turn turn, string words, string outcome)
    {
        if (turn.Clinic.Hours.ClosedUntil(turn.Now) is null) return words;
        var opens = turn.Clinic.OpensWords(turn.Now, turn.Language, turn.Facts.Form);
        if (!turn.OnPhone) return $"{words}\n\n{turn.Words("handoff/closed-now", ("opens", opens))}";
        turn.Say("handoff/closed-now", outcome, values: ("opens", opens));
        return words;
    }
}
