using CommsBot.Answers;
using CommsBot.Model;
using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// What a model's opinion makes of what the search found. It only adds: a doubt may become one answer, nothing found may become found; what the
/// search is sure of stays, and what it offers as a choice is never taken away.
/// </summary>
internal sealed class Sharpening(AnswerSearch search, SafetyScreen screen, ClinicalBoundary boundary)
{
    public SearchOutcome Of(SearchOutcome outcome, Turn turn)
    {
        if (turn.Facts.Model?.Opinion is not { } opinion || outcome is SearchOutcome.Found) return outcome;
        // What the message means in full may be a nurse's to answer although its own words are not.
        if (opinion.Question is { } meant && (screen.Look(meant) is not null || boundary.Look(meant) is not null)) return outcome;
        var language = outcome is SearchOutcome.NotFound && AnswerSearch.TellsNoLanguage(turn.Text) ? opinion.Language ?? outcome.Language : outcome.Language;
        if (opinion.Answer is { } id) return new SearchOutcome.Found(language, [new AnswerMatch(id, 0)], 0);
        if (opinion.Question is { } question && search.Find(question, language) is SearchOutcome.Found { OpenQuestions: 0 } found && Fits(found, outcome))
            return found with { Language = language };
        return outcome is SearchOutcome.NotFound ? new SearchOutcome.NotFound(language) : outcome;
    }

    // A choice may be decided by the whole question, but only for one of what was to choose from.
    private static bool Fits(SearchOutcome.Found found, SearchOutcome before) =>
        before is not SearchOutcome.Choices choices || found.Answers.All(match => choices.Answers.Any(offered => offered.Id == match.Id));
}
