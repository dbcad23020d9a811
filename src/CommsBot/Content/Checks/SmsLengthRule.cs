namespace CommsBot.Content.Checks;

/// <summary>A text on the phone is plain GSM-7 and at most two segments, the clinic's name in front and the longest values included.</summary>
internal sealed class SmsLengthRule : IPatientTextRule
{
    private const int MostSegments = 2;

    public IEnumerable<string> Faults(PatientText text, CheckScope scope)
    {
        if (!text.IsSms) yield break;
        var filled = Placeholders.Fill(text.Text, name => scope.Longest(name, text.Language, MessageForm.Sms), out _);
        var sent = $"{scope.Longest("clinic.smsName", text.Language, MessageForm.Sms)}: {filled}";
        var measured = SmsText.Measure(sent);
        foreach (var character in measured.Foreign)
        {
            yield return $"\"{character}\" is not a GSM-7 character and would double the price of the text";
        }
        if (measured.Segments > MostSegments)
        {
            yield return $"needs {measured.Septets} of 306 characters with the clinic's name and the longest values";
        }
    }
}
