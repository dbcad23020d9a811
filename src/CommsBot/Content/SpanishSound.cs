using System.Text;

namespace CommsBot.Content;

/// <summary>A word as it sounds in Latin American Spanish: b and v, s, z and soft c, k, qu and hard c, ll and y are one each; h is silent.</summary>
internal static class SpanishSound
{
    /// <param name="word">Lower case, without accents.</param>
    public static string Of(string word)
    {
        var sound = new StringBuilder(word.Length);
        for (var at = 0; at < word.Length; at++)
        {
            var next = at + 1 < word.Length ? word[at + 1] : ' ';
            switch (word[at])
            {
                case 'h': break;
                case 'v': sound.Append('b'); break;
                case 'z' or 'c' when word[at] == 'z' || next is 'e' or 'i': sound.Append('s'); break;
                case 'c' when next == 'h': sound.Append('C'); break;
                case 'c' or 'q':
                    sound.Append('k');
                    if (word[at] == 'q' && next == 'u') at++;
                    break;
                case 'g' when next is 'e' or 'i': sound.Append('j'); break;
                case 'l' when next == 'l':
                    sound.Append('y');
                    at++;
                    break;
                default: sound.Append(word[at]); break;
            }
        }
        return sound.ToString();
    }
}
