using System.Security.Cryptography;
using CommsBot.Content;

namespace CommsBot.Safety.Nets;

/// <summary>A message somebody might write and what it means.</summary>
/// <param name="Label">A class, as the file's heading names it.</param>
internal readonly record struct Example(string Text, string Label);

/// <summary>
/// Reads messages to learn from: <c>dialogs/safety/examples-*.txt</c>, one per line below a heading like <c>[Crisis]</c>,
/// and the ways of asking that curated answers list, all of which mean no alarm.
/// </summary>
internal static class ExampleFiles
{
    /// <summary>The label of what needs no attention.</summary>
    public const string None = "None";

    private const int MostAsks = 60;

    /// <summary>The folders that examples, ways of asking and the words to read them with come from.</summary>
    private static readonly string[] Sources = ["answers", "consent", "evaluation", "safety"];

    /// <summary>A digest of all that a net could learn from and of the example files it is asked to, in their order.</summary>
    public static IncrementalHash Digest(string dialogs, IReadOnlyList<string> files)
    {
        var digest = LearningInput.From(string.Join('|', files));
        foreach (var folder in Sources) digest.AppendFiles(dialogs, folder);
        return digest;
    }

    public static IEnumerable<Example> Read(string dialogs, string file, IReadOnlySet<string> labels, List<string> faults)
    {
        var path = Path.Combine(dialogs, file);
        if (!File.Exists(path))
        {
            faults.Add($"{file}: the file is missing");
            yield break;
        }
        var label = "";
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[' && line[^1] == ']')
            {
                label = line[1..^1];
                if (label != None && !labels.Contains(label)) faults.Add($"{file}: heading '{line}' is none of {string.Join(", ", labels)}");
            }
            else if (label.Length == 0) faults.Add($"{file}: '{line}' stands before the first heading");
            else yield return new Example(line, label);
        }
    }

    /// <summary>The messages of another net's file, all without meaning; reports of harm are left out, they may be danger. Empty if the file is missing.</summary>
    public static IEnumerable<Example> ReadAsNone(string dialogs, string file)
    {
        var path = Path.Combine(dialogs, file);
        if (!File.Exists(path)) yield break;
        var skipped = false;
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[') skipped = line == "[Adverse]";
            else if (!skipped) yield return new Example(line, None);
        }
    }

    /// <summary>
    /// The first ways of asking of every curated answer, all without meaning; empty where there are none. More of them would teach no more about danger,
    /// but every harmless example makes a net less willing to raise an alarm.
    /// </summary>
    /// <param name="ofNurses">Which ways of asking an answer that names a nurse are left out.</param>
    public static IEnumerable<Example> Asks(string dialogs, Func<string, bool>? ofNurses = null)
    {
        var folder = Path.Combine(dialogs, "answers");
        if (!Directory.Exists(folder)) yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var (inAsks, isNurses, left) = (false, false, MostAsks);
            foreach (var line in File.ReadLines(path))
            {
                if (line.StartsWith("nurse:", StringComparison.Ordinal)) isNurses = true;
                else if (line.StartsWith("asks:", StringComparison.Ordinal)) inAsks = true;
                else if (inAsks && left-- > 0 && line.TrimStart().StartsWith("- ", StringComparison.Ordinal))
                {
                    var ask = line.TrimStart()[2..].Trim(' ', '"', '\'');
                    if (!isNurses || ofNurses?.Invoke(ask) != true) yield return new Example(ask, None);
                }
                else if (inAsks) break;
            }
        }
    }
}
