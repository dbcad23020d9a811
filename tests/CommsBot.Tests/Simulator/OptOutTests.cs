using CommsBot.Simulator.Phone;
using static CommsBot.Tests.Simulator.SimulatorApp;

namespace CommsBot.Tests.Simulator;

public sealed class OptOutTests
{
    [Theory]
    [InlineData("STOP")]
    [InlineData(" stop ")]
    [InlineData("Unsubscribe")]
    [InlineData("END")]
    [InlineData("quit")]
    [InlineData("STOPALL")]
    [InlineData("revoke")]
    [InlineData("OptOut")]
    [InlineData("CANCEL")]
    public async Task A_stop_word_blocks_and_is_confirmed_by_the_network(string word)
    {
        await using var app = await StartAsync();
        await app.Text(word);
        var webhook = await app.NextWebhook();
        Assert.Equal(word, webhook.Form["Body"]);
        Assert.False(webhook.Form.ContainsKey("OptOutType"));
        Assert.Equal([word, Keywords.Stopped], (await app.Thread()).Select(text => text.GetProperty("body").GetString()));
        Assert.Equal(21610, await Send(app));
    }

    [Theory]
    [InlineData("STOP PLEASE")]
    [InlineData("please cancel")]
    [InlineData("stop.")]
    [InlineData("I want it to end")]
    [InlineData("HELP")]
    [InlineData("alto")]
    public async Task Other_words_block_nothing(string words)
    {
        await using var app = await StartAsync();
        await app.Text(words);
        Assert.Single(await app.Thread());
        Assert.Equal(0, await Send(app));
    }

    [Theory]
    [InlineData("START")]
    [InlineData("yes")]
    [InlineData("UNSTOP")]
    public async Task A_start_word_lifts_the_block_and_is_confirmed(string word)
    {
        await using var app = await StartAsync();
        await app.Text("STOP");
        await app.Text(word);
        Assert.Equal(["STOP", Keywords.Stopped, word, Keywords.Started], (await app.Thread()).Select(text => text.GetProperty("body").GetString()));
        Assert.Equal(0, await Send(app));
        Assert.Equal(["STOP", word], (await app.Webhooks(2)).Select(webhook => webhook.Form["Body"]));
    }

    [Fact]
    public async Task Yes_from_a_phone_that_was_never_blocked_is_an_ordinary_text()
    {
        await using var app = await StartAsync();
        await app.Text("YES");
        Assert.Single(await app.Thread());
    }

    [Fact]
    public async Task A_second_stop_is_not_confirmed_again()
    {
        await using var app = await StartAsync();
        await app.Text("STOP");
        await app.Text("STOP");
        Assert.Equal(["STOP", Keywords.Stopped, "STOP"], (await app.Thread()).Select(text => text.GetProperty("body").GetString()));
        await app.Webhooks(2);
    }

    [Fact]
    public async Task A_block_holds_for_one_clinic_and_one_phone_only()
    {
        await using var app = await StartAsync();
        await app.Text("STOP");
        Assert.Equal(0, await Send(app, to: "+12815550124"));
        Assert.Equal(201, (int)(await app.Create(("To", Patient), ("MessagingServiceSid", Service), ("Body", "Hello"))).StatusCode);
        Assert.Equal(201, (int)(await app.Create(("To", Patient), ("From", OtherClinic), ("Body", "Hello"))).StatusCode);
    }

    /// <summary>Twilio's code, 0 when the message was taken.</summary>
    private static async Task<int> Send(SimulatorApp app, string to = Patient) =>
        (await Json(await app.Create(("To", to), ("From", Clinic), ("Body", "Hello")))) is var answer && answer.TryGetProperty("code", out var code) ? code.GetInt32() : 0;
}
