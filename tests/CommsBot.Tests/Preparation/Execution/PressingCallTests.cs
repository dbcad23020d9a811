using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A call that a patient's own text asks for has the moment it must come before, and a page where too few staffed minutes are left (clinic-day 18).</summary>
public sealed class PressingCallTests(TestService service) : IClassFixture<TestService>
{
    private readonly VisitDesk desk = new(service);

    [Theory]
    [InlineData("3", "2027-03-15T17:30-05:00", true)]
    [InlineData("2", "2027-03-15T16:30-05:00", true)]
    [InlineData("3", "2027-03-15T15:30-05:00", false)]
    public async Task A_call_that_a_patient_asks_for_pages_when_less_than_a_staffed_hour_is_left_before_the_fast(string digit, string at, bool paged)
    {
        var id = $"asks-{at[11..13]}";
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync(id, new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-13T10:05-06:00", "2027-03-15T12:05-05:00");
        service.At(at);
        await desk.LookAsync();
        await patient.Say(digit);
        await desk.LookAsync();

        var call = await service.Staff.Ticket(await patient.ConversationId());
        var ticket = await desk.TicketAsync(call);
        Assert.Equal((paged, paged, "2027-03-16 01:00"), (ticket.PageAtOnce, ticket.PagedAt is not null, service.Clinic.LocalTime(ticket.Deadline!.Value).ToString("yyyy-MM-dd HH:mm")));
    }

    [Theory]
    [InlineData("2027-03-16T08:45-05:00", false)]
    [InlineData("2027-03-16T07:45-05:00", true)]
    public async Task Who_is_at_the_door_pages_nobody_while_the_clinic_is_open(string at, bool paged)
    {
        service.At("2027-03-08T10:00-06:00");
        var phone = await desk.BookAsync($"door-{paged}", new { state = "cleared", setBy = "Dana Example RN" });
        var patient = new SmsPatient(service, phone, The.ClinicNumber, null);
        service.At(at);
        await patient.Say("I'm here");
        Assert.Equal(paged, (await desk.TicketAsync(await service.Staff.Ticket(await patient.ConversationId()))).PageAtOnce);
    }
}
