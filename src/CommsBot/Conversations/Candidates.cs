using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Model;

namespace CommsBot.Conversations;

/// <summary>The answers a model may choose from: what the search holds possible for this message, and what it would look at after the last answer.</summary>
internal sealed class Candidates(AnswerSearch search, ContentLibrary library)
{
    private const int Most = 8;

    public IReadOnlyList<ModelCandidate> Of(string text, Language conversation, string? lastAnswer)
    {
        var found = search.Find(text, conversation, lastAnswer);
        var ids = found switch
        {
            SearchOutcome.Found sure => sure.Answers.Select(match => match.Id),
            SearchOutcome.Choices several => several.Answers.Select(match => match.Id),
            _ => [],
        };
        ids = ids.Concat(search.Top(text, found.Language).Select(match => match.Id));
        if (lastAnswer is not null && library.AnswerOrFallback(lastAnswer, found.Language) is { } last) ids = ids.Append(last.Id).Concat(last.Related);
        return [.. ids.Distinct().Select(id => library.AnswerOrFallback(id, found.Language)).OfType<Answer>().Take(Most)
            .Select(answer => new ModelCandidate(answer.Id, answer.Title, Placeholders.LeaveOut(answer.Sms)))];
    }
}
