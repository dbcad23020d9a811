namespace CommsBot.Safety.Phrases;

/// <summary>A phrase list as its editors see it. Every text holds one phrase per line; lines that begin with # are remarks.</summary>
internal sealed record PhraseFile
{
    /// <summary>Names for things that are said in many ways, usable in phrases of every list as <c>&lt;name&gt;</c>.</summary>
    public Dictionary<string, string> Groups { get; init; } = [];

    /// <summary>Single words that count only as a whole message, by what they do; words separated by spaces.</summary>
    public Dictionary<string, string> Keywords { get; init; } = [];

    /// <summary>Ways of speaking that spare a rule, for example a question about a topic. A frame counts in the sentence it stands in.</summary>
    public Dictionary<string, string> Frames { get; init; } = [];

    /// <summary>Turns of phrase that are not meant ("dying to know"): their words are hidden from the rules of this list.</summary>
    public string Masks { get; init; } = "";

    public List<RuleEntry> Rules { get; init; } = [];
}

internal sealed record RuleEntry
{
    /// <summary>Stable name for tickets and evaluation, <c>crisis.wish-to-die</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>What the rule means to the code that owns the list: a class of alarm, a kind of question.</summary>
    public string Means { get; init; } = "";

    public string En { get; init; } = "";

    public string Es { get; init; } = "";

    /// <summary>Frames that spare this rule when they begin no later than the phrase found; a name with a trailing <c>+</c> spares wherever it stands in the sentence.</summary>
    public List<string> Unless { get; init; } = [];

    /// <summary>Frames that must each be said somewhere in the message for the rule to count.</summary>
    public List<string> With { get; init; } = [];

    /// <summary>No net takes what the rule finds back.</summary>
    public bool Sure { get; init; }

    /// <summary>The rule sees hidden words too.</summary>
    public bool Unmasked { get; init; }
}
