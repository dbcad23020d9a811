using CommsBot.Content;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Booking;

public sealed class BookingBySmsTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public BookingBySmsTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task A_whole_request_by_digits_asks_for_no_number()
    {
        var patient = service.Phone("+17135550151");
        Assert.Equal(
            "Mind Balance: I can pass your request for an appointment to our team. A few short questions. Reply 8 to go back, 9 to leave. What is your first and last name?",
            await patient.Ask("I'd like to book an appointment"));
        Assert.Equal("Mind Balance: Have you been to our clinic before? Reply 1 if you are new, 2 if you have been here.", await patient.Ask("Ann Lee"));
        Assert.Equal("Mind Balance: When works best? Reply 1 for weekday mornings, 2 for weekday afternoons, 3 for any time, or write your own days.", await patient.Ask("2"));
        Assert.Equal("Mind Balance: What is the visit for? A few words are enough. Reply 1 to skip.", await patient.Ask("3"));
        var consent = await patient.Ask("1");
        Assert.Equal(
            "Mind Balance: May Mind Balance text you about your visits: times, how to get ready? Automated, up to 3 a week. Msg & data rates may apply. You don't have to agree to get care. "
            + "Reply STOP to stop texts, HELP for help. Reply 1 for yes, 2 for no.", consent);
        Assert.Equal("Mind Balance: Here is what I have: Ann Lee, (713) 555-0151, I've been there before, Any time, Yes, text me. Reply 1 if that is right, 2 to change it.", await patient.Ask("1"));
        Assert.Equal(
            "Mind Balance: Thank you. Our team has your request. We are open until 5:00 PM and will contact you by text. This is a request, not yet a set time.", await patient.Ask("1"));

        var ticket = await service.Staff.Ticket(await patient.ConversationId());
        Assert.Equal(("booking", "returning", "(713) 555-0151"), (ticket.Kind(), ticket.Field("New or returning"), ticket.Field("Phone")));
        var entries = await service.Appointments.Consents(patient.Phone);
        Assert.Equal(["preparation", "booking"], entries.Select(entry => (string)entry["purpose"]!));
        Assert.All(entries, entry => Assert.Equal(
            (true, "sms", service.Words("consent/booking-consent", form: MessageForm.Sms)), ((bool)entry["granted"]!, (string?)entry["method"], (string?)entry["text"])));
    }

    [Fact]
    public async Task Eight_goes_back_and_nine_leaves()
    {
        var patient = service.Phone();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        await patient.Ask("1");
        Assert.Equal("Mind Balance: All right, one step back. Have you been to our clinic before? Reply 1 if you are new, 2 if you have been here.", await patient.Ask("8"));
        Assert.Equal("Mind Balance: All right. I have sent nothing to our team. You can start again at any time, or call (281) 555-0120.", await patient.Ask("9"));
        Assert.Empty(await service.Staff.Tickets(await patient.ConversationId()));
    }

    [Fact]
    public async Task Going_back_from_the_second_question_reaches_the_name_and_not_the_number()
    {
        var patient = service.Phone();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        Assert.Equal("Mind Balance: All right, one step back. What is your first and last name?", await patient.Ask("8"));
    }

    [Fact]
    public async Task A_stop_in_the_middle_is_a_stop()
    {
        var patient = service.Phone();
        await patient.Ask("I'd like to book an appointment");
        Assert.Empty(await patient.Say("STOP"));
        Assert.False((bool)Assert.Single(await service.Appointments.Consents(patient.Phone))["granted"]!);
    }

    [Fact]
    public async Task Words_say_what_digits_say()
    {
        var patient = service.Phone();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        await patient.Ask("I'm new");
        await patient.Ask("Tuesday after 2 PM");
        await patient.Ask("skip");
        await patient.Ask("no thanks");
        Assert.Equal(
            "Mind Balance: Thank you. Our team has your request. We are open until 5:00 PM and will contact you by phone. This is a request, not yet a set time.", await patient.Ask("correct"));
        Assert.False((bool)Assert.Single(await service.Appointments.Consents(patient.Phone))["granted"]!);
    }

    [Fact]
    public async Task A_yes_to_the_consent_question_is_an_answer_and_no_keyword()
    {
        var patient = service.Phone();
        await patient.Ask("I'd like to book an appointment");
        await patient.Ask("Ann Lee");
        await patient.Ask("1");
        await patient.Ask("1");
        await patient.Ask("1");
        Assert.StartsWith("Mind Balance: Here is what I have: Ann Lee", await patient.Ask("YES"));
        Assert.Empty(await service.Appointments.Consents(patient.Phone));
    }
}
