using System.Globalization;

namespace CommsBot.Content.Checks;

/// <summary>Patient words stay at or below the sixth school grade. Texts under 20 words are too short to measure.</summary>
internal sealed class ReadingGradeRule : IPatientTextRule
{
    public const double Highest = 6.0;
    private const int FewestWords = 20;

    public IEnumerable<string> Faults(PatientText text, CheckScope scope)
    {
        var reading = ReadingGrade.Measure(text.Text, text.Language);
        if (reading.Words < FewestWords || Math.Round(reading.Grade, 1) <= Highest) yield break;
        yield return string.Create(CultureInfo.InvariantCulture, $"reads like school grade {reading.Grade:0.0}; at most 6 is allowed");
    }
}
