using CommsBot.Answers;
using CommsBot.Content;

namespace CommsBot.Conversations.Steps;

/// <summary>"Why?", "how long?", "that's a lot" after an answer. Not in a request and not while a text waits, whose reply it may be.</summary>
internal sealed class FollowUpAsked(FollowUps followUps, AnswerTalk answers, ContentLibrary library) : ITurnStep
{
    public bool Handles(Turn turn)
    {
        if (turn.State is not { LastAnswer: { } last, Booking: null } || turn.Facts.Awaiting.Count > 0 || turn.Facts.CheckIn is not null) return false;
        if (Offers.Chosen(turn) is not null || followUps.KindOf(turn.Text) is not { } kind) return false;
        var spoken = turn.Language;
        turn.Language = LanguageGuess.Of(turn.Text, turn.Language);
        if (followUps.AnswerTo(kind, last) is { } id && answers.Quote(turn, [id])) return true;
        if (kind == FollowUps.TooMuch) return Pleasantry.HearOut(turn);
        if (kind == FollowUps.Why && library.AnswerOrFallback(last, turn.Language) is { } answer && answers.Offer(turn, answer.Related)) return true;
        turn.Language = spoken;
        return false;
    }
}
