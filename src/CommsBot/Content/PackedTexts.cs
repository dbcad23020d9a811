using System.Collections;
using System.Text;

namespace CommsBot.Content;

/// <summary>Many short texts that are seldom read, in a third of the space: as UTF-8, one behind the other.</summary>
internal sealed class PackedTexts : IReadOnlyList<string>
{
    private readonly byte[] bytes;

    /// <summary>Where each text ends.</summary>
    private readonly int[] ends;

    public PackedTexts(IReadOnlyList<string> texts)
    {
        bytes = Encoding.UTF8.GetBytes(string.Concat(texts));
        ends = new int[texts.Count];
        for (var at = 0; at < ends.Length; at++) ends[at] = StartOf(at) + Encoding.UTF8.GetByteCount(texts[at]);
    }

    public int Count => ends.Length;

    public string this[int at] => Encoding.UTF8.GetString(bytes.AsSpan(StartOf(at)..ends[at]));

    public IEnumerator<string> GetEnumerator()
    {
        for (var at = 0; at < ends.Length; at++) yield return this[at];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int StartOf(int at) => at == 0 ? 0 : ends[at - 1];
}
