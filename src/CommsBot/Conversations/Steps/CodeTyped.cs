using CommsBot.Handoff.Identity;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// Six digits in a chat to whose writer a code may have been texted. Told to whoever speaks with the patient as well; the answer is the service's own, so
/// it comes while staff own the conversation too.
/// </summary>
internal sealed class CodeTyped : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (turn.Facts.TypedCode is not { } typed) return false;
        var now = turn.Now;
        turn.Do(db => IdentityCodes.TakeAsync(db, typed, now));
        turn.Say(typed.Verdict switch
        {
            CodeVerdict.Right => "handoff/identity-proven",
            CodeVerdict.Wrong => "handoff/identity-code-wrong",
            _ => "handoff/identity-code-over",
        }, Outcome.Handoff, Outbox.MessageClass.Notice);
        return true;
    }
}
