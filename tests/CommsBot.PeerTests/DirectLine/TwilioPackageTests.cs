using System.Net;
using System.Text.Json;
using CommsBot.Channels.Sms;
using CommsBot.PeerTests.Tools;
using Microsoft.Extensions.DependencyInjection;
using Simulated = CommsBot.Simulator.Twilio.TwilioSignature;

namespace CommsBot.PeerTests.DirectLine;

/// <summary>Twilio's own package against our door and our stand-in.</summary>
public sealed class TwilioPackageTests
{
    private const string Url = "https://chat.example.org/twilio/sms";
    private static readonly Dictionary<string, string> Text = new()
    {
        ["MessageSid"] = "SM0123456789abcdef0123456789abcdef", ["From"] = "+12815550123", ["To"] = "+12815550100", ["Body"] = "¿Qué es? a+b&c=d 🙂",
    };

    [SkippableFact]
    public async Task It_accepts_what_the_simulator_signs_and_refuses_the_rest()
    {
        var signature = Simulated.Of("secret", Url, Text);
        var altered = new Dictionary<string, string>(Text) { ["Body"] = "other" };
        object[] cases =
        [
            new { token = "secret", signature, url = Url, @params = Text },
            new { token = "secret", signature, url = Url, @params = altered },
            new { token = "other", signature, url = Url, @params = Text },
            new { token = "secret", signature, url = Url + "?x=1", @params = Text },
        ];
        var ran = await NodePeers.RunAsync("twilio.mjs", ["validate"], JsonSerializer.Serialize(cases));
        Assert.True(ran.Ok, ran.Tail);
        Assert.Equal("[true,false,false,false]", ran.Output.Trim());
    }

    [SkippableFact]
    public async Task What_it_signs_opens_our_door_and_a_changed_letter_does_not()
    {
        await using var service = await Service.StartAsync();
        var settings = service.App.Services.GetRequiredService<TwilioSettings>();
        var url = new Uri(service.Address, "/twilio/sms").ToString();
        var fields = new Dictionary<string, string>(Text) { ["AccountSid"] = settings.AccountSid!, ["NumMedia"] = "0" };
        var ran = await NodePeers.RunAsync("twilio.mjs", ["sign"], JsonSerializer.Serialize(new { token = settings.AuthTokens[0], url, @params = fields }));
        Assert.True(ran.Ok, ran.Tail);
        var signature = JsonSerializer.Deserialize<string>(ran.Output)!;
        Assert.Equal(HttpStatusCode.OK, await PostAsync(url, fields, signature));
        fields["Body"] += "!";
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(url, fields, signature));
    }

    [SkippableFact]
    public async Task It_sends_through_the_simulator()
    {
        await using var service = await Service.StartAsync();
        var settings = service.App.Services.GetRequiredService<TwilioSettings>();
        var order = new
        {
            sid = settings.AccountSid, token = settings.AuthTokens[0], @base = new Uri(service.Address, "/simulator/twilio").ToString(),
            to = "+12815550123", from = "+12815550100", body = "Hello",
        };
        var ran = await NodePeers.RunAsync("twilio.mjs", ["send"], JsonSerializer.Serialize(order));
        Assert.True(ran.Ok, ran.Tail);
        using var sent = JsonDocument.Parse(ran.Output);
        Assert.StartsWith("SM", sent.RootElement.GetProperty("sid").GetString());
        Assert.Equal("Hello", sent.RootElement.GetProperty("body").GetString());
    }

    private static async Task<HttpStatusCode> PostAsync(string url, Dictionary<string, string> fields, string signature)
    {
        using var client = new HttpClient();
        using var post = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields) };
        post.Headers.Add("X-Twilio-Signature", signature);
        using var answer = await client.SendAsync(post);
        return answer.StatusCode;
    }
}
