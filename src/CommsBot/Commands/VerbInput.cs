namespace CommsBot.Commands;

/// <summary>What was typed behind the verb: first its own words, then options, the verb's own and ASP.NET Core's in any order.</summary>
internal sealed class VerbInput
{
    private readonly List<string> words;
    private readonly List<string> options;

    public VerbInput(string[] args)
    {
        words = [.. args.TakeWhile(arg => !arg.StartsWith('-'))];
        options = [.. args.Skip(words.Count)];
    }

    /// <summary>The verb's own words, e.g. a name or files.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>What is left for ASP.NET Core once the verb took its own options.</summary>
    public string[] Host => [.. options];

    /// <summary>Exactly one word.</summary>
    /// <exception cref="UsageException">There is none, or several.</exception>
    public string Only(string meaning) => words switch
    {
        [var word] => word,
        [] => throw new UsageException($"Missing: {meaning}."),
        _ => throw new UsageException($"Expected one {meaning}, not: {string.Join(' ', words)}. Put a name with blanks into quotes."),
    };

    /// <exception cref="UsageException">Words follow a verb that takes none.</exception>
    public VerbInput WithoutWords() => words.Count == 0 ? this : throw new UsageException($"Not understood: {string.Join(' ', words)}.");

    /// <summary>Takes <c>--name value</c> or <c>--name=value</c>; null when it is absent.</summary>
    public string? Take(string name)
    {
        var at = options.FindIndex(option => option == "--" + name || option.StartsWith($"--{name}=", StringComparison.Ordinal));
        if (at < 0) return null;
        var option = options[at];
        options.RemoveAt(at);
        if (option.Contains('=')) return option[(option.IndexOf('=') + 1)..];
        if (at >= options.Count || options[at].StartsWith("--", StringComparison.Ordinal)) throw new UsageException($"--{name} needs a value.");
        var value = options[at];
        options.RemoveAt(at);
        return value;
    }

    public bool TakeSwitch(string name) => options.Remove("--" + name);
}

/// <summary>A verb was typed wrongly; the message says how. Exit 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
