namespace CommsBot.Staff.Keys;

/// <summary>One page of a list.</summary>
/// <param name="Next">Send it back as <c>cursor</c> for the next page; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);
