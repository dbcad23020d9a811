using CommsBot.Content;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

public sealed class DangerWordingTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public DangerWordingTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("I'm having a heart attack", "emergency", "emergency", "emergency")]
    [InlineData("my husband is unconscious", "emergency", "emergency", "emergency")]
    [InlineData("my toe turned black and it is ice cold", "emergency", "emergency", "emergency")]
    [InlineData("tengo la mano negra de un dedo desde esta mañana y fria, es el crps o q", "emergency", "emergency", "emergency")]
    [InlineData("my sugar is 54", "low-sugar", "emergency", "emergency")]
    [InlineData("my husband hits me", "violence", "emergency", "emergency")]
    [InlineData("can't wake him up after the infusion", "after-infusion-911", "emergency", "emergency")]
    [InlineData("there's blood in my urine", "after-infusion-call", "clinical", "adverse")]
    [InlineData("no paro de vomitar", "after-infusion-call", "clinical", "adverse")]
    public async Task Each_danger_has_its_own_words_and_ticket(string text, string key, string outcome, string kind)
    {
        var language = text.StartsWith("no paro", StringComparison.Ordinal) || text.StartsWith("tengo", StringComparison.Ordinal) ? Language.Spanish : Language.English;
        var web = await service.Web();
        var reply = await web.Ask(text);
        Assert.Equal((outcome, service.Words($"safety/{key}", language)), (reply.Outcome, reply.Text));
        Assert.Equal(kind, (await service.Staff.Ticket(web.ConversationId)).Kind());

        var phone = service.Phone();
        Assert.Equal("Mind Balance: " + service.Words($"safety/{key}", language, MessageForm.Sms), await phone.Ask(text));
    }

    [Fact]
    public async Task Low_sugar_is_treated_first_even_while_fasting()
    {
        var phone = service.Phone();
        Assert.Equal(
            "Mind Balance: Treat your low sugar now, as your doctor taught you, even if you are fasting. Call 911 if you get drowsy or are not better in 15 minutes. Then call us: (281) 555-0120.",
            await phone.Ask("my sugar is 54 and I'm shaky"));
    }

    [Fact]
    public async Task The_reply_to_violence_tells_a_reader_over_the_shoulder_nothing()
    {
        var phone = service.Phone();
        Assert.Equal(
            "Mind Balance: Thank you for your message. In any emergency, call 911. To talk with a person on our team, call (281) 555-0120.",
            await phone.Ask("my boyfriend beats me"));
    }

    [Fact]
    public async Task Worry_about_somebody_else_is_answered_for_two()
    {
        var web = await service.Web();
        var reply = await web.Ask("my friend wants to kill herself");
        Assert.Equal($"{service.Words("safety/crisis-third-person")}\n\nWe are alerting our team.", reply.Text);
    }

    [Fact]
    public async Task Spanish_danger_is_answered_in_Spanish()
    {
        var web = await service.Web();
        var reply = await web.Ask("quiero matarme");
        Assert.Equal("es", reply.Language);
        Assert.StartsWith(service.Words("safety/crisis", Language.Spanish), reply.Text);
    }

    [Theory]
    [InlineData("can ketamine stop your breathing")]
    [InlineData("does ketamine help with suicidal thoughts")]
    [InlineData("what are the signs of a stroke")]
    [InlineData("I'm going to hang up")]
    public async Task A_question_about_danger_is_no_danger(string text)
    {
        var web = await service.Web();
        Assert.False((await web.Ask(text)).Outcome is "crisis" or "emergency");
    }
}
