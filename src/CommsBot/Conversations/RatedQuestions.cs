using CommsBot.Answers;
using CommsBot.Booking;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Model;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Conversations;

/// <summary>A question whose answer was said not to help, masked as an unanswered one is.</summary>
/// <param name="Count">How many patients who asked it said so.</param>
internal sealed record RatedQuestion(string Id, string AnswerId, Language Language, string Text, int Count);

/// <summary>
/// What was asked where an answer did not help, the same words counted once. Read from the transcript each time, so that nothing is kept longer than
/// the talk; where somebody was in danger nothing of the talk is shown.
/// </summary>
internal sealed class RatedQuestions(Masking masking)
{
    /// <summary>The newest so many ratings are looked at.</summary>
    private const int Most = 300;

    public async Task<IReadOnlyList<RatedQuestion>> OfAsync(ClinicDb db, IReadOnlyCollection<string> clinicIds, CancellationToken ct)
    {
        var rated = await db.Feedback.Where(f => clinicIds.Contains(f.ClinicId) && !f.Helped
            && !db.Handoffs.Any(h => h.ConversationId == f.ConversationId && (h.Kind == HandoffKind.Crisis || h.Kind == HandoffKind.Emergency)))
            .OrderByDescending(f => f.At).Take(Most).ToListAsync(ct);
        var talks = rated.Select(f => f.ConversationId).Distinct().ToList();
        var said = (await db.Transcript.Where(t => talks.Contains(t.ConversationId) && (t.From == Speaker.Patient || t.Answers != null)).OrderBy(t => t.Sequence)
            .Select(t => new Said(t.ConversationId, t.From, t.Text, t.Answers, t.At)).ToListAsync(ct)).ToLookup(entry => entry.ConversationId);
        var names = await NamesAsync(db, talks, ct);
        return [.. rated.Select(f => (f.AnswerId, f.Language, Text: Masked(QuestionOf(f, [.. said[f.ConversationId]]), names[f.ConversationId])))
            .Where(one => one.Text.Any(char.IsLetter)).GroupBy(one => (one.AnswerId, one.Language, Words: Letters(one.Text)))
            .Select(same => new RatedQuestion("rated-" + db.Cipher.LookUpHash($"{same.Key}"), same.Key.AnswerId, same.Key.Language, same.First().Text, same.Count()))
            .OrderByDescending(question => question.Count)];
    }

    private string Masked(string question, IEnumerable<string> names) => OpenQuestions.Mask(masking.Mask(question, names));

    /// <summary>What the patient wrote before the answer that was rated came last.</summary>
    private static string QuestionOf(Feedback rating, List<Said> talk)
    {
        var answered = talk.FindLastIndex(entry => entry.At <= rating.At && entry.Answers?.Split(',').Contains(rating.AnswerId) == true);
        return answered < 0 ? "" : talk.Take(answered).LastOrDefault(entry => entry.From == Speaker.Patient)?.Text ?? "";
    }

    /// <summary>By talk: names given in it, or on file of whom it was proven to be.</summary>
    private static async Task<ILookup<string, string>> NamesAsync(ClinicDb db, List<string> talks, CancellationToken ct)
    {
        var asked = await db.Handoffs.Where(h => talks.Contains(h.ConversationId!) && h.Patient != null).Select(h => new { Talk = h.ConversationId!, Name = h.Patient! }).ToListAsync(ct);
        var proven = await db.PatientLinks.Where(l => talks.Contains(l.ConversationId)).Join(db.Patients, l => l.PatientId, p => p.Id, (l, p) => new { l.ConversationId, p.FirstName, p.LastName }).ToListAsync(ct);
        var open = await db.Conversations.Where(c => talks.Contains(c.Id) && c.State != null).Select(c => new { c.Id, c.State }).ToListAsync(ct);
        return asked.Select(one => (one.Talk, one.Name))
            .Concat(proven.Select(one => (one.ConversationId, $"{one.FirstName} {one.LastName}")))
            .Concat(open.Select(one => (one.Id, DialogState.Read(one.State).Booking?.Value(BookingQuestion.Name) ?? "")))
            .ToLookup(one => one.Item1, one => one.Item2);
    }

    private static string Letters(string text) => string.Join(' ', new string([.. text.ToLowerInvariant().Select(c => char.IsLetter(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private sealed record Said(string ConversationId, Speaker From, string Text, string? Answers, DateTimeOffset At);
}
