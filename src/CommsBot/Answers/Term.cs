namespace CommsBot.Answers;

/// <summary>One searched word, or one fixed phrase.</summary>
/// <param name="Weight">Before rarity: 1 for a word about the subject, less for small words, more for one that leads elsewhere.</param>
/// <param name="Group">Stem of the word that stands for all its synonyms, itself included; null when it has none.</param>
/// <param name="Outside">True for a word of another subject (another illness, drug, animal): matching it alone proves nothing.</param>
internal readonly record struct Term(string Stem, double Weight, string? Group, bool Outside = false)
{
    /// <summary>What the term is found by: the same for all its synonyms.</summary>
    public string Key => Group ?? Stem;

    public bool IsSubject => Weight >= 1 && !Outside;
}
