using CommsBot.Outbox;
using CommsBot.Tests.Appointments;
using CommsBot.Tests.Clinics;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>What texts of one visit mean for those of another on the same number.</summary>
public sealed class SeveralVisitsTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Theory]
    [InlineData("Delivered", null)]
    [InlineData("Undelivered", "2027-03-08 10:00")]
    [InlineData("Failed", "2027-03-08 10:00")]
    public async Task A_text_that_never_arrived_takes_no_day(string state, string? due)
    {
        var phone = $"+1713555016{state.Length % 10}";
        service.GoTo("2027-03-08 09:00");
        await service.Put($"cap-{state}-far", AppointmentService.Ana("2027-04-20T09:00:00-05:00", phone));
        await service.Store.Write(async db =>
        {
            var first = (await db.Outbound.AsTracking().Where(m => m.AppointmentId == $"cap-{state}-far").ToListAsync()).MinBy(m => m.DueAt)!;
            (first.State, first.SentAt) = (Enum.Parse<MessageState>(state), TheClinic.Chicago("2027-03-08 09:00"));
        });

        await service.Put($"cap-{state}", AppointmentService.Ana("2027-03-17T09:00:00-05:00", phone));

        var steps = (await service.Read($"cap-{state}")).Steps();
        Assert.Equal(due is null ? null : $"about-visit {due} -06:00", steps.SingleOrDefault(step => step.StartsWith("about-visit", StringComparison.Ordinal)));
    }
}
