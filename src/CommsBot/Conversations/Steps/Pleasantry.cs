namespace CommsBot.Conversations.Steps;

/// <summary>Hello, thanks, bye, an emoji: answered kindly or not at all. It opens no ticket and confirms nothing.</summary>
internal sealed class Pleasantry(SmallTalk talk) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (talk.Look(turn.Text) is not { } said) return false;
        if (said.Kind is SmallTalkKind.Reaction or SmallTalkKind.Emoji) return true;
        turn.Language = said.Language;
        switch (said.Kind)
        {
            case SmallTalkKind.Hello:
                turn.Send(new Reply(ClosedNow.With(turn, turn.Words("handoff/hello"), Outcome.SmallTalk), Outcome.SmallTalk) { Choices = turn.OnPhone ? [] : Opened.Choices(turn) });
                break;
            case SmallTalkKind.Bye:
                turn.Say("handoff/goodbye", Outcome.SmallTalk);
                break;
            default:
                turn.Say("handoff/thanks", Outcome.SmallTalk);
                break;
        }

        return true;
    }
}
