namespace CommsBot.Conversations.Steps;

/// <summary>Too long or too many, and screened clean: refused calmly, at most once a minute.</summary>
internal sealed class OverLimit : ITurnStep
{
    /// <summary>The longest message that is answered; the door keeps and screens up to 20,000 characters.</summary>
    public const int LongestAnswered = 2_000;

    private static readonly TimeSpan Once = TimeSpan.FromMinutes(1);

    public bool Handles(Turn turn)
    {
        var tooLong = turn.Text.Length > LongestAnswered;
        if (!tooLong && !turn.Message.OverLimit) return false;
        if (turn.State.RefusedAt is { } said && turn.Now - said < Once) return true;
        turn.State.RefusedAt = turn.Now;
        turn.Say(tooLong ? "handoff/too-long" : "handoff/rate-limited", Outcome.Refused);
        return true;
    }
}
