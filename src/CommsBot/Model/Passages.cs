using System.Text.RegularExpressions;

namespace CommsBot.Model;

/// <summary>
/// Cuts an approved answer into the smallest parts that may stand alone. What leans on its neighbour stays with it: what follows a colon with
/// what stands before it, "That means ..." with what it explains. Cutting too little only means less can be left out.
/// </summary>
internal static partial class Passages
{
    public static IReadOnlyList<string> Of(string text)
    {
        var passages = new List<string>();
        foreach (var block in Blocks().Split(text.Trim()).Select(block => block.Trim()).Where(block => block.Length > 0))
        {
            if (passages.Count > 0 && passages[^1].TrimEnd('*', '_').EndsWith(':')) passages[^1] += "\n\n" + block;
            else if (block.Split('\n').Skip(1).Any(IsList) || IsList(block)) passages.Add(block);
            else AddSentences(block, passages);
        }

        return passages;
    }

    private static void AddSentences(string paragraph, List<string> passages)
    {
        var first = true;
        foreach (var sentence in SentenceEnd().Split(paragraph).Select(part => part.Trim()).Where(part => part.Length > 0))
        {
            if (!first && (Leaning().IsMatch(sentence) || Abbreviated().IsMatch(passages[^1]))) passages[^1] += " " + sentence;
            else passages.Add(sentence);
            first = false;
        }
    }

    private static bool IsList(string block) => ListItem().IsMatch(block);

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\s*(?:[-*]|\d+\.)\s")]
    private static partial Regex ListItem();

    // A mark that ends a sentence, marks that close around it, a blank, and then a capital or an opening mark.
    [GeneratedRegex(@"(?<=[.!?][*_""')]{0,3})\s+(?=[*_""'(]{0,3}[\p{Lu}¿¡])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^[*_""'(¿¡]{0,3}(?:that|this|these|those|it|its|they|them|he|she|not|no|but|and|or|so|then|otherwise|instead|if so|eso|esto|esta|este|estos|estas|ese|esa|ellos|ellas|pero|y|o|ni|así|asi|entonces|si no)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Leaning();

    [GeneratedRegex(@"\b(?:Dr|Dra|Sr|Sra|Mr|Mrs|Ms|St|No|Núm|vs|e\.g|i\.e|a\.m|p\.m|\p{Lu})\.[*_""')]{0,3}$")]
    private static partial Regex Abbreviated();
}
