using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>What a patient writes to the person who owns the talk: the bot is silent, and what that person may not be the right one for has its own ticket.</summary>
public sealed class OwnedConversationTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public OwnedConversationTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("I had a bad reaction last week", "adverse")]
    [InlineData("your receptionist was rude to me, I want to file a complaint", "complaint")]
    [InlineData("please send me a copy of my medical records", "records")]
    [InlineData("my lawyer will be contacting you", "outside")]
    [InlineData("my driver cancelled", "call")]
    [InlineData("I ate breakfast this morning", "clinical")]
    public async Task What_belongs_on_another_desk_gets_its_ticket_there_and_no_word_of_the_bot(string text, string kind)
    {
        var web = await service.Web();
        await web.Say("Can I talk to a person?");
        await service.Staff.Claim(await service.Staff.Ticket(web.ConversationId));
        Assert.Empty(await web.Say(text));
        Assert.Equal(("waiting", text), await OpenedAsync(web.ConversationId, kind));

        var phone = service.Phone();
        await phone.Say("Can I talk to a person?");
        await service.Staff.Claim(await service.Staff.Ticket(await phone.ConversationId()));
        await service.Settled();
        Assert.Empty(await phone.Say(text));
        Assert.Equal(("waiting", text), await OpenedAsync(await phone.ConversationId(), kind));
    }

    [Theory]
    [InlineData("do I have CRPS?")]
    [InlineData("Is Tuesday free?")]
    public async Task What_the_owner_can_answer_or_pass_on_opens_nothing(string text)
    {
        var web = await service.Web();
        await web.Say("Can I talk to a person?");
        await service.Staff.Claim(await service.Staff.Ticket(web.ConversationId));
        Assert.Empty(await web.Say(text));
        await service.Staff.Ticket(web.ConversationId);
    }

    [Fact]
    public async Task Who_wants_no_texts_hears_it_from_the_owner_on_the_website_and_not_from_the_bot_or_its_form()
    {
        var web = await service.Web();
        await web.Ask("I'd like an appointment");
        await web.Say("Can I talk to a person?");
        await service.Staff.Claim((await service.Staff.Tickets(web.ConversationId))[0]);
        await service.Settled();
        await web.Read();
        Assert.Empty(await web.Say("fine, but stop texting me"));
        Assert.Equal(("waiting", "fine, but stop texting me"), await OpenedAsync(web.ConversationId, "call"));
    }

    [Fact]
    public async Task A_question_that_the_owner_silenced_is_not_answered_by_the_next_digit()
    {
        var phone = service.Phone();
        await phone.Say("Can I talk to a person?");
        await service.Staff.Claim(await service.Staff.Ticket(await phone.ConversationId()));
        await service.Settled();
        Assert.Empty(await phone.Say("you text me too much"));
        Assert.Empty(await phone.Say("1"));
        Assert.Empty(await service.Appointments.Consents(phone.Phone));
    }

    private async Task<(string State, string? Need)> OpenedAsync(string conversationId, string kind)
    {
        var ticket = (await service.Staff.Tickets(conversationId)).Single(ticket => ticket.Kind() == kind);
        return ((string)ticket["state"]!, ticket.Field("Need"));
    }
}
