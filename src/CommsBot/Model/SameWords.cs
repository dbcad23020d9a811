using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CommsBot.Model;

/// <summary>
/// Whether a sentence the model wrote quotes an approved passage. Case, marks, bold and a joining word in front may differ; every other word,
/// number, hour, phone number and negation must be the passage's, each of them, in its order. A changed drug or a lost "not" is another sentence.
/// </summary>
internal static partial class SameWords
{
    private static readonly HashSet<string> Joining = ["also", "and", "besides", "additionally", "finally", "y", "también", "además", "finalmente"];

    public static bool Quote(string sentence, string passage)
    {
        var (said, approved) = (Words(sentence), Words(passage));
        if (approved.Count == 0) return false;
        return said.SequenceEqual(approved) || said.SkipWhile(Joining.Contains).SequenceEqual(approved.SkipWhile(Joining.Contains)) && said.Count > 0;
    }

    // A mark inside a number belongs to it: 1.5 is not 15, and 8:00-17:00 is not 8:0017:00.
    private static List<string> Words(string text) =>
        [.. Word().Matches(text.Normalize(NormalizationForm.FormKC).Replace('’', '\'')).Select(word => word.Value.ToLower(CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+(?:['.,:/\-–%][\p{L}\p{M}\p{N}]+)*|[%$€£+=<>±×°#@&]")]
    private static partial Regex Word();
}
