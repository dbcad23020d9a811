namespace CommsBot.Content.Checks;

/// <summary>
/// School grade a text asks of its reader. English: Flesch-Kincaid. Spanish: the Fernández-Huerta score turned into a grade by its published
/// bands (90-100 fourth grade, 80-90 fifth, 70-80 sixth), so grade 6 is a score of 70.
/// Words of <see cref="Familiar"/> count as one syllable: every patient here reads them daily, and no shorter word says the same.
/// Lines end sentences (lists), a placeholder counts as one short word, link targets and Markdown marks are not read.
/// </summary>
internal sealed record ReadingGrade(double Grade, int Words, int Sentences, int Syllables)
{
    /// <summary>Discounted words: the clinic's subject, its people and places, in both languages.</summary>
    public static readonly IReadOnlySet<string> Familiar = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "ketamine", "crps", "rsd", "nmda", "fda", "infusion", "infusions", "infusión", "infusion's", "anesthesia", "anesthetic", "medicine", "medicines",
        "opioid", "opioids", "appointment", "appointments", "emergency", "therapy", "therapist", "physical", "complex", "regional", "syndrome",
        "oxygen", "area", "insurance", "surgery", "injury", "hospital", "diabetes", "diabetic", "insulin", "mind", "balance", "automated",
        "ketamina", "sdrc", "infusiones", "anestesia", "medicina", "medicinas", "medicamento", "medicamentos", "opioides", "cita", "citas",
        "emergencia", "emergencias", "terapia", "terapeuta", "complejo", "síndrome", "oxígeno", "cirugía", "diabetes", "insulina", "clínica",
        "automático", "teléfono", "enfermera", "médico",
    };

    public static ReadingGrade Measure(string text, Language language)
    {
        var plain = SpokenWords.Of(text);
        var sentences = plain.Sentences.Count;
        var words = plain.Sentences.Sum(s => s.Count);
        if (words == 0) return new ReadingGrade(0, 0, 0, 0);
        var syllables = plain.Sentences.SelectMany(s => s).Sum(w => Familiar.Contains(w) ? 1 : SyllablesOf(w, language));
        var perSentence = (double)words / sentences;
        var perWord = (double)syllables / words;
        var grade = language == Language.Spanish
            ? (130 - (206.84 - 60 * perWord - 1.02 * perSentence)) / 10
            : 0.39 * perSentence + 11.8 * perWord - 15.59;
        return new ReadingGrade(grade, words, sentences, syllables);
    }

    private static int SyllablesOf(string word, Language language) =>
        language == Language.Spanish ? SyllableCount.Spanish(word) : SyllableCount.English(word);
}
