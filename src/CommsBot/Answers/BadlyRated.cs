using CommsBot.Content;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Answers;

/// <summary>An answer that did not help.</summary>
/// <param name="NotHelped">Of <paramref name="Rated"/> patients who said whether it helped.</param>
/// <param name="FirstAt">Clinic time at which it was first said not to.</param>
internal sealed record BadlyRated(string AnswerId, Language Language, string Title, int NotHelped, int Rated, DateTimeOffset FirstAt, DateTimeOffset LastAt)
{
    /// <summary>The worst first.</summary>
    public static async Task<IReadOnlyList<BadlyRated>> OfAsync(ClinicDb db, ContentLibrary library, IReadOnlyCollection<string> clinicIds, int most, CancellationToken ct)
    {
        var rated = await db.Feedback.Where(f => clinicIds.Contains(f.ClinicId)).ToListAsync(ct);
        return [.. rated.GroupBy(f => (f.AnswerId, f.Language)).Where(g => g.Any(f => !f.Helped)).Select(g => Of(g.Key.AnswerId, g.Key.Language, library, [.. g])).OrderByDescending(bad => bad.NotHelped).Take(most)];
    }

    private static BadlyRated Of(string id, Language language, ContentLibrary library, List<Feedback> said)
    {
        var bad = said.FindAll(f => !f.Helped);
        return new BadlyRated(id, language, library.AnswerOrFallback(id, language)?.Title ?? id, bad.Count, said.Count, bad.Min(f => f.At), bad.Max(f => f.At));
    }
}
