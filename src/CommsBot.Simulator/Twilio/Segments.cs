namespace CommsBot.Simulator.Twilio;

/// <summary>How many segments a text takes on the air.</summary>
internal static class Segments
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extended = "|^€{}[]~\\\f";

    public static int Of(string body)
    {
        if (!body.All(c => Basic.Contains(c) || Extended.Contains(c)))
        {
            return Parts(body.Length, 70, 67);
        }

        return Parts(body.Sum(c => Extended.Contains(c) ? 2 : 1), 160, 153);
    }

    private static int Parts(int units, int single, int each) => units <= single ? 1 : (units + each - 1) / each;
}
