using System.Globalization;
using CommsBot.Simulator.Storage;
using CommsBot.Simulator.Twilio;

namespace CommsBot.Simulator.Phone;

/// <summary>Carries what patients text and call to the service, and keeps the network's list of blocked phones.</summary>
internal sealed class PhoneNetwork(SimulatorHost host, Texts texts, OptOuts optOuts, Webhooks webhooks, Delivery delivery, TimeProvider time)
{
    private int talking;

    public bool IsIdle => Volatile.Read(ref talking) == 0;

    /// <summary>Stores the text, lets the network act on its keyword, and hands it to the service; what the service answered stands beside it.</summary>
    public async Task<(Text Text, WebhookAnswer Answer)> TextAsync(string phone, ClinicLine line, string body, int media, CancellationToken cancel)
    {
        var text = New("inbound", phone, line, body, media, "received");
        texts.Add(text);
        ActOnKeyword(body, phone, line);
        var answer = await TellAsync("/twilio/sms", Form(text, line), cancel);
        if (answer.Status is >= 200 and < 300 && !optOuts.IsBlocked(phone, line))
        {
            foreach (var reply in Twiml.Messages(answer.Body))
            {
                SendFromNetwork(phone, line, reply);
            }
        }

        return (text, answer);
    }

    public async Task<(string Sid, WebhookAnswer Answer)> CallAsync(string phone, ClinicLine line, CancellationToken cancel)
    {
        var sid = Text.NewSid("CA");
        List<KeyValuePair<string, string>> form =
        [
            new("CallSid", sid), new("AccountSid", host.AccountSid), new("ApiVersion", "2010-04-01"), new("CallStatus", "ringing"),
            new("Direction", "inbound"), new("From", phone), new("To", line.Number), new("Caller", phone), new("Called", line.Number),
            .. Places("From"), .. Places("To"),
        ];
        return (sid, await TellAsync("/twilio/voice", form, cancel));
    }

    private async Task<WebhookAnswer> TellAsync(string path, List<KeyValuePair<string, string>> form, CancellationToken cancel)
    {
        Interlocked.Increment(ref talking);
        try
        {
            return await webhooks.PostAsync(path, form, cancel);
        }
        finally
        {
            Interlocked.Decrement(ref talking);
        }
    }

    private void ActOnKeyword(string body, string phone, ClinicLine line)
    {
        var keyword = Keywords.Of(body);
        if (keyword == Keyword.Stop && optOuts.Block(phone, line))
        {
            SendFromNetwork(phone, line, Keywords.Stopped);
        }

        if (keyword == Keyword.Start && optOuts.Unblock(phone, line))
        {
            SendFromNetwork(phone, line, Keywords.Started);
        }
    }

    private void SendFromNetwork(string phone, ClinicLine line, string body)
    {
        var text = New("outbound-reply", phone, line, body, 0, "queued");
        texts.Add(text);
        delivery.Begin(text, null, CallbackFate.AsTwilio);
    }

    private Text New(string direction, string phone, ClinicLine line, string body, int media, string status)
    {
        var now = time.GetUtcNow();
        var (from, to) = direction == "inbound" ? (phone, line.Number) : (line.Number, phone);
        return new(
            0, Text.NewSid(media > 0 ? "MM" : "SM"), direction, from, to, body, body, status, null, Segments.Of(body), media, line.MessagingServiceSid,
            null, 36000, now, now, direction == "inbound" ? now : null, host.Now());
    }

    private List<KeyValuePair<string, string>> Form(Text text, ClinicLine line)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("MessageSid", text.Sid), new("SmsSid", text.Sid), new("SmsMessageSid", text.Sid), new("AccountSid", host.AccountSid),
            new("ApiVersion", "2010-04-01"), new("SmsStatus", "received"), new("From", text.From), new("To", text.To), new("Body", text.Body),
            new("NumMedia", text.Media.ToString(CultureInfo.InvariantCulture)), new("NumSegments", text.Segments.ToString(CultureInfo.InvariantCulture)),
            .. Places("From"), .. Places("To"),
        ];
        if (line.MessagingServiceSid is { } service)
        {
            form.Add(new("MessagingServiceSid", service));
        }

        for (var i = 0; i < text.Media; i++)
        {
            form.Add(new($"MediaContentType{i}", "image/jpeg"));
            form.Add(new($"MediaUrl{i}", $"https://api.twilio.com/2010-04-01/Accounts/{host.AccountSid}/Messages/{text.Sid}/Media/{Text.NewSid("ME")}"));
        }

        return form;
    }

    /// <summary>Where the number, not the person, is registered.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Places(string end) =>
        [new($"{end}City", "SPRING"), new($"{end}State", "TX"), new($"{end}Zip", "77380"), new($"{end}Country", "US")];
}
