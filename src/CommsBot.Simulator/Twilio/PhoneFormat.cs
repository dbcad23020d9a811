namespace CommsBot.Simulator.Twilio;

internal static class PhoneFormat
{
    /// <summary>Plus, country, at most 15 digits. North American numbers have ten digits after the 1; area and exchange start with 2-9.</summary>
    public static bool IsE164(string? number)
    {
        if (number is not ['+', >= '1' and <= '9', ..] || number.Length is < 8 or > 16 || !number.AsSpan(1).ContainsOnlyDigits())
        {
            return false;
        }

        return number[1] != '1' || (number.Length == 12 && number[2] >= '2' && number[5] >= '2');
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> digits) => !digits.ContainsAnyExceptInRange('0', '9');
}
