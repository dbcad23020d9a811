using CommsBot.Engine;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Handoff;

/// <summary>Nobody answers: what the patient is told, who is called, and where the conversation goes.</summary>
public sealed class WaitingTests
{
    private const string Late = $"I'm sorry. No one could answer you in time. Our team will contact you by 12:15 PM today. {The.Numbers}";
    private const string Closed = "Our office is closed now. We open Monday at 8:00 AM. Your message is on our list. If you can't wait: emergency, call 911; crisis, call or text 988. Our phone: (281) 555-0120.";

    [Fact]
    public async Task An_owner_who_is_silent_for_ten_minutes_is_not_covered_up_and_the_ticket_is_raised_again()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        var ticket = await service.Reader.Ticket(patient.ConversationId);
        await service.Staff.Claim(ticket);
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "Hello, how can I help?" });
        await patient.Say("Is Tuesday free?");
        Assert.Empty(await AfterAsync(service, patient, 9));

        Assert.Equal([Late], await AfterAsync(service, patient, 2));
        Assert.NotNull((await service.Reader.Ticket(patient.ConversationId))["raisedAt"]);
        Assert.Empty(await AfterAsync(service, patient, 15));
        Assert.Equal("claimed", (string)(await service.Reader.Ticket(patient.ConversationId))["state"]!);
    }

    [Fact]
    public async Task A_lapsed_owners_conversation_returns_to_the_queue_and_never_to_the_bot()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        await service.Staff.Claim(await service.Reader.Ticket(patient.ConversationId));
        service.Later(TimeSpan.FromMinutes(31));
        await LookAsync(service);

        var ticket = await service.Reader.Ticket(patient.ConversationId);
        Assert.Equal("waiting", (string)ticket["state"]!);
        Assert.Null((string?)ticket["claimedBy"]);
        await patient.Read();
        Assert.Empty(await patient.Say("What is CRPS?"));

        await service.Colleague.Claim(ticket);
        await service.Colleague.Close(ticket);
        await patient.Read();
        Assert.StartsWith("CRPS is short for", (await patient.Ask("What is CRPS?")).Text);
    }

    [Fact]
    public async Task Who_writes_after_the_owner_lapsed_hears_honestly_after_ten_minutes_and_stands_in_the_queue_again()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        var claimed = await service.Reader.Ticket(patient.ConversationId);
        await service.Staff.Claim(claimed);
        await service.Staff.Post($"/api/handoffs/{claimed["id"]}/messages", new { text = "Hello, how can I help?" });
        service.Later(TimeSpan.FromMinutes(31));
        await LookAsync(service);
        await patient.Read();
        await patient.Say("Is Tuesday free?");
        Assert.Empty(await AfterAsync(service, patient, 9));
        var said = Assert.Single(await AfterAsync(service, patient, 2));
        Assert.StartsWith("I'm sorry. No one could answer you in time. Our team will contact you by ", said);
        Assert.EndsWith(The.Numbers, said);
        var ticket = await service.Reader.Ticket(patient.ConversationId);
        Assert.Equal("waiting", (string)ticket["state"]!);
        Assert.NotNull(ticket["raisedAt"]);
    }

    [Fact]
    public async Task A_message_to_an_owner_who_went_home_is_answered_at_once_with_the_next_opening()
    {
        await using var service = await TestService.StartAsync();
        service.At(The.ClosedHour);
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        var ticket = await service.Reader.Ticket(patient.ConversationId);
        await service.Staff.Claim(ticket);
        await patient.Read();
        await patient.Say("Are you there?");
        Assert.Contains(Closed, await AfterAsync(service, patient, 0) is [] ? patient.Seen.Select(message => message.Text) : [Closed]);
        Assert.Empty(await patient.Say("Hello?"));

        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "I am still here." });
        Assert.Equal(["I am still here."], Texts((await patient.Read()).Where(message => message.From != patient.UserId)));
        await patient.Say("Good to hear.");
        Assert.Empty(await AfterAsync(service, patient, 5));
    }

    [Fact]
    public async Task Who_only_thanks_the_owner_waits_for_nothing_until_they_ask_or_answer()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        await ClaimedAsync(service, () => patient.Say("Can I talk to a person?"), () => Task.FromResult(patient.ConversationId));
        await patient.Read();
        foreach (var thanks in (string[])["thank you", "ok", "👍", "bye"])
        {
            service.Later(TimeSpan.FromSeconds(10));
            Assert.Empty(await patient.Say(thanks));
        }

        Assert.Empty(await AfterAsync(service, patient, 15));
        Assert.Null(await RaisedAsync(service, patient.ConversationId));

        await patient.Say("Yes");
        service.Later(TimeSpan.FromMinutes(1));
        await patient.Say("Thanks!");
        Assert.StartsWith("I'm sorry. No one could answer you in time.", Assert.Single(await AfterAsync(service, patient, 10)));
        Assert.NotNull(await RaisedAsync(service, patient.ConversationId));
    }

    [Fact]
    public async Task By_text_too_thanks_and_a_reaction_wait_for_nothing()
    {
        await using var service = await TestService.StartAsync();
        var phone = service.Phone();
        await ClaimedAsync(service, () => phone.Say("Can I talk to a person?"), phone.ConversationId);
        foreach (var thanks in (string[])["thank you", "Liked \"Hello, how can I help?\"", "Muchas gracias"])
        {
            service.Later(TimeSpan.FromSeconds(10));
            Assert.Empty(await phone.Say(thanks));
        }

        var before = phone.Texts.Count;
        service.Later(TimeSpan.FromMinutes(15));
        await LookAsync(service);
        Assert.Equal(before, phone.Texts.Count);
        Assert.Null(await RaisedAsync(service, await phone.ConversationId()));
    }

    [Fact]
    public async Task A_thank_you_at_night_is_not_apologised_for()
    {
        await using var service = await TestService.StartAsync();
        service.At(The.ClosedHour);
        var patient = await service.Web();
        await ClaimedAsync(service, () => patient.Say("Can I talk to a person?"), () => Task.FromResult(patient.ConversationId));
        service.Later(TimeSpan.FromMinutes(11));
        await patient.Read();
        Assert.Empty(await patient.Say("Thank you so much"));
        Assert.Empty(await AfterAsync(service, patient, 1));
        Assert.Equal([Closed], Texts(await patient.Say("Are you open on Tuesday?")).Concat(await AfterAsync(service, patient, 0)));
    }

    [Fact]
    public async Task A_patient_who_asked_for_a_call_is_told_when_on_the_web_and_by_text()
    {
        const string When = $"I'm sorry. No one could answer you in time. Our team will contact you by 1:00 PM today. {The.Numbers}";
        await using var service = await TestService.StartAsync();
        var (patient, other, phone) = (await service.Web(), await service.Web(), service.Phone());
        await patient.Say("I need to move my appointment");
        await other.Say("please stop texting me");
        await phone.Say("I need to move my appointment");
        foreach (var id in (string[])[patient.ConversationId, other.ConversationId, await phone.ConversationId()])
            Assert.Equal("call", (await service.Reader.Ticket(id)).Kind());

        Assert.Equal([When], await AfterAsync(service, patient, 60));
        Assert.Equal($"Mind Balance: {When}", phone.Texts[^1]);
        Assert.DoesNotContain(Texts(await other.Read()), text => text.Contains("contact you"));
        Assert.Equal("2027-03-08T13:00:00-06:00", (string)(await service.Reader.Ticket(patient.ConversationId))["deadline"]!);
    }

    [Fact]
    public async Task Two_requests_of_one_talk_that_come_late_together_are_told_once()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        await patient.Say("I need to move my appointment");
        await patient.Say("Can I talk to a person?");
        Assert.Equal(["call", "question"], (await service.Reader.Tickets(patient.ConversationId)).Select(ticket => ticket.Kind()).Order());
        Assert.StartsWith("I'm sorry. No one could answer you in time.", Assert.Single(await AfterAsync(service, patient, 60)), StringComparison.Ordinal);
        Assert.Empty(await AfterAsync(service, patient, 30));
    }

    [Fact]
    public async Task A_request_nobody_takes_gets_a_call_back_promise_a_second_person_and_then_the_on_call_page()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        Assert.Empty(await AfterAsync(service, patient, 59));
        Assert.Empty(Pages(service, "+12815550142"));

        Assert.Equal([$"I'm sorry. No one could answer you in time. Our team will contact you by 1:00 PM today. {The.Numbers}"], await AfterAsync(service, patient, 1));
        Assert.StartsWith("Mind Balance: a request has waited too long for a person. Open the staff page to take it.", Assert.Single(Pages(service, "+12815550142")));
        Assert.Empty(Pages(service, "+12815550141"));

        Assert.Empty(await AfterAsync(service, patient, 60));
        Assert.Single(Pages(service, "+12815550141"));
        Assert.Empty(await AfterAsync(service, patient, 5));
        Assert.Equal(2, Pages(service, "+12815550142").Count);

        await service.Staff.Claim(await service.Reader.Ticket(patient.ConversationId));
        await AfterAsync(service, patient, 5);
        Assert.Single(Pages(service, "+12815550141"));
        Assert.Equal("claimed", (string)(await service.Reader.Ticket(patient.ConversationId))["state"]!);
    }

    [Fact]
    public async Task A_crisis_is_never_answered_with_a_promise_to_call_back()
    {
        await using var service = await TestService.StartAsync();
        var patient = await service.Web();
        await patient.Say("I want to kill myself");
        await service.Staff.Claim(await service.Reader.Ticket(patient.ConversationId));
        await patient.Read();
        var said = Assert.Single(await AfterAsync(service, patient, 11));
        Assert.StartsWith("Thank you for waiting.", said);
        Assert.DoesNotContain("contact you", said);
        Assert.EndsWith(The.Numbers, said);
    }

    [Fact]
    public async Task Limits_run_in_staffed_time_and_a_clinic_sets_its_own()
    {
        await using var service = await TestService.StartAsync(new TestSetup
        {
            Clinics = dialogs => File.AppendAllText(Path.Combine(dialogs, "clinics", $"{The.Clinic}.yaml"), "\nanswerWithin: { question: 30 }\n"),
        });
        service.At(The.ClosedHour);
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        service.At("2027-03-08T08:29-06:00");
        Assert.Empty(await AfterAsync(service, patient, 0));
        Assert.StartsWith("I'm sorry. No one could answer you in time.", Assert.Single(await AfterAsync(service, patient, 1)));
    }

    /// <summary>The patient asked, and the owner came and said hello.</summary>
    private static async Task ClaimedAsync(TestService service, Func<Task> ask, Func<Task<string>> conversationId)
    {
        await ask();
        var ticket = await service.Reader.Ticket(await conversationId());
        await service.Staff.Claim(ticket);
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "Hello, how can I help?" });
        await service.Settled();
    }

    private static async Task<string?> RaisedAsync(TestService service, string conversationId) => (string?)(await service.Reader.Ticket(conversationId))["raisedAt"];

    private static IReadOnlyList<string> Pages(TestService service, string to) => [.. service.Twilio.Sent.Where(text => text.To == to).Select(text => text.Body)];

    private static async Task<IReadOnlyList<string>> AfterAsync(TestService service, WebPatient patient, int minutes)
    {
        service.Later(TimeSpan.FromMinutes(minutes));
        await LookAsync(service);
        return Texts((await patient.Read()).Where(message => message.From != patient.UserId));
    }

    // Due by time alone: nothing stored says that there is work until somebody looks.
    private static async Task LookAsync(TestService service)
    {
        await service.Get<Poller>().LookAsync(default);
        await service.Settled();
    }

    private static IReadOnlyList<string> Texts(IEnumerable<WebMessage> messages) => [.. messages.Select(message => message.Text)];
}
