namespace CommsBot.Simulator.Twilio;

internal static class DeliveryErrors
{
    public const int ValidityPassed = 30036;

    public static string Message(int code) => code switch
    {
        30003 => "Unreachable destination handset",
        30005 => "Unknown destination handset",
        30006 => "Landline or unreachable carrier",
        30007 => "Message filtered",
        30008 => "Unknown error",
        ValidityPassed => "Validity period expired",
        _ => $"Delivery error {code}",
    };

    /// <summary>Phones that never get a text, for demonstrations: …0107 is switched off, …0108 is a landline.</summary>
    public static int? OfPhone(string number) =>
        number.EndsWith("0107", StringComparison.Ordinal) ? 30003
        : number.EndsWith("0108", StringComparison.Ordinal) ? 30006
        : null;
}
