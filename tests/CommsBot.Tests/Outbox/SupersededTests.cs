using CommsBot.Appointments;
using CommsBot.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Outbox;

/// <summary>A text that was with the provider while its visit was moved, cancelled or closed neither leaves again nor is read out on the phone.</summary>
public class SupersededTests
{
    [Theory]
    [InlineData(1, "Booked", 2, 0)]
    [InlineData(2, "Booked", 1, 0)]
    [InlineData(1, "Cancelled", 1, 0)]
    public async Task A_lost_text_is_tried_again_only_while_its_plan_holds(int version, string status, int rows, int calls)
    {
        await using var house = await TextHouse.OpenAsync();
        await FastingAsync(house);
        await house.RunAsync();
        await ChangeAsync(house, version, status);

        await house.Receipts.TakeAsync(new Receipt(null, house.StandIn.Texts.Single().Sid, "undelivered", "30003"));

        await using var db = house.Store.Read();
        Assert.Equal((rows, calls), (await db.Outbound.CountAsync(), (await house.TasksAsync()).Count));
    }

    [Theory]
    [InlineData(2, "Booked")]
    [InlineData(1, "Cancelled")]
    public async Task A_text_that_cannot_arrive_any_more_is_nobodys_call(int version, string status)
    {
        await using var house = await TextHouse.OpenAsync();
        await FastingAsync(house);
        await house.RunAsync();
        await ChangeAsync(house, version, status);

        await house.Receipts.TakeAsync(new Receipt(null, house.StandIn.Texts.Single().Sid, "undelivered", "30006"));

        Assert.Empty(await house.TasksAsync());
    }

    [Theory]
    [InlineData("DropBefore", 2, "Booked")]
    [InlineData("DropBefore", 1, "Cancelled")]
    [InlineData("TooMany", 2, "Booked")]
    [InlineData("RefuseConnection", 1, "Cancelled")]
    public async Task What_did_not_reach_the_provider_is_taken_back(string fate, int version, string status)
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await FastingAsync(house);
        house.StandIn.Next = _ => Enum.Parse<Fate>(fate);
        await house.RunAsync();
        await ChangeAsync(house, version, status);
        house.StandIn.Next = _ => Fate.Accept;

        for (var look = 0; look < 10; look++)
        {
            house.Pass(TimeSpan.FromSeconds(10));
            await house.RunAsync();
        }

        Assert.Equal((MessageState.Withdrawn, "superseded"), ((await house.TextAsync(id)).State, (await house.TextAsync(id)).Reason));
        Assert.Empty(house.StandIn.Texts);
        Assert.Empty(await house.TasksAsync());
    }

    [Fact]
    public async Task The_news_of_a_move_is_no_news_after_the_next_one()
    {
        await using var house = await TextHouse.OpenAsync();
        await BookAsync(house);
        var moved = await house.AddAsync(MessageClass.Notice, "moved", with: text => text with { AppointmentId = "visit", Step = "moved", PlanVersion = 1 });
        await ChangeAsync(house, 2, "Booked");

        await house.RunAsync();

        Assert.Equal((MessageState.Withdrawn, "superseded"), ((await house.TextAsync(moved)).State, (await house.TextAsync(moved)).Reason));
    }

    [Fact]
    public async Task The_news_that_a_visit_is_cancelled_leaves()
    {
        await using var house = await TextHouse.OpenAsync();
        await BookAsync(house);
        await house.AddAsync(MessageClass.Notice, "cancelled", with: text => text with { AppointmentId = "visit", Step = "cancelled", PlanVersion = 2 });
        await ChangeAsync(house, 2, "Cancelled");

        await house.RunAsync();

        Assert.Equal("cancelled", house.StandIn.Texts.Single().Body);
    }

    private static async Task<string> FastingAsync(TextHouse house)
    {
        await house.ConsentAsync();
        await BookAsync(house);
        return await house.AddAsync(
            MessageClass.Plan, "No food after 1:00 AM", with: text => text with { NotAfter = house.Clock.UtcNow.AddHours(30), AppointmentId = "visit", Step = "fasting", PlanVersion = 1 });
    }

    private static Task BookAsync(TextHouse house) => house.Store.Write(db =>
    {
        db.Appointments.Add(new Appointment
        {
            ClinicId = house.Clinic.Id, Id = "visit", PatientId = "ana", Protocol = "infusion", StartsAt = house.Clock.UtcNow.AddDays(2), PlanVersion = 1, Status = AppointmentStatus.Booked,
            ScreenState = "cleared", ScreenSetBy = "patient",
        });
        return Task.CompletedTask;
    });

    private static Task ChangeAsync(TextHouse house, int version, string status) => house.Store.Write(async db =>
    {
        var visit = await db.Appointments.AsTracking().SingleAsync(a => a.Id == "visit");
        (visit.PlanVersion, visit.Status) = (version, Enum.Parse<AppointmentStatus>(status));
    });
}
