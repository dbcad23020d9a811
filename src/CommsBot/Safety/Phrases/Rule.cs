using CommsBot.Content;

namespace CommsBot.Safety.Phrases;

/// <summary>One compiled rule of a list.</summary>
internal sealed record Rule(string Id, string Means, IReadOnlyList<(string Frame, bool Anywhere)> Unless, IReadOnlyList<string> With, bool Unmasked, bool Sure);

/// <summary>Where a rule's phrase stands: words <paramref name="From"/> up to, not with, <paramref name="To"/>.</summary>
internal readonly record struct Found(Rule Rule, Language Language, int From, int To);
