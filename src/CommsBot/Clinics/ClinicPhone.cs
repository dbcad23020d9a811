using PhoneNumbers;

namespace CommsBot.Clinics;

/// <summary>A number of the clinic that patients may know and call; unlike a patient's it is printed openly. Toll-free is fine.</summary>
/// <param name="Shown">As patients read it: <c>(281) 555-0120</c>.</param>
internal sealed record ClinicPhone(string E164, string Shown)
{
    /// <summary>Reads a number of the North American plan; null for anything else.</summary>
    public static ClinicPhone? Parse(string text)
    {
        var plan = PhoneNumberUtil.GetInstance();
        try
        {
            var number = plan.Parse(text, "US");
            if (number.CountryCode != 1 || number.HasExtension || !plan.IsValidNumber(number)) return null;
            return new ClinicPhone(plan.Format(number, PhoneNumberFormat.E164), plan.Format(number, PhoneNumberFormat.NATIONAL));
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    public override string ToString() => Shown;
}
