using System.Text;
using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Room;

/// <param name="Near">Titles of the answers that share most words with it.</param>
internal sealed record QuestionRow(string Id, Language Language, string Text, int Count, IReadOnlyList<string> Near);

/// <summary>The questions nobody wrote an answer for, most asked first, and a draft for each.</summary>
internal sealed class QuestionList(ClinicStore store, ContentLibrary library, TimeProvider machine)
{
    private const int Most = 200;
    private const int LeastLength = 4;

    public async Task<IReadOnlyList<QuestionRow>> ReadAsync(DeskPerson person, CancellationToken ct)
    {
        await using var db = store.Read();
        var open = await db.Questions.Where(q => person.Clinics.Contains(q.ClinicId) && q.Open).OrderByDescending(q => q.Count).ThenByDescending(q => q.LastAt).Take(Most).ToListAsync(ct);
        return [.. open.Select(q => new QuestionRow(q.Id, q.Language, q.Text, q.Count, [.. Near(q).Select(a => a.Title)]))];
    }

    /// <summary>Answers that patients said did not help, the worst first.</summary>
    public async Task<IReadOnlyList<BadlyRated>> BadlyRatedAsync(DeskPerson person, CancellationToken ct)
    {
        await using var db = store.Read();
        return await BadlyRated.OfAsync(db, library, person.Clinics, Most, ct);
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
    /// A Markdown file to be filled in and reviewed. It holds no sentence of a patient: only words of the question that the curated answers use too,
    /// in alphabetical order, so neither a name nor a phrase can travel into the repository.
    /// </summary>
    /// <returns>Null for an unknown question and for another clinic's.</returns>
    public async Task<string?> DraftAsync(DeskPerson person, string id, CancellationToken ct)
    {
        await using var db = store.Read();
        if (await db.Questions.SingleOrDefaultAsync(q => q.Id == id && person.Clinics.Contains(q.ClinicId), ct) is not { } question) return null;
        var known = library.Answers.Where(a => a.Language == question.Language).SelectMany(WordsOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var words = Words(question.Text).Where(known.Contains).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        return new StringBuilder()
            .AppendLine("---").AppendLine("id: ").AppendLine("title: ").AppendLine("asks: []").AppendLine("sms: ").AppendLine("sources: []").AppendLine("owner: ").AppendLine("---").AppendLine()
            .AppendLine($"<!-- Language: {question.Language.Code()}. Asked {question.Count} times. Topic words: {string.Join(", ", words)}.")
            .AppendLine($"Near answers: {string.Join(", ", Near(question).Select(a => a.Id))}.")
            .AppendLine("Write title, asks and text in your own words, name the sources, then run content check and have a clinician approve it. -->")
            .ToString();
    }

    private IEnumerable<Answer> Near(OpenQuestion question)
    {
        var words = Words(question.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return library.Answers.Where(a => a.Language == question.Language).Select(a => (Answer: a, Shared: WordsOf(a).Count(words.Contains))).Where(a => a.Shared > 0)
            .OrderByDescending(a => a.Shared).ThenBy(a => a.Answer.Id, StringComparer.Ordinal).Take(3).Select(a => a.Answer);
    }

    private static IEnumerable<string> WordsOf(Answer answer) => answer.Asks.Append(answer.Title).SelectMany(Words).Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Words(string text) => text.Split([' ', '?', '!', '.', ',', ';', ':', '\n', '(', ')', '"'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= LeastLength && word.All(char.IsLetter));
}
