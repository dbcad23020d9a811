namespace CommsBot.Content;

/// <summary>One fixed sentence in one language. A form that is null is not given: the other one is said.</summary>
/// <param name="Key"><c>folder/key</c>, for example <c>handoff/unknown</c>.</param>
internal sealed record WordingEntry(string Key, Language Language, string? Web, string? Sms, string File, IReadOnlyList<string> Allowed)
{
    /// <summary>For whoever reads or signs it; patients read the sentence alone, so no approval covers them.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    public string Text(MessageForm form) => (form == MessageForm.Sms ? Sms ?? Web : Web ?? Sms)!;

    public ApprovalKey Approval(MessageForm form) => new(Key, Language, form, ContentHash.Of(Text(form)));
}

/// <summary>The fixed sentences of <c>dialogs/{handoff,booking,safety,consent}</c>. Immutable; may be used by many threads.</summary>
/// <param name="strict">
/// True in Development and tests: a placeholder without a value is an exception. False in Production: the sentence is said without it,
/// because an emergency reply with a gap beats none.
/// </param>
internal sealed class Wording(IEnumerable<WordingEntry> entries, bool strict = true)
{
    /// <summary>The folders whose <c>en.yaml</c> and <c>es.yaml</c> hold fixed sentences.</summary>
    public static readonly IReadOnlyList<string> Folders = ["handoff", "booking", "safety", "consent"];

    private readonly Dictionary<(string Key, Language Language), WordingEntry> _entries = entries.ToDictionary(e => (e.Key, e.Language));

    public IEnumerable<WordingEntry> All => _entries.Values;

    public bool Has(string key, Language language) => _entries.ContainsKey((key, language));

    /// <summary>The entry in that language, else in English.</summary>
    /// <exception cref="KeyNotFoundException">No such key: a fault of the code, since required keys are checked at start.</exception>
    public WordingEntry Entry(string key, Language language) =>
        _entries.GetValueOrDefault((key, language)) ?? _entries.GetValueOrDefault((key, Language.English))
        ?? throw new KeyNotFoundException($"dialogs/ holds no wording \"{key}\".");

    /// <summary>The sentence with every brace filled: first from <paramref name="values"/>, then from the clinic's facts.</summary>
    /// <exception cref="InvalidOperationException">A brace stays unfilled and the wording is strict.</exception>
    public string Text(string key, Language language, MessageForm form, ClinicFacts facts, params (string Name, string Value)[] values)
    {
        var entry = Entry(key, language);
        var text = Placeholders.Fill(entry.Text(form), ValueOf, out var missing);
        if (missing.Count == 0) return text;
        if (strict) throw new InvalidOperationException($"Wording \"{key}\" ({entry.Language.Code()}) has no value for {string.Join(", ", missing)}.");
        return Placeholders.LeaveOut(text);

        string? ValueOf(string name)
        {
            foreach (var (given, value) in values)
            {
                if (given == name) return value;
            }
            return ClinicFactNames.IsKnown(name) ? facts(name, entry.Language, form) : null;
        }
    }
}
