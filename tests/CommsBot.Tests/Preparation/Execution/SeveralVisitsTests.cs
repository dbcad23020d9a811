using CommsBot.Outbox;
using CommsBot.Tests.Appointments;
using CommsBot.Tests.Clinics;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>What texts of one visit mean for those of another on the same number.</summary>
public sealed class SeveralVisitsTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    private const string Notice = " Reply STOP to stop texts, HELP for help";

    [Fact]
    public async Task A_text_that_leaves_thirty_days_after_the_last_notice_says_again_how_to_stop()
    {
        const string phone = "+17135550165";
        service.GoTo("2027-03-08 09:00");
        await service.Put("notice-a", AppointmentService.Ana(phone: phone));
        Assert.EndsWith(Notice, (await service.Read("notice-a")).Message("health-screen").Word("body"), StringComparison.Ordinal);
        await service.Deliver("notice-a", "health-screen", "2027-03-08 10:00");
        service.GoTo("2027-03-09 09:00");
        await service.Put("notice-b", AppointmentService.Ana("2027-04-28T09:00:00-05:00", phone));
        await service.Put("notice-c", AppointmentService.Ana("2027-04-13T09:00:00-05:00", phone));

        var far = await service.Read("notice-b");
        Assert.EndsWith(Notice, far.Message("about-visit").Word("body"), StringComparison.Ordinal);
        Assert.DoesNotContain("STOP", far.Message("health-screen").Word("body"));
        // Its first text leaves on April 4, less than thirty days after the notice; its reminder on April 10.
        var near = await service.Read("notice-c");
        Assert.DoesNotContain("STOP", near.Message("about-visit").Word("body"));
        Assert.EndsWith(Notice, near.Message("reminder").Word("body"), StringComparison.Ordinal);
    }

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
