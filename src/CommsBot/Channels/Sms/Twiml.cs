using System.Xml.Linq;

namespace CommsBot.Channels.Sms;

/// <summary>The little of Twilio's answer language that we speak.</summary>
internal static class Twiml
{
    /// <summary>Taken, and nothing to say: replies leave through the outbox.</summary>
    public static IResult Nothing => Xml(new XElement("Response"));

    public static IResult SayAndDial(IEnumerable<(string Language, string Words)> say, string number) => Xml(new XElement(
        "Response",
        say.Select(words => new XElement("Say", new XAttribute("language", words.Language), words.Words)),
        new XElement("Dial", number)));

    private static IResult Xml(XElement response) =>
        Results.Text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + response.ToString(SaveOptions.DisableFormatting), "text/xml");
}
