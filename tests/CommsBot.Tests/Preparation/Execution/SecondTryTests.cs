using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A text that did not arrive is tried once more, whatever is planned again meanwhile.</summary>
public sealed class SecondTryTests(TestService service) : IClassFixture<TestService>
{
    private readonly VisitDesk desk = new(service);

    [Theory]
    [InlineData("30003", "2027-03-08T10:40-06:00")] // phone off
    [InlineData("30008", "2027-03-08T10:40-06:00")] // unknown to the carrier
    [InlineData("30023", "2027-03-09T10:10-06:00")] // one carrier's cap of the day
    public async Task A_plan_read_again_meanwhile_keeps_the_second_try(string code, string second)
    {
        var id = $"again-{code}";
        var patient = await LostAsync(id, code);

        await patient.Say("DRIVER Luis Gomez");
        service.At("2027-03-08T10:06-06:00");
        await desk.LookAsync();
        Assert.Single(desk.SentTo(patient.Phone), text => IsAboutVisit(text));

        service.At(second);
        await desk.LookAsync();
        Assert.Equal(2, desk.SentTo(patient.Phone).Count(IsAboutVisit));
    }

    [Fact]
    public async Task A_second_try_that_is_lost_too_is_a_call()
    {
        var patient = await LostAsync("twice-lost", "30003");
        await patient.Say("DRIVER Luis Gomez");
        service.At("2027-03-08T10:40-06:00");
        await desk.LookAsync();
        await patient.Receipt(service.Twilio.Sent.Last(text => text.To == patient.Phone && IsAboutVisit(text.Body)), "undelivered", "30003");
        await desk.LookAsync();
        Assert.Equal("30003", (string?)(await desk.OpenCallAsync("twice-lost"))["reason"]);
    }

    [Fact]
    public async Task A_second_try_of_the_fast_waits_for_the_nurse_like_the_first()
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync("held-again", new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-13T10:05-06:00");
        service.At("2027-03-15T12:05-05:00");
        await desk.LookAsync();
        await patient.Receipt(service.Twilio.Sent.Last(text => text.To == patient.Phone), "undelivered", "30003");
        await patient.Say("I take insulin");
        service.At("2027-03-15T12:40-05:00");
        await desk.LookAsync();
        Assert.Single(desk.SentTo(patient.Phone), text => text.Contains("No food after", StringComparison.Ordinal));
        var last = (await desk.ReadAsync("held-again"))["messages"]!.AsArray().Last(m => (string?)m!["step"] == "fasting")!;
        Assert.Equal(("held", "health-screen"), ((string?)last["status"], (string?)last["error"]));
    }

    private static bool IsAboutVisit(string text) => text.Contains("Please come by", StringComparison.Ordinal);

    /// <summary>The first text of a visit left and did not arrive.</summary>
    private async Task<SmsPatient> LostAsync(string id, string code)
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync(id, new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        service.At("2027-03-08T10:05-06:00");
        await desk.LookAsync();
        await patient.Receipt(service.Twilio.Sent.Single(text => text.To == patient.Phone), "undelivered", code);
        await desk.LookAsync();
        return patient;
    }
}
