using System.Net;
using CommsBot.Channels.Sms;
using CommsBot.Content;
using CommsBot.Outbox;
using CommsBot.Settings;
using CommsBot.Tests.Clinics;
using CommsBot.Tests.Outbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Channels.Sms;

/// <summary>The signed doors, without the conversation behind them.</summary>
public class TwilioDoorTests
{
    [Fact]
    public async Task A_signed_status_callback_moves_the_text()
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Staff);
        await house.RunAsync();
        var sid = house.StandIn.Texts.Single().Sid;

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(house, $"/twilio/status?o={id}", [new("MessageSid", sid), new("MessageStatus", "delivered")])).StatusCode);
        Assert.Equal(MessageState.Delivered, await house.StateAsync(id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task An_unsigned_or_forged_callback_is_refused_and_changes_nothing(string? signature)
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Staff);
        await house.RunAsync();
        var sid = house.StandIn.Texts.Single().Sid;

        var answer = await PostAsync(house, $"/twilio/status?o={id}", [new("MessageSid", sid), new("MessageStatus", "delivered")], _ => signature);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
    }

    [Fact]
    public async Task With_sms_off_the_doors_are_not_there()
    {
        await using var house = await TextHouse.OpenAsync(adjust: settings => (settings.AccountSid, settings.AuthTokens) = (null, []));
        foreach (var path in new[] { "/twilio/sms", "/twilio/status", "/twilio/voice" })
            Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(house, path, [new("To", "x")])).StatusCode);
    }

    [Fact]
    public async Task A_text_to_nobodys_number_is_answered_and_not_stored()
    {
        await using var house = await TextHouse.OpenAsync();
        var answer = await PostAsync(house, "/twilio/sms", [new("MessageSid", "SM1"), new("From", "+12815550142"), new("To", "+13125550100"), new("Body", "hi")]);
        Assert.Equal("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response />", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/xml", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_body_too_large_is_refused()
    {
        await using var house = await TextHouse.OpenAsync();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(house, "/twilio/status", [new("Body", new string('a', 300_000))])).StatusCode);
    }

    [Fact]
    public async Task A_call_hears_911_and_988_in_both_languages_and_reaches_the_clinic()
    {
        await using var house = await TextHouse.OpenAsync();
        Assert.Equal(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Say language=\"en-US\">If this is an emergency, hang up and call 911. In a crisis, call 988. We are connecting you to the clinic.</Say>"
            + "<Say language=\"es-MX\">Si es una emergencia, cuelgue y llame al 911. En una crisis, llame al 988 y oprima 2. Le pasamos con la clínica.</Say><Dial>+12815550120</Dial></Response>",
            await (await PostAsync(house, "/twilio/voice", [new("To", "+12815550100"), new("From", "+12815550142")])).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("2026-11-30 21:00", "+12815550100", "+12815550130")]
    [InlineData("2026-11-28 12:00", "+12815550100", "+12815550130")]
    [InlineData("2026-11-30 10:00", "+12815550100", "+12815550120")]
    public async Task A_call_out_of_hours_reaches_the_after_hours_line(string at, string called, string line)
    {
        await using var house = await TextHouse.OpenAsync(at);
        Assert.Contains($"<Dial>{line}</Dial>", await (await PostAsync(house, "/twilio/voice", [new("To", called), new("From", "+12815550142")])).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_call_at_night_to_a_clinic_without_such_a_line_reaches_its_phone()
    {
        await using var house = await TextHouse.OpenAsync("2026-11-30 23:00");
        Assert.Null(TheClinic.HarborRest.AfterHoursPhone);
        Assert.Contains(
            "<Dial>+14155550120</Dial>",
            await (await PostAsync(house, "/twilio/voice", [new("To", TheClinic.HarborRest.Sms.Number.E164), new("From", "+12815550142")])).Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> PostAsync(
        TextHouse house, string path, KeyValuePair<string, string>[] fields, Func<string, string?>? signature = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(house.Settings).AddSingleton(house.Receipts).AddSingleton(house.Clock).AddSingleton(TheClinic.Both)
            .AddSingleton(new PublicAddress(new PublicSettings { BaseUrl = new Uri("https://clinic.example") }, null!))
            .AddSingleton<SmsNumbers>().AddSingleton<TwilioDoor>().AddSingleton(new InboundTexts(
                null!, new SmsNumbers(house.Settings, TheClinic.Both), null!, null!, house.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<InboundTexts>.Instance))
            .AddSingleton(ContentLibrary.Read(new ContentRoot(TheClinic.Home)).Library);
        await using var app = builder.Build();
        app.MapSms();
        await app.StartAsync();
        var signed = TwilioSignature.Compute("12345", "https://clinic.example" + path, fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        if ((signature is null ? signed : signature(signed)) is { } header) request.Headers.TryAddWithoutValidation(TwilioSignature.Header, header);
        return await app.GetTestClient().SendAsync(request);
    }
}
