using CommsBot.Settings;

namespace CommsBot.Staff.Keys;

/// <summary>Section <c>Api</c>: the programs that may call, each with its own key.</summary>
internal sealed class ApiSettings : ISettings
{
    public List<ApiKeySettings> Keys { get; set; } = [];

    public IEnumerable<string> Faults(StartContext start)
    {
        foreach (var (key, at) in Keys.Select((key, index) => (key, $"Api:Keys:{index}")))
            foreach (var fault in key.Faults(at, start)) yield return fault;
        foreach (var name in Keys.Where(k => !string.IsNullOrWhiteSpace(k.Name)).GroupBy(k => k.Name!.Trim(), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            yield return $"Api:Keys holds the name '{name.Key}' more than once.";
        foreach (var same in Keys.Where(k => k.Hash() is not null).GroupBy(k => Convert.ToHexString(k.Hash()!)).Where(g => g.Count() > 1))
            yield return $"Api:Keys gives the same secret to {string.Join(" and ", same.Select(k => $"'{k.Name}'"))}.";
    }
}
