using System.Text.RegularExpressions;
using CommsBot.Content;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Answers;

/// <summary>Remembers what nobody wrote an answer for: numbers and addresses masked, the same words counted once.</summary>
internal static partial class OpenQuestions
{
    private const int Longest = 300;

    public static async Task Remember(ClinicDb db, string clinicId, Language language, string question, DateTimeOffset now)
    {
        var masked = Mask(question);
        if (masked.Length == 0) return;
        var group = db.Cipher.LookUpHash($"{language}:{Words().Replace(masked.ToLowerInvariant(), " ").Trim()}");
        if (await db.Questions.SingleOrDefaultAsync(q => q.ClinicId == clinicId && q.GroupHash == group) is { } known)
        {
            known.Count++;
            known.LastAt = now;
            known.Open = true;
            return;
        }

        db.Questions.Add(new OpenQuestion
        {
            Id = Ids.New("q"),
            ClinicId = clinicId,
            Language = language,
            Text = masked,
            GroupHash = group,
            Count = 1,
            FirstAt = now,
            LastAt = now,
        });
    }

    /// <summary>The question without digits, mail addresses and names behind "I am" or "my name is".</summary>
    public static string Mask(string question)
    {
        var text = Mail().Replace(question, "[mail]");
        text = Names().Replace(text, "$1 [name]");
        text = Digits().Replace(text, "[number]").Trim();
        return text.Length <= Longest ? text : text[..Longest];
    }

    [GeneratedRegex(@"[^\s@]+@[^\s@]+", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    [GeneratedRegex(@"(?i:\b(my name is|this is|me llamo|mi nombre es|i am|i'm|soy))\s+\p{Lu}\p{L}+(\s+\p{Lu}\p{L}+)?")]
    private static partial Regex Names();

    [GeneratedRegex(@"[\d][\d\-\s().:/]*", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();

    [GeneratedRegex(@"[^\p{L}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
