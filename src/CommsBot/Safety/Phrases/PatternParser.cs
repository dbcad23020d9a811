using System.Globalization;

namespace CommsBot.Safety.Phrases;

/// <summary>
/// Reads one line of a phrase list:
/// <c>word</c>, <c>begin*</c>, <c>one phrase|another phrase</c>, <c>before (this|or that) after</c>, <c>&lt;group&gt;</c>, <c>maybe?</c>,
/// <c>..</c> up to three words between (<c>..7</c> up to seven), <c>NUM</c> a number (<c>NUM:1-69</c> within limits),
/// <c>BEGIN</c> and <c>END</c> of a sentence, <c>NOT:word</c> or <c>NOT:&lt;group&gt;</c> the next word is not this.
/// </summary>
/// <exception cref="FormatException">The line cannot be read; the message says what is wrong, in words for the person who edits the list.</exception>
internal sealed class PatternParser(Vocabulary vocabulary, Func<string, Pattern> groupNamed)
{
    private string line = "";
    private int at;

    public Pattern Parse(string text)
    {
        line = text;
        at = 0;
        var pattern = Choices();
        return at == line.Length ? pattern : throw new FormatException("a closing parenthesis has no opening one");
    }

    private Pattern Choices()
    {
        var choices = new List<Pattern> { Sequence() };
        while (at < line.Length && line[at] == '|')
        {
            at++;
            choices.Add(Sequence());
        }
        return choices.Count == 1 ? choices[0] : new AnyOf(choices);
    }

    private Pattern Sequence()
    {
        var parts = new List<Pattern>();
        for (Spaces(); at < line.Length && line[at] is not (')' or '|'); Spaces()) parts.Add(Element());
        if (parts.Count == 0) throw new FormatException("a phrase is empty");
        return parts.Count == 1 ? parts[0] : new InOrder([.. parts]);
    }

    private Pattern Element()
    {
        var element = Atom();
        if (at >= line.Length || line[at] != '?') return element;
        at++;
        return new Maybe(element);
    }

    private Pattern Atom()
    {
        if (at >= line.Length) throw new FormatException("a phrase ends where a word is expected");
        if (line[at] == '(') return Parentheses();
        if (line[at] == '<') return Group();
        var start = at;
        while (at < line.Length && (char.IsLetterOrDigit(line[at]) || line[at] is '*' or '.' or ':' or '-')) at++;
        var atom = line[start..at];
        if (atom == "NOT:") return new NotHere(Atom());
        if (atom.StartsWith("NOT:", StringComparison.Ordinal)) return new NotHere(WordNamed(atom[4..]));
        if (atom.StartsWith("..", StringComparison.Ordinal)) return new Gap(atom == ".." ? 3 : Count(atom[2..]));
        if (atom == "BEGIN") return new SentenceEdge(begin: true);
        if (atom == "END") return new SentenceEdge(begin: false);
        if (atom == "NUM") return new NumberBetween(0, double.MaxValue);
        if (atom.StartsWith("NUM:", StringComparison.Ordinal)) return Limits(atom[4..]);
        return WordNamed(atom);
    }

    private Pattern Parentheses()
    {
        at++;
        var inner = Choices();
        if (at >= line.Length) throw new FormatException("a parenthesis is not closed");
        at++;
        return inner;
    }

    private Pattern Group()
    {
        var close = line.IndexOf('>', at);
        if (close < 0) throw new FormatException("the name of a group is not closed with >");
        var name = line[(at + 1)..close];
        at = close + 1;
        return groupNamed(name);
    }

    private OneWord WordNamed(string word)
    {
        var plain = word.EndsWith('*') ? word[..^1] : word;
        if (plain.Length == 0 || !plain.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
            throw new FormatException($"'{word}' is not a plain word (small letters a to z without accents or apostrophes)");
        if (word.EndsWith('*') && plain.Length < 2) throw new FormatException($"'{word}' is too short for a beginning");
        return OneWord.Of(vocabulary.Add(word));
    }

    private static NumberBetween Limits(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 2 ? new NumberBetween(Count(parts[0]), Count(parts[1])) : throw new FormatException($"'{text}' is not a range like 1-69");
    }

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new FormatException($"'{text}' is not a number");

    private void Spaces()
    {
        while (at < line.Length && line[at] == ' ') at++;
    }
}
