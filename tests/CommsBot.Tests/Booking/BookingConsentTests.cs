using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Booking;

/// <summary>The question about texts in a request names how to get ready: the answer counts for the instructions of a visit.</summary>
public sealed class BookingConsentTests : IClassFixture<TestService>
{
    /// <summary>So far ahead that nothing is due yet.</summary>
    private const string Visit = "2027-04-06T09:00:00-05:00";
    private static readonly object Cleared = new { state = "cleared", setBy = "Dana Example RN" };
    private readonly TestService service;
    private readonly VisitDesk desk;

    public BookingConsentTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
        desk = new VisitDesk(service);
    }

    [Fact]
    public async Task A_yes_by_text_lets_the_instructions_go()
    {
        var phone = await desk.BookAsync("consent-sms-yes", Cleared, Visit, consentAt: null);
        Assert.Equal(["held no-consent"], await StatesAsync("consent-sms-yes"));
        await ByTextAsync(phone, "1");
        Assert.Equal(["planned "], await StatesAsync("consent-sms-yes"));
    }

    [Fact]
    public async Task A_no_by_text_ends_what_was_agreed_before_and_a_person_calls()
    {
        var phone = await desk.BookAsync("consent-sms-no", Cleared, Visit);
        Assert.Equal(["planned "], await StatesAsync("consent-sms-no"));
        await ByTextAsync(phone, "2");
        Assert.Equal(["held no-consent"], await StatesAsync("consent-sms-no"));
        Assert.NotNull(await desk.OpenCallAsync("consent-sms-no"));
        Assert.NotEmpty(await service.Phone(phone).Say("what is crps"));
    }

    [Fact]
    public async Task A_yes_on_the_website_counts_from_the_first_text_of_that_number()
    {
        var phone = await desk.BookAsync("consent-web-yes", Cleared, Visit, consentAt: null);
        await OnTheWebAsync(phone, "Send it, and text me");
        Assert.Equal(["held no-consent"], await StatesAsync("consent-web-yes"));
        await service.Phone(phone).Say("hello");
        Assert.Equal(["planned "], await StatesAsync("consent-web-yes"));
        var proof = (await service.Appointments.Consents(phone))[0];
        Assert.Equal(("preparation", service.Words("consent/booking-consent")), ((string?)proof["purpose"], (string?)proof["text"]));
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("wrong number")]
    [InlineData("please quit texting me")]
    public async Task A_yes_on_the_website_that_its_owner_answers_with_a_no_never_counts(string first)
    {
        var id = $"consent-web-{first.Length}";
        var phone = await desk.BookAsync(id, Cleared, Visit, consentAt: null);
        await OnTheWebAsync(phone, "Send it, and text me");
        await service.Phone(phone).Say(first);
        Assert.DoesNotContain(await service.Appointments.Consents(phone), entry => (string?)entry["purpose"] == "preparation" && (bool)entry["granted"]!);
    }

    [Fact]
    public async Task A_no_said_to_staff_after_the_website_stands()
    {
        var phone = await desk.BookAsync("consent-web-late", Cleared, Visit, consentAt: null);
        await OnTheWebAsync(phone, "Send it, and text me");
        await service.Appointments.Post("/api/consents", new { phone, purpose = "preparation", granted = false, text = "No texts, please.", method = "phone" });
        await service.Phone(phone).Say("hello");
        Assert.Equal(["held no-consent"], await StatesAsync("consent-web-late"));
    }

    [Fact]
    public async Task A_no_on_the_website_ends_what_was_agreed_before_and_a_person_calls()
    {
        var phone = await desk.BookAsync("consent-web-no", Cleared, Visit);
        await OnTheWebAsync(phone, "Send it, and call me");
        Assert.Equal(["held no-consent"], await StatesAsync("consent-web-no"));
        Assert.NotNull(await desk.OpenCallAsync("consent-web-no"));
    }

    private async Task<string[]> StatesAsync(string visit) =>
        [.. (await desk.ReadAsync(visit))["messages"]!.AsArray().Where(text => (string?)text!["status"] != "withdrawn").Select(text => $"{text!["status"]} {text["error"]}").Distinct()];

    private async Task ByTextAsync(string phone, string consent)
    {
        var patient = service.Phone(phone);
        foreach (var said in (string[])["I'd like to book an appointment", "Ann Lee", "2", "3", "1", consent, "1"]) await patient.Say(said);
        await service.Settled();
    }

    private async Task OnTheWebAsync(string phone, string tap)
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: phone);
        await patient.Tap(tap);
        await service.Settled();
    }
}
