using System.Xml;
using System.Xml.Linq;

namespace CommsBot.Simulator.Phone;

internal static class Twiml
{
    /// <summary>The texts that an answer to an inbound text asks to send; none when the answer is empty or no TwiML.</summary>
    public static IReadOnlyList<string> Messages(string answer)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            return [];
        }

        try
        {
            var response = XElement.Parse(answer);
            return response.Name.LocalName != "Response" ? [] : [.. response.Elements("Message").Take(10)
                .Select(message => message.HasElements ? message.Element("Body")?.Value : message.Value).OfType<string>().Where(body => body != "")];
        }
        catch (XmlException)
        {
            return [];
        }
    }
}
