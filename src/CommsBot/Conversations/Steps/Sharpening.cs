using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Model;
using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// What a model's opinion makes of what the search found. It only adds: it may pick one of what the search offers as a choice, and put a
/// follow-up into a whole question that the search must then be sure of. What the search is sure of stays; where it finds nothing, a model's
/// pick is a tap beside the honest "I don't know", never the answer.
/// </summary>
internal sealed class Sharpening(AnswerSearch search, ContentLibrary library, SafetyScreen screen, ClinicalBoundary boundary)
{
    public SearchOutcome Of(SearchOutcome outcome, Turn turn)
    {
        if (Opinion(turn) is not { } opinion || outcome is SearchOutcome.Found) return outcome;
        var language = outcome is SearchOutcome.NotFound && AnswerSearch.TellsNoLanguage(turn.Text) ? opinion.Language ?? outcome.Language : outcome.Language;
        if (outcome is SearchOutcome.Choices choices && choices.Answers.FirstOrDefault(match => match.Id == opinion.Answer) is { } picked)
            return new SearchOutcome.Found(language, [picked], 0);
        if (Whole(turn, opinion, language) is { } question && search.Find(question, language) is SearchOutcome.Found { OpenQuestions: 0 } found && Fits(found, outcome))
            return found with { Language = language };
        return outcome is SearchOutcome.NotFound ? new SearchOutcome.NotFound(language) : outcome;
    }

    /// <summary>An answer worth a tap beside "I don't know"; null without.</summary>
    public string? Hint(Turn turn) => Opinion(turn)?.Answer;

    // What the message means in full may be a nurse's to answer although its own words are not.
    private Opinion? Opinion(Turn turn) =>
        turn.Facts.Model?.Opinion is { } opinion && (opinion.Question is not { } meant || (screen.Look(meant) is null && boundary.Look(meant) is null)) ? opinion : null;

    private string? Whole(Turn turn, Opinion opinion, Language language) =>
        opinion.Question is { } question && turn.State.LastAnswer is { } last && library.AnswerOrFallback(last, language) is { } answer
        && Rewording.AddsNothing(question, turn.Text, answer) ? question : null;

    // A choice may be decided by the whole question, but only for one of what was to choose from.
    private static bool Fits(SearchOutcome.Found found, SearchOutcome before) =>
        before is not SearchOutcome.Choices choices || found.Answers.All(match => choices.Answers.Any(offered => offered.Id == match.Id));
}
