using System.Text.RegularExpressions;

namespace CommsBot.Answers;

/// <summary>Finds the questions inside one message.</summary>
internal static partial class QuestionSplit
{
    private const int Most = 4;
    private const int ShortestHalf = 4;

    /// <summary>The sentences that ask, when the message says so by question marks; otherwise the whole message.</summary>
    public static IReadOnlyList<string> Sentences(string message)
    {
        var sentences = Sentence().Matches(message).Select(m => m.Value.Trim()).Where(s => s.Any(char.IsLetter)).ToList();
        var asking = sentences.Where(s => s.EndsWith('?') || Begins(s)).Take(Most).ToList();
        return asking.Count == 0 || !message.Contains('?') && asking.Count < 2 ? [message] : asking;
    }

    /// <summary>The halves around "and", "y", "also" when each but the first begins to ask; otherwise the sentence.</summary>
    public static IReadOnlyList<string> Halves(string sentence)
    {
        var parts = Joint().Split(sentence).Select(p => p.Trim()).Where(p => p.Length > 0).ToList();
        return parts.Count is > 1 and <= Most && parts.Skip(1).All(Begins) && parts[0].Length >= ShortestHalf ? parts : [sentence];
    }

    /// <summary>True when the words begin as questions do.</summary>
    public static bool Begins(string text) => Beginning().IsMatch(text);

    [GeneratedRegex(@"[^.?!;\n]+[.?!;\n]*")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\s*,?\s+(?:and also|and|also|plus|n|y también|y tambien|y|además|ademas|también|tambien|&)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Joint();

    [GeneratedRegex(@"^[\s¿]*(?:so|and|but|also|y|pero|entonces)?[\s,¿]*(?:also|tambi[eé]n|adem[aá]s)?[\s,¿]*(?:a|de|en|con|por|hasta|for|in|at|by|from)?[\s]*(i (?:also |just )?(?:want|need|would like) to know|id like to know|if not|if they|what|whats|what's|how|when|where|who|why|which|is|are|am|do|does|did|can|could|will|would|should|may|must|have|has|qu[eé]|c[oó]mo|cu[aá]ndo|d[oó]nde|qui[eé]n|cu[aá]nt[oa]s?|cu[aá]l|por qu[eé]|puedo|puede|debo|tengo que|necesito|hay|es|son|tiene|tienen|me|se|si|voy a|vuelvo|aceptan|toman|hacen|atienden|cubre|cubren|pueden|quiero saber|quisiera saber|q)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Beginning();
}
