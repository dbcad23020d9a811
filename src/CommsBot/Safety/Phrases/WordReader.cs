using System.Globalization;

namespace CommsBot.Safety.Phrases;

/// <summary>Cuts a message into words and sentences and brings each word into the spelling that patterns use.</summary>
internal sealed class WordReader(Lexicon lexicon, Vocabulary vocabulary)
{
    private const int LongestWord = 40;

    public Words Read(string message)
    {
        var list = new List<Word>();
        var sentence = 0;
        var sinceMark = 0;
        foreach (var piece in JoinSpacedLetters([.. Pieces(TextForms.Plain(lexicon.InWords(message)))]))
        {
            if (piece is "." or "!" or "?")
            {
                // A sentence of one word ("I. WANT. TO. DIE.") is emphasis, not a thought of its own.
                if (sinceMark > 1) sentence++;
                sinceMark = 0;
                continue;
            }
            foreach (var word in Spelled(piece)) list.Add(new Word(word, sentence, NumberOf(word), lexicon.KindOf(word)));
            sinceMark++;
        }
        return new Words(list, vocabulary);
    }

    /// <summary>Words as written, and one of the marks . ! ? where a sentence ends. Three dots end nothing.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && IsInWord(text, at, start)) at++;
            if (at > start)
            {
                yield return text[start..Math.Min(at, start + LongestWord)].Trim('\'', '*');
                continue;
            }
            var mark = text[at];
            while (at < text.Length && text[at] == mark) at++;
            if (mark == '.' && at - start > 1) continue;
            if (mark == '.' && at < text.Length && char.IsAsciiLetterOrDigit(text[at])) continue;
            if (mark is '.' or '!' or '?' or ';') yield return mark == ';' ? "." : mark.ToString();
            else if (mark == '/' && start > 0 && char.IsAsciiDigit(text[start - 1])) yield return "over";
        }
    }

    private static bool IsInWord(string text, int at, int start)
    {
        var c = text[at];
        if (char.IsLetterOrDigit(c)) return true;
        if (at + 1 >= text.Length) return false;
        var next = text[at + 1];
        if (at == start) return c is '$' or '@' && char.IsAsciiLetter(next);
        if (c == '\'') return char.IsLetter(next);
        if (c is '.' or ',' && char.IsAsciiDigit(text[at - 1])) return c == '.' && char.IsAsciiDigit(next);
        return (c is '@' or '$' or '!' && char.IsAsciiLetter(next) && char.IsAsciiLetter(text[at - 1])) || (c == '*' && (char.IsAsciiLetter(next) || next == '*'));
    }

    private IEnumerable<string> Spelled(string piece)
    {
        if (piece.Length == 0) return [];
        if (Known(piece) is { } asIs) return asIs;
        var apostrophe = piece.LastIndexOf('\'');
        if (apostrophe > 0)
        {
            var stem = piece[..apostrophe];
            if (Ending(piece[apostrophe..]) is { } ending) return Spelled(stem).Append(ending);
            return Known(piece.Replace("'", "")) ?? Spelled(stem);
        }
        if (piece.Contains('*')) return [lexicon.Starred(piece) ?? piece];
        return Unusual(piece) ?? [piece];
    }

    private static string? Ending(string ending) => ending switch
    {
        "'m" => "am",
        "'re" => "are",
        "'ve" => "have",
        "'ll" => "will",
        "'d" => "would",
        _ => null,
    };

    private string[]? Known(string word) =>
        lexicon.Meaning(word) ?? (vocabulary.Knows(word) || lexicon.IsKnown(word) ? [word] : null);

    /// <summary>Repeated letters, digits for letters, a typing error, words run together; null if nothing known comes out.</summary>
    private string[]? Unusual(string piece)
    {
        if (piece.All(char.IsDigit)) return null;
        if (Unit(piece) is { } measured) return measured;
        var letters = Letters(piece);
        if (letters != piece && Known(letters) is { } disguised) return disguised;
        if (Known(Shortened(letters, 2)) is { } twice) return twice;
        var once = Shortened(letters, 1);
        if (Known(once) is { } single) return single;
        if (lexicon.Meant(letters) is { } meant) return lexicon.Meaning(meant) ?? [meant];
        if (lexicon.Meant(once) is { } meantOnce) return lexicon.Meaning(meantOnce) ?? [meantOnce];
        return Cut(letters);
    }

    /// <summary>"50mg" is two words.</summary>
    private static string[]? Unit(string piece)
    {
        var digits = piece.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits < piece.Length && piece[digits..].All(char.IsAsciiLetter) ? [piece[..digits], piece[digits..]] : null;
    }

    private static string Letters(string piece) => string.Create(piece.Length, piece, static (letters, source) =>
    {
        for (var i = 0; i < source.Length; i++)
            letters[i] = source[i] switch
            {
                '0' => 'o', '1' or '!' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', var other => other,
            };
    });

    /// <summary>No letter more than <paramref name="most"/> times in a row.</summary>
    private static string Shortened(string word, int most)
    {
        var kept = new System.Text.StringBuilder(word.Length);
        var run = 0;
        for (var i = 0; i < word.Length; i++)
        {
            run = i > 0 && word[i] == word[i - 1] ? run + 1 : 1;
            if (run <= most) kept.Append(word[i]);
        }
        return kept.ToString();
    }

    /// <summary>"iwanttodie" cut into known words, at least one of them among the forgiven; null if it does not come out even.</summary>
    private string[]? Cut(string run)
    {
        if (run.Length is < 6 or > LongestWord) return null;
        var cuts = new (int From, int Score)?[run.Length + 1];
        cuts[0] = (0, 0);
        for (var to = 1; to <= run.Length; to++)
        {
            for (var from = Math.Max(0, to - 14); from < to; from++)
            {
                if (cuts[from] is not { } before || !IsPart(run[from..to])) continue;
                var score = before.Score - 2 + (lexicon.IsForgiven(run[from..to]) ? 1 : 0);
                if (cuts[to] is not { } best || score > best.Score) cuts[to] = (from, score);
            }
        }
        if (cuts[run.Length] is null) return null;
        var parts = new Stack<string>();
        for (var to = run.Length; to > 0; to = cuts[to]!.Value.From) parts.Push(run[cuts[to]!.Value.From..to]);
        return parts.Any(lexicon.IsForgiven) ? [.. parts.SelectMany(part => Known(part) ?? [part])] : null;
    }

    private bool IsPart(string part) => part is "i" or "a" || (part.Length > 1 && (vocabulary.KnowsExactly(part) || lexicon.IsKnown(part)));

    /// <summary>"k i l l m e": four or more single letters in a row are read as one run, if words come out.</summary>
    private List<string> JoinSpacedLetters(List<string> pieces)
    {
        var joined = new List<string>(pieces.Count);
        for (var at = 0; at < pieces.Count;)
        {
            var to = at;
            while (to < pieces.Count && to - at < LongestWord && pieces[to].Length == 1 && char.IsAsciiLetter(pieces[to][0])) to++;
            var run = to - at >= 4 ? string.Concat(pieces[at..to]) : "";
            if (run.Length > 0 && (Known(run) ?? Cut(run)) is { } read)
            {
                joined.AddRange(read);
                at = to;
            }
            else joined.Add(pieces[at++]);
        }
        return joined;
    }

    private static double NumberOf(string word) =>
        char.IsAsciiDigit(word[0]) && double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
