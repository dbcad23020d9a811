using System.Text.RegularExpressions;

namespace CommsBot.Content;

/// <summary>
/// How a text that speaks of phoning is said to who does not phone: <c>dialogs/handoff/text-only.yaml</c>, replacements in order. Every text a phone can
/// get is put through them by the content check, so none still says "call".
/// </summary>
internal sealed partial class TextOnlyWords
{
    public const string File = "dialogs/handoff/text-only.yaml";

    private const string Arrow = "=>";
    private const string AnyPhone = @"(\{clinic\.(afterHours)?[pP]hone\}|\(\d{3}\) \d{3}-\d{4})";

    private readonly Dictionary<Language, IReadOnlyList<(Regex From, string To)>> rules;

    private TextOnlyWords(Dictionary<Language, IReadOnlyList<(Regex, string)>> rules) => this.rules = rules;

    public static TextOnlyWords None { get; } = new([]);

    public static TextOnlyWords Read(string yaml, FaultList faults)
    {
        if (YamlItems.Parse(File, yaml, faults) is not { } items) return None;
        items.RefuseOthers([.. Enum.GetValues<Language>().Select(language => language.Code())]);
        return new TextOnlyWords(Enum.GetValues<Language>().ToDictionary(language => language, language => Rules(items.List(language.Code()), faults)));
    }

    public string Say(string text, Language language) =>
        rules.GetValueOrDefault(language, []).Aggregate(text, (said, rule) => rule.From.Replace(said, found => char.IsUpper(found.Value[0]) ? char.ToUpperInvariant(rule.To[0]) + rule.To[1..] : rule.To));

    /// <summary>The first word about phoning that is left; null when none is.</summary>
    public static string? CallIn(string text) => Phoning().Match(text) is { Success: true } found ? found.Value : null;

    private static IReadOnlyList<(Regex, string)> Rules(IReadOnlyList<string> lines, FaultList faults)
    {
        var rules = new List<(Regex, string)>();
        foreach (var line in lines)
        {
            if (line.Split(Arrow, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } from, { Length: > 0 } to])
            {
                faults.Error(File, line, $"must be \"these words {Arrow} those words\"");
                continue;
            }

            var pattern = Regex.Escape(from).Replace(@"\{phone}", AnyPhone, StringComparison.Ordinal);
            rules.Add((new Regex($@"(?<!\w){pattern}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled), to));
        }

        return rules;
    }

    // "Se llama" tells a name.
    [GeneratedRegex(@"\b(call(ing)?|calls (you|us|me)|(?<!\bse )ll[aá]m(?!ados?\b)\w*)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phoning();
}
