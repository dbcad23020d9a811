using CommsBot.Simulator.Storage;
using Microsoft.AspNetCore.Http;

namespace CommsBot.Simulator.Twilio;

/// <summary>What a POST to Messages.json asks for, after Twilio's checks.</summary>
internal sealed record MessageOrder(string To, string? From, ClinicLine Line, string? Service, string Body, int Media, string? Callback, int Validity)
{
    public const int MaxBody = 1600;
    private const int DefaultValidity = 36000;
    private const string TestNumbers = "+1500555000";

    /// <summary>The order, or Twilio's refusal.</summary>
    public static (MessageOrder? Order, TwilioError? Error) Read(IFormCollection form, SimulatorHost host, OptOuts optOuts)
    {
        string to = form["To"].ToString(), body = form["Body"].ToString(), callback = form["StatusCallback"].ToString();
        string from = form["From"].ToString(), service = form["MessagingServiceSid"].ToString();
        var media = form["MediaUrl"].Count;
        var validity = form["ValidityPeriod"] is [{ } seconds] ? (int.TryParse(seconds, out var parsed) ? parsed : 0) : DefaultValidity;
        var wrongSender = RefuseSender(from, service, host, out var line);
        if ((RefuseTo(to) ?? wrongSender ?? RefuseContent(body, media, validity, callback, form)) is { } error)
        {
            return (null, error);
        }

        // Twilio's test sender has no line of its own.
        line ??= new ClinicLine(from, "test");
        if (to == line.Number || to == from)
        {
            return (null, new(21266, "'To' and 'From' number cannot be the same"));
        }

        if (optOuts.IsBlocked(to, line))
        {
            return (null, new(21610, "Attempt to send to unsubscribed recipient"));
        }

        return (new(to, service == "" ? from : null, line, service == "" ? null : service, body, media, callback == "" ? null : callback, validity), null);
    }

    private static TwilioError? RefuseTo(string to) => to switch
    {
        "" => new(21604, "A 'To' phone number is required."),
        TestNumbers + "1" => new(21211, "The 'To' number is not a valid phone number."),
        TestNumbers + "2" => new(21612, "The message cannot be sent with this combination of 'To' and 'From'."),
        TestNumbers + "3" => new(21408, "Permission to send to the region of the 'To' number is not enabled."),
        TestNumbers + "4" => new(21610, "Attempt to send to unsubscribed recipient"),
        TestNumbers + "9" => new(21614, "The 'To' number is not a mobile number."),
        _ => PhoneFormat.IsE164(to) ? null : new(21211, "The 'To' number is not a valid phone number."),
    };

    private static TwilioError? RefuseSender(string from, string service, SimulatorHost host, out ClinicLine? line)
    {
        line = null;
        if (service != "")
        {
            line = host.Service(service);
            return line is null ? new(21701, "The Messaging Service does not exist.") : null;
        }

        line = host.Line(from);
        return from switch
        {
            "" => new(21603, "A 'From' phone number is required."),
            TestNumbers + "1" => new(21212, "The 'From' number is not a valid phone number."),
            TestNumbers + "8" => new(21611, "The queue of this 'From' number is full."),
            TestNumbers + "6" => null,
            _ => line is null ? new(21606, "The 'From' number cannot send texts for this account.") : null,
        };
    }

    private static TwilioError? RefuseContent(string body, int media, int validity, string callback, IFormCollection form)
    {
        if (body == "" && media == 0)
        {
            return new(21602, "Message body is required.");
        }

        if (body.Length > MaxBody)
        {
            return new(21617, "The concatenated message body exceeds the 1600 character limit.");
        }

        if (media > 10)
        {
            return new(21623, "Number of media files exceeds allowed limit.");
        }

        if (validity is < 1 or > DefaultValidity)
        {
            return new(90007, "The validity period must be between 1 and 36000 seconds.");
        }

        if (form.ContainsKey("ScheduleType") || form.ContainsKey("SendAt"))
        {
            return new(20001, "The simulator sends at once: it takes no scheduled messages.");
        }

        return callback == "" || IsCallback(callback) ? null : new(21609, "The 'StatusCallback' URL is not valid.");
    }

    private static bool IsCallback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && !uri.Host.Contains('_');
}
