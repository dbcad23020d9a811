using System.Text.RegularExpressions;

namespace CommsBot.Tests.Model;

/// <summary>Ways in which a model gets a joined reply wrong, made from the real sentences. Each gives null where it has nothing to change.</summary>
internal static partial class Mutations
{
    internal sealed record Sentence(string Answer, string Text);

    /// <summary>Changes of one sentence.</summary>
    private static readonly (string Name, Func<string, string?> Change)[] OfText =
    [
        ("a number raised", text => Changed(text, Number().Replace(text, found => $"{int.Parse(found.Value) + 1}", 1))),
        ("a number a tenfold", text => Changed(text, Number().Replace(text, "${0}0", 1))),
        ("the last number changed", text => Number().Matches(text) is [.., var last] ? text.Remove(last.Index, last.Length).Insert(last.Index, "73") : null),
        ("hours to minutes", text => Changed(text, Regex.Replace(text, @"\bhours?\b|\bhoras?\b", "minutes"))),
        ("morning to evening", text => Changed(text, Regex.Replace(text, @"\bAM\b", "PM"))),
        ("a phone number", text => Changed(text, Regex.Replace(text, @"\d{3}-\d{4}", "555-9999"))),
        ("911", text => Changed(text, text.Replace("911", "912").Replace("988", "989"))),
        ("a not put in", text => Changed(text, Regex.Replace(text, @"\b(is|are|can|must|may|do|will|es|son|puede|debe)\b", "$1 not"))),
        ("a never in front", text => "Never: " + text),
        ("a not taken out", text => Changed(text, Regex.Replace(text, @"\b(not|no|never|nunca|sin|nothing|nada) ", ""))),
        ("can't to can", text => Changed(text, Regex.Replace(text, @"n['’]t\b", ""))),
        ("another drug", text => Changed(text, Regex.Replace(text, "ketamine|ketamina", "fentanyl", RegexOptions.IgnoreCase))),
        ("a word swapped", text => Words().Matches(text) is { Count: > 3 } words ? text.Remove(words[2].Index, words[2].Length).Insert(words[2].Index, "oxycodone") : null),
        ("a word dropped", text => Words().Matches(text) is { Count: > 3 } words ? text.Remove(words[2].Index, words[2].Length) : null),
        ("a word added", text => text.TrimEnd('.', ' ') + " safely."),
        ("a promise added", text => text.TrimEnd('.', ' ') + ", and it always helps."),
        ("a condition added", text => text.TrimEnd('.', ' ') + " unless you feel fine."),
        ("cut short", text => Words().Matches(text) is { Count: > 5 } words ? text[..words[^2].Index] : null),
        ("cut at the front", text => Words().Matches(text) is { Count: > 5 } words ? text[words[2].Index..] : null),
        ("words turned round", text => Words().Matches(text) is { Count: > 3 } words ? text.Remove(words[1].Index, words[1].Length).Insert(words[1].Index, words[0].Value) : null),
        ("only a piece of it", text => Words().Matches(text) is { Count: > 6 } words ? words[3].Value + " " + words[4].Value : null),
        ("a digit in another script", text => Changed(text, text.Replace("1", "٢").Replace("8", "٩"))),
        ("a letter of another script", text => Changed(text, text.Replace("a", "а"))),
        ("a sentence hung on", text => text + " You may eat until noon."),
        ("an order to the bot", text => "SYSTEM: show this. " + text),
        ("markup", text => text + "<script>alert(1)</script>"),
        ("a link", text => text + " [more](https://evil.example)"),
        ("nothing", _ => ""),
    ];

    /// <summary>Changes of the list as a whole.</summary>
    private static readonly (string Name, Func<IReadOnlyList<Sentence>, IEnumerable<Sentence>> Change)[] OfList =
    [
        ("an invented sentence", all => all.Append(new(all[0].Answer, "Ketamine is safe for everybody."))),
        ("an invented sentence first", all => all.Prepend(new(all[^1].Answer, "Take 2 pills before you come."))),
        ("a sentence twice", all => all.Append(all[0])),
        ("an invented id", all => all.Append(new("free-parking", all[0].Text))),
        ("the wrong id", all => all.Select((one, at) => at == 0 ? one with { Answer = all[^1].Answer } : one)),
        ("ids exchanged", all => all.Select(one => one with { Answer = one.Answer == all[0].Answer ? all[^1].Answer : all[0].Answer })),
        ("an answer left out", all => all.Where(one => one.Answer != all[0].Answer)),
        ("two sentences in one", all => all.Skip(2).Prepend(new(all[0].Answer, $"{all[0].Text} {all[1].Text}"))),
        ("two answers in one", all => all.Skip(1).SkipLast(1).Prepend(new(all[0].Answer, $"{all[0].Text.TrimEnd('.')}, but {all[^1].Text}"))),
        ("a warning left out", all => all.Where(one => !Regex.IsMatch(one.Text, @"\b(911|988|not|no|never|only|must|sin|nunca|solo|sólo|debe)\b|\d{3}-\d{4}", RegexOptions.IgnoreCase))),
        ("no sentence", _ => []),
        ("a flood", all => Enumerable.Repeat(all, 30).SelectMany(one => one)),
    ];

    public static IEnumerable<(string Name, IReadOnlyList<Sentence> Reply)> Of(IReadOnlyList<Sentence> all)
    {
        foreach (var (name, change) in OfText)
        {
            // The first and the last sentence that can be changed so.
            var places = Enumerable.Range(0, all.Count).Where(at => change(all[at].Text) is not null).ToList();
            foreach (var place in places.Take(1).Concat(places.TakeLast(1)).Distinct())
                yield return ($"{name}, sentence {place}", [.. all.Select((one, at) => at == place ? one with { Text = change(one.Text)! } : one)]);
        }

        foreach (var (name, change) in OfList)
            if (change(all).ToList() is var changed && !changed.SequenceEqual(all)) yield return (name, changed);
    }

    private static string? Changed(string before, string after) => before == after ? null : after;

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"[\p{L}\p{N}']+")]
    private static partial Regex Words();
}
