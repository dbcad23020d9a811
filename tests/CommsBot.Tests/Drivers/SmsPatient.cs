using System.Net;
using CommsBot.Channels.Sms;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Patients;

namespace CommsBot.Tests.Drivers;

/// <summary>A patient with a phone: texts come in by the signed webhook, answers are what the Twilio stand-in was handed.</summary>
internal sealed class SmsPatient(TestService service, string phone, string clinicNumber, string? knownAt)
{
    private bool isMet = knownAt is null;

    public string Phone => phone;

    /// <summary>All texts this phone got, oldest first.</summary>
    public IReadOnlyList<string> Texts => [.. service.Twilio.Sent.Where(text => text.To == phone).Select(text => text.Body)];

    /// <summary>Texts the clinic and waits for everything that follows: the texts that came back.</summary>
    public async Task<IReadOnlyList<string>> Say(string body, int media = 0, string? optOutType = null)
    {
        await MeetAsync();
        await service.Settled();
        var before = Texts.Count;
        using var answer = await Post(body, media: media, optOutType: optOutType);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await service.Settled();
        return [.. Texts.Skip(before)];
    }

    /// <summary>The one text that came back.</summary>
    public async Task<string> Ask(string body) => Assert.Single(await Say(body));

    /// <summary>The webhook as Twilio would call it, and its bare answer.</summary>
    /// <param name="signature">Null signs rightly.</param>
    public Task<HttpResponseMessage> Post(string body, string? sid = null, int media = 0, string? optOutType = null, string? signature = null)
    {
        Dictionary<string, string> form = new()
        {
            ["MessageSid"] = sid ?? service.Twilio.NewSid(),
            ["AccountSid"] = TwilioStandIn.Account,
            ["From"] = phone,
            ["To"] = clinicNumber,
            ["Body"] = body,
            ["NumMedia"] = $"{media}",
        };
        if (optOutType is not null) form["OptOutType"] = optOutType;
        service.Watchman.PlantPhone(phone);
        service.Watchman.PlantText(body);
        return service.PostSigned("/twilio/sms", form, signature);
    }

    /// <summary>Tells the service what became of a text.</summary>
    public Task<HttpResponseMessage> Receipt(SentText text, string status, string? code = null)
    {
        text.Status = status;
        var callback = new Uri(text.StatusCallback!);
        Dictionary<string, string> form = new() { ["MessageSid"] = text.Sid, ["MessageStatus"] = status, ["AccountSid"] = TwilioStandIn.Account, ["To"] = text.To };
        if (code is not null) form["ErrorCode"] = code;
        return service.PostSigned(callback.PathAndQuery, form);
    }

    /// <summary>The thread's id, as staff programs see it.</summary>
    public async Task<string> ConversationId()
    {
        var found = await service.Reader.Post("/api/conversations/search", new { phone });
        return (string)found["items"]![0]!["id"]!;
    }

    private async Task MeetAsync()
    {
        if (isMet) return;
        isMet = true;
        var now = service.Get<ClinicClock>().UtcNow;
        await service.Store.Write(async db => (await Transcript.SmsThread(db, knownAt!, PhoneNumber.Parse(phone), Language.English, now)).StopNoticeAt = now);
    }

    public static string Sign(string url, IEnumerable<KeyValuePair<string, string>> form) => TwilioSignature.Compute(TwilioStandIn.Token, url, form);
}
