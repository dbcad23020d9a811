using CommsBot.Handoff;
using CommsBot.Staff.Calls;
using CommsBot.Staff.Console;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

public sealed class CallOrderTests(TestService service) : IClassFixture<TestService>
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]);
    private static readonly object Cleared = new { state = "cleared", setBy = "Dana Example RN" };

    private readonly VisitDesk desk = new(service);

    [Fact]
    public async Task Calls_stand_in_the_order_in_which_the_fasts_begin_and_say_the_hours_until_then()
    {
        service.At("2027-03-08T10:00-06:00");
        var tomorrow = new SmsPatient(service, await desk.BookAsync("order-1", Cleared), The.ClinicNumber, null);
        var later = new SmsPatient(service, await desk.BookAsync("order-2", Cleared, "2027-03-17T09:00:00-05:00"), The.ClinicNumber, null);
        await desk.ArriveAsync(tomorrow, "2027-03-08T10:05-06:00");
        await later.Receipt(service.Twilio.Sent.Single(text => text.To == later.Phone), "undelivered");
        await desk.ArriveAsync(tomorrow, "2027-03-13T10:05-06:00", "2027-03-15T12:05-05:00");
        service.At("2027-03-15T15:58-05:00");
        await tomorrow.Say("3");

        var calls = await service.Get<CallReader>().ReadAsync(Dana, default);
        Assert.Equal(["9 h left", "33 h left"], calls.Select(call => call.HoursLeft));
        Assert.Equal("asks for a call", calls[0].Why);
        Assert.DoesNotContain(calls, call => call.TooLate);
        Assert.Equal(calls.Select(call => call.Id), (await service.Get<CallListReader>().ReadAsync(Dana, default)).Select(call => call.TicketId));
    }
}
