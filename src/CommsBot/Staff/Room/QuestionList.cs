using System.Text;
using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Room;

/// <param name="Near">Titles of the answers that share most words with it.</param>
internal sealed record QuestionRow(string Id, Language Language, string Text, int Count, IReadOnlyList<string> Near);

/// <summary>The questions nobody wrote an answer for, most asked first, and a draft for each.</summary>
internal sealed class QuestionList(ClinicStore store, ContentLibrary library, RatedQuestions rated, TimeProvider machine)
{
    private const int Most = 200;
    private const int LeastLength = 4;

    public async Task<IReadOnlyList<QuestionRow>> ReadAsync(DeskPerson person, CancellationToken ct)
    {
        await using var db = store.Read();
        var open = await db.Questions.Where(q => person.Clinics.Contains(q.ClinicId) && q.Open).OrderByDescending(q => q.Count).ThenByDescending(q => q.LastAt).Take(Most).ToListAsync(ct);
        return [.. open.Select(q => new QuestionRow(q.Id, q.Language, q.Text, q.Count, [.. Near(q.Language, q.Text).Select(a => a.Title)]))];
    }

    /// <summary>Answers that patients said did not help, the worst first.</summary>
    public async Task<IReadOnlyList<BadlyRated>> BadlyRatedAsync(DeskPerson person, CancellationToken ct)
    {
        await using var db = store.Read();
        return await BadlyRated.OfAsync(db, library, person.Clinics, Most, ct);
    }

    /// <summary>What was asked where those answers were given.</summary>
    public async Task<ILookup<(string AnswerId, Language Language), RatedQuestion>> RatedAsync(DeskPerson person, CancellationToken ct)
    {
        await using var db = store.Read();
        return (await rated.OfAsync(db, person.Clinics, ct)).ToLookup(question => (question.AnswerId, question.Language));
    }

    /// <summary>Somebody saw to it; asked once more without an answer it is open again.</summary>
    /// <returns>False for an unknown question, another clinic's, and for who may not act there.</returns>
    public Task<bool> CloseAsync(DeskPerson person, string id, CancellationToken ct = default) => store.Write(async db =>
    {
        if (await db.Questions.AsTracking().SingleOrDefaultAsync(q => q.Id == id && person.Clinics.Contains(q.ClinicId), ct) is not { } question) return false;
        if (!await StaffPeople.MayActAsync(db, person.Name, question.ClinicId)) return false;
        if (!question.Open) return true;
        question.Open = false;
        AuditLog.Add(db, question.ClinicId, person.Name, "question.close", id, machine.GetUtcNow());
        return true;
    }, ct);

    /// <summary>
    /// A Markdown file to be filled in and reviewed, for a question without an answer or with one that did not help. It holds no sentence of a patient: only words of the question that the curated answers use too,
    /// in alphabetical order, so neither a name nor a phrase can travel into the repository.
    /// </summary>
    /// <returns>Null for an unknown question and for another clinic's.</returns>
    public async Task<string?> DraftAsync(DeskPerson person, string id, CancellationToken ct)
    {
        await using var db = store.Read();
        if (await db.Questions.SingleOrDefaultAsync(q => q.Id == id && person.Clinics.Contains(q.ClinicId), ct) is { } open) return Draft(open.Language, open.Text, $"Asked {open.Count} times.");
        return (await rated.OfAsync(db, person.Clinics, ct)).FirstOrDefault(question => question.Id == id) is { } answered
            ? Draft(answered.Language, answered.Text, $"Answered by {answered.AnswerId}, which did not help {answered.Count} times.")
            : null;
    }

    private string Draft(Language language, string question, string asked)
    {
        var known = library.Answers.Where(a => a.Language == language).SelectMany(WordsOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var words = Words(question).Where(known.Contains).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        return new StringBuilder()
            .AppendLine("---").AppendLine("id: ").AppendLine("title: ").AppendLine("asks: []").AppendLine("sms: ").AppendLine("sources: []").AppendLine("owner: ").AppendLine("---").AppendLine()
            .AppendLine($"<!-- Language: {language.Code()}. {asked} Topic words: {string.Join(", ", words)}.")
            .AppendLine($"Near answers: {string.Join(", ", Near(language, question).Select(a => a.Id))}.")
            .AppendLine("Write title, asks and text in your own words, name the sources, then run content check and have a clinician approve it. -->")
            .ToString();
    }

    private IEnumerable<Answer> Near(Language language, string question)
    {
        var words = Words(question).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return library.Answers.Where(a => a.Language == language).Select(a => (Answer: a, Shared: WordsOf(a).Count(words.Contains))).Where(a => a.Shared > 0)
            .OrderByDescending(a => a.Shared).ThenBy(a => a.Answer.Id, StringComparer.Ordinal).Take(3).Select(a => a.Answer);
    }

    private static IEnumerable<string> WordsOf(Answer answer) => answer.Asks.Append(answer.Title).SelectMany(Words).Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Words(string text) => text.Split([' ', '?', '!', '.', ',', ';', ':', '\n', '(', ')', '"'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= LeastLength && word.All(char.IsLetter));
}
