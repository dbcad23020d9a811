using CommsBot.Content;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Booking;

public sealed class BookingOnWebTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public BookingOnWebTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task A_whole_request_is_asked_shown_and_handed_to_staff()
    {
        var patient = await service.Web();
        await Says(patient.Ask("I'd like to book an appointment"),
            "I can pass a request for an appointment to our team. It takes a few short questions. You can ask me something in between, go back, or leave at any time.\n\n"
            + "What is your first and last name?", "I'll say it on the phone", "Leave the request");
        await Says(patient.Ask("my name is Ann Lee"), "What phone number can our team reach you at? Please include the area code.", "Go back", "Leave the request");
        await Says(patient.Ask("you can reach me at 713-555-0142"), "Have you been to our clinic before?", "I'm new", "I've been there before", "Go back", "Leave the request");
        await Says(patient.Tap("I'm new"), "Which days and times work best for you? Pick one or write your own.",
            "Weekday mornings", "Weekday afternoons", "Any time", "Go back", "Leave the request");
        await Says(patient.Ask("Tuesday after 2 PM"), "What would you like to be seen for? A few words are enough. You may skip this.", "Skip", "Go back", "Leave the request");
        await Says(patient.Ask("pain in my left foot"),
            $"Here is what I have: Ann Lee, (713) 555-0142, I'm new, Tuesday after 2 PM, pain in my left foot. Shall I send it to our team?\n\n{service.Words("consent/booking-consent")}",
            "Send it, and text me", "Send it, and call me", "Change something", "Leave the request");
        await Says(patient.Tap("Send it, and text me"),
            "Thank you. Our team has your request. We are open until 5:00 PM and will contact you by phone. This is a request, not yet a set time.");

        // A number typed on the website is never texted before its owner texts or staff confirm it.
        Assert.DoesNotContain(service.Twilio.Sent, text => text.To == "+17135550142");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        Assert.Equal(("booking", "Ann Lee"), (ticket.Kind(), (string?)ticket["patient"]));
        Assert.Equal(("Ann Lee", 4), (ticket.Field("Name"), ticket.From("Name")));
        Assert.Equal(("(713) 555-0142", 6), (ticket.Field("Phone"), ticket.From("Phone")));
        Assert.Equal(("new", 8), (ticket.Field("New or returning"), ticket.From("New or returning")));
        Assert.Equal(("Tuesday after 2 PM", 10), (ticket.Field("Best times"), ticket.From("Best times")));
        Assert.Equal(("pain in my left foot", 12), (ticket.Field("Reason"), ticket.From("Reason")));
        Assert.Equal(("yes", 14), (ticket.Field("Consent to texts"), ticket.From("Consent to texts")));
        Assert.Equal("English", ticket.Field("Language"));
    }

    [Theory]
    [InlineData("Send it, and text me", true, "(713) 555-0160")]
    [InlineData("Send it, and call me", false, "(713) 555-0161")]
    public async Task The_ledger_holds_the_words_shown_and_the_answer(string tap, bool granted, string phone)
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: phone);
        await patient.Tap(tap);
        var entry = Assert.Single(await service.Appointments.Consents(phone));
        Assert.Equal(
            ("booking", granted, "web", "patient",
             "May Mind Balance Infusions text you about your visits? Texts are automated: times, how to get ready, and answers to what you ask, up to 3 a week. Msg & data rates may apply. "
             + "Reply STOP to stop texts, HELP for help. You don't have to agree to get care. We do not share your number for marketing."),
            ((string?)entry["purpose"], (bool)entry["granted"]!, (string?)entry["method"], (string?)entry["by"], (string?)entry["text"]));
        Assert.DoesNotContain(service.Twilio.Sent, text => text.To.EndsWith(phone[^4..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("800-555-0142")]
    [InlineData("555-0142")]
    [InlineData("none")]
    public async Task A_number_nobody_can_be_reached_at_is_asked_again(string number)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        await Says(patient.Ask(number),
            "That does not look like a US phone number. Please write 10 digits, like (281) 555-0123.\n\nWhat phone number can our team reach you at? Please include the area code.");
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("x")]
    [InlineData("one two three four five six seven")]
    public async Task What_is_no_name_is_asked_again(string name)
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await Says(patient.Ask(name), "I could not read that as a name. Please write your first and last name, letters only.\n\nWhat is your first and last name?");
    }

    [Fact]
    public async Task A_third_miss_offers_a_person()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("12345");
        await patient.Ask("12345");
        await Says(patient.Ask("12345"), $"I'm sorry, I can't get this part right. Would you like a person to take your request? Our phone: (281) 555-0120. Emergency: call 911. Crisis: call or text 988.",
            "Yes, ask a person", "No, thank you");
        await patient.Tap("Yes, ask a person");
        Assert.Equal("booking", (await service.Staff.Ticket(patient.ConversationId)).Kind());
    }

    [Fact]
    public async Task One_field_is_corrected_and_the_rest_kept()
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: "(713) 555-0143");
        await Says(patient.Tap("Change something"), "What should I change?",
            "My name", "My phone number", "New or returning", "Days and times", "The reason", "Go back");
        await Says(patient.Tap("My phone number"), "What phone number can our team reach you at? Please include the area code.");
        await Says(patient.Ask("(713) 555-0144"), $"Here is what I have: Ann Lee, (713) 555-0144, I'm new, Weekday mornings. Shall I send it to our team?\n\n{service.Words("consent/booking-consent")}");
        await patient.Tap("Send it, and call me");
        Assert.Equal("(713) 555-0144", (await service.Staff.Ticket(patient.ConversationId)).Field("Phone"));
        Assert.Empty(await service.Appointments.Consents("(713) 555-0143"));
    }

    [Fact]
    public async Task A_typed_yes_to_the_summary_is_no_consent_to_texts()
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: "(713) 555-0162");
        await Says(patient.Ask("yes"), $"One last question.\n\n{service.Words("consent/booking-consent")}", "Yes, text me", "No, please call", "Go back", "Leave the request");
        Assert.Empty(await service.Appointments.Consents("(713) 555-0162"));
        await Says(patient.Tap("No, please call"),
            "Thank you. Our team has your request. We are open until 5:00 PM and will contact you by phone. This is a request, not yet a set time.");
        Assert.False((bool)Assert.Single(await service.Appointments.Consents("(713) 555-0162"))["granted"]!);
    }

    [Fact]
    public async Task Six_taps_and_a_phone_number_are_a_request_with_no_other_word_typed()
    {
        var patient = await service.Web();
        await patient.Tap("Request an appointment");
        await patient.Tap("I'll say it on the phone");
        await patient.Ask("(713) 555-0163");
        await patient.Tap("I'm new");
        await patient.Tap("Any time");
        await Says(patient.Tap("Skip"),
            $"Here is what I have: (713) 555-0163, I'm new, Any time. Shall I send it to our team?\n\n{service.Words("consent/booking-consent")}");
        await patient.Tap("Send it, and call me");
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        Assert.Equal(("(713) 555-0163", "(713) 555-0163"), ((string?)ticket["patient"], ticket.Field("Phone")));
        Assert.Null(ticket.Field("Name"));
    }

    [Fact]
    public async Task Going_back_asks_the_question_before_again()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        await Says(patient.Tap("Go back"), "All right, one step back.\n\nWhat is your first and last name?");
        await patient.Ask("Bea Lee");
        await patient.Ask("(713) 555-0145");
        await Says(patient.Tap("Go back"), "All right, one step back.\n\nWhat phone number can our team reach you at? Please include the area code.");
    }

    [Fact]
    public async Task Leaving_sends_nothing()
    {
        var patient = await service.Web();
        await patient.ToTheSummary();
        await Says(patient.Tap("Leave the request"), "All right. I have sent nothing to our team. You can start again at any time, or call (281) 555-0120.");
        Assert.Empty(await service.Staff.Tickets(patient.ConversationId));
        Assert.NotEqual("booking", (await patient.Ask("Send it, and text me")).Outcome);
    }

    [Fact]
    public async Task A_question_in_between_is_answered_and_the_booking_goes_on()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        var replies = await patient.Say("what is crps");
        Assert.Equal(["answered", "booking"], replies.Select(reply => reply.Outcome));
        Assert.Equal("Back to your request:\n\nWhat phone number can our team reach you at? Please include the area code.", replies[1].Text);
        await Says(patient.Ask("(713) 555-0146"), "Have you been to our clinic before?");
    }

    [Fact]
    public async Task A_question_about_medicine_in_between_is_not_taken_as_an_answer()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        Assert.Equal("clinical", (await patient.Ask("should i skip my insulin")).Outcome);
    }

    [Fact]
    public async Task Asking_for_a_person_midway_hands_over_what_was_given()
    {
        var patient = await service.Web();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        var reply = await patient.Ask("can I talk to a person instead");
        Assert.Equal(
            "I have asked our team. Someone will answer here. We are open until 5:00 PM. If it can't wait, call (281) 555-0120. Emergency: call 911. Crisis: call or text 988.", reply.Text);
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        Assert.Equal(("booking", "Ann Lee"), (ticket.Kind(), ticket.Field("Name")));
        Assert.Null(ticket.Field("Phone"));
        Assert.Null(ticket.Field("Reason"));
    }

    [Fact]
    public async Task What_was_skipped_reads_not_given()
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: "(713) 555-0147");
        await patient.Tap("Send it, and call me");
        Assert.Null((await service.Staff.Ticket(patient.ConversationId)).Field("Reason"));
    }

    [Theory]
    [InlineData("2027-03-06T22:30-06:00", "Thank you. Our team has your request. Our office is closed now. We open Monday at 8:00 AM and will contact you by phone after that. This is a request, not yet a set time.")]
    [InlineData("2027-03-09T06:00-06:00", "Thank you. Our team has your request. Our office is closed now. We open today at 8:00 AM and will contact you by phone after that. This is a request, not yet a set time.")]
    [InlineData("2026-11-26T10:00-06:00", "Thank you. Our team has your request. Our office is closed now. We open Monday at 8:00 AM and will contact you by phone after that. This is a request, not yet a set time.")]
    public async Task The_promise_names_the_real_next_opening(string moment, string words)
    {
        service.At(moment);
        var patient = await service.Web();
        await patient.ToTheSummary(phone: "(713) 555-0148");
        await Says(patient.Tap("Send it, and call me"), words);
    }

    [Fact]
    public async Task In_Spanish_the_whole_request_is_Spanish()
    {
        var patient = await service.Web("es");
        var first = await patient.Ask("quiero hacer una cita");
        Assert.Equal(("booking", "es"), (first.Outcome, first.Language));
        await patient.Ask("Ana Ruiz");
        await patient.Ask("(713) 555-0149");
        await patient.Tap(patient.Last.Taps[0]);
        await patient.Tap(patient.Last.Taps[0]);
        await patient.Tap(patient.Last.Taps[0]);
        Assert.StartsWith("Esto es lo que tengo: Ana Ruiz, (713) 555-0149", patient.Last.Text);
        var sent = await patient.Tap(patient.Last.Taps[0]);
        Assert.Equal(service.Words("booking/sent-open", Language.Spanish, MessageForm.Web, ("closes", "5:00 PM"), ("how", service.Words("booking/how-phone", Language.Spanish))), sent.Text);
        Assert.Equal(service.Words("consent/booking-consent", Language.Spanish), (string?)Assert.Single(await service.Appointments.Consents("(713) 555-0149"))["text"]);
        Assert.Equal("Spanish", (await service.Staff.Ticket(patient.ConversationId)).Field("Language"));
    }

    private static async Task Says(Task<WebMessage> said, string text, params string[] taps)
    {
        var message = await said;
        Assert.Equal(("booking", text), (message.Outcome, message.Text));
        if (taps.Length > 0) Assert.Equal(taps, message.Taps);
    }
}
