using CommsBot.Appointments;
using CommsBot.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Outbox;

/// <summary>An instruction that did not arrive is on the call list within a minute of the last word there can be about it.</summary>
public class LastSignalTests
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_provider_may_not_try_past_the_last_useful_moment_nor_into_the_night()
    {
        await using var house = await TextHouse.OpenAsync("2026-11-30 19:00");
        await house.ConsentAsync();
        await house.ConsentAsync(to: "+12815550143");
        await house.AddAsync(MessageClass.Plan, "until half past seven", with: text => text with { NotAfter = house.Clock.UtcNow.AddMinutes(30) });
        await house.AddAsync(MessageClass.Plan, "useful until tomorrow", to: "+12815550143", with: text => text with { NotAfter = house.Clock.UtcNow.AddHours(20) });

        await house.RunAsync();

        Assert.Equal(("1800", "3600"), (Validity(house, "until half past seven"), Validity(house, "useful until tomorrow")));
    }

    [Theory]
    [InlineData("undelivered", 30036, "30036")]
    [InlineData("sent", null, "unconfirmed")]
    public async Task A_lost_receipt_becomes_a_call_at_the_last_useful_moment(string status, int? code, string reason)
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        await house.AddAsync(MessageClass.Plan, "plan", with: text => text with { NotAfter = house.Clock.UtcNow.AddHours(2), AppointmentId = "visit", Step = "fasting" });
        await house.RunAsync();
        var lastMoment = house.Clock.UtcNow.AddHours(2);
        (house.StandIn.Texts.Single().Status, house.StandIn.Texts.Single().ErrorCode) = ("sent", null);
        while (house.Clock.UtcNow < lastMoment - Look)
        {
            house.Pass(Look);
            await LookAsync(house);
            Assert.Empty(await house.TasksAsync());
        }

        (house.StandIn.Texts.Single().Status, house.StandIn.Texts.Single().ErrorCode) = (status, code);
        while ((await house.TasksAsync()).Count == 0 && house.Clock.UtcNow < lastMoment + TimeSpan.FromMinutes(10))
        {
            house.Pass(Look);
            await LookAsync(house);
        }

        Assert.InRange(house.Clock.UtcNow, lastMoment, lastMoment + TimeSpan.FromSeconds(60));
        Assert.Equal(("visit", reason), (Assert.Single(await house.TasksAsync()).AppointmentId, (await house.TasksAsync())[0].Reason));
        house.Pass(Look);
        await LookAsync(house);
        Assert.Single(await house.TasksAsync());
    }

    [Fact]
    public async Task A_notice_that_the_clinic_is_closed_is_a_call_when_it_is_not_delivered_in_a_quarter_of_an_hour()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.AddAsync(MessageClass.Notice, "closed", with: text => text with { NotAfter = house.Clock.UtcNow.AddMinutes(15), AppointmentId = "visit", Step = "closed" });
        await house.RunAsync();
        (house.StandIn.Texts.Single().Status, house.StandIn.Texts.Single().ErrorCode) = ("sent", null);

        house.Pass(TimeSpan.FromMinutes(14.5));
        await LookAsync(house);
        Assert.Empty(await house.TasksAsync());
        house.Pass(TimeSpan.FromMinutes(1));
        await LookAsync(house);

        Assert.Equal(("visit", "unconfirmed"), (Assert.Single(await house.TasksAsync()).AppointmentId, (await house.TasksAsync())[0].Reason));
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_at_the_last_moment_is_a_call_too()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        await house.AddAsync(MessageClass.Plan, "plan", with: text => text with { NotAfter = house.Clock.UtcNow.AddMinutes(5), AppointmentId = "visit", Step = "fasting" });
        await house.RunAsync();
        house.StandIn.ListIsDown = true;

        house.Pass(TimeSpan.FromMinutes(5));
        await LookAsync(house);

        Assert.Equal("unconfirmed", Assert.Single(await house.TasksAsync()).Reason);
    }

    [Fact]
    public async Task A_provider_that_hangs_does_not_keep_fifteen_instructions_from_the_call_list_for_a_minute()
    {
        await using var house = await TextHouse.OpenAsync();
        for (var at = 0; at < 15; at++)
        {
            var (visit, to) = ($"visit-{at}", $"+1713555{4200 + at}");
            await house.ConsentAsync(to: to);
            await house.AddAsync(MessageClass.Plan, $"plan {at}", to, text => text with { NotAfter = house.Clock.UtcNow.AddMinutes(5), AppointmentId = visit, Step = "fasting" });
        }

        await house.RunAsync();
        house.Pass(TimeSpan.FromMinutes(5));
        var lastMoment = house.Clock.UtcNow;
        using var asked = new SemaphoreSlim(0);
        var hangs = new TaskCompletionSource();
        house.StandIn.ListIsDown = true;
        house.StandIn.Thinking = () =>
        {
            var answer = hangs.Task;
            asked.Release();
            return answer;
        };

        // Each question takes ten seconds and brings nothing.
        var look = house.RunAsync();
        for (var left = 15; left > 0; left -= 8)
        {
            for (var question = 0; question < Math.Min(8, left); question++) Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(20)), $"{left} are left, and only {question} are asked at a time.");
            house.Pass(TimeSpan.FromSeconds(10));
            (var over, hangs) = (hangs, new TaskCompletionSource());
            over.SetResult();
        }

        await look;
        Assert.Equal(15, (await house.TasksAsync()).Count);
        Assert.InRange(house.Clock.UtcNow, lastMoment, lastMoment + TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task What_was_delivered_or_answered_is_nobodys_call()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        var id = await house.AddAsync(MessageClass.Plan, "plan", with: text => text with { NotAfter = house.Clock.UtcNow.AddMinutes(5), AppointmentId = "visit", Step = "fasting" });
        await house.RunAsync();
        await house.Store.Write(async db => (await db.Outbound.AsTracking().SingleAsync(m => m.Id == id)).AnsweredAt = house.Clock.UtcNow);

        house.Pass(TimeSpan.FromMinutes(6));
        await LookAsync(house);

        Assert.Empty(await house.TasksAsync());
    }

    [Theory]
    [InlineData(1, "Booked", 1)]
    [InlineData(2, "Booked", 0)]
    [InlineData(1, "Cancelled", 0)]
    public async Task What_was_taken_back_since_is_nobodys_call(int version, string status, int calls)
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        await house.AddAsync(MessageClass.Plan, with: text => text with { NotAfter = house.Clock.UtcNow.AddMinutes(5), AppointmentId = "visit", Step = "fasting", PlanVersion = 1 });
        await house.RunAsync();
        await house.Store.Write(db =>
        {
            db.Appointments.Add(new Appointment
            {
                ClinicId = house.Clinic.Id, Id = "visit", PatientId = "ana", Protocol = "infusion", StartsAt = house.Clock.UtcNow.AddDays(1),
                PlanVersion = version, Status = Enum.Parse<AppointmentStatus>(status),
            });
            return Task.CompletedTask;
        });

        house.Pass(TimeSpan.FromMinutes(6));
        await LookAsync(house);

        Assert.Equal(calls, (await house.TasksAsync()).Count);
    }

    [Fact]
    public async Task A_correction_that_could_not_be_sent_is_a_call()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.AddAsync(MessageClass.Notice, "moved", with: text => text with { AppointmentId = "visit", Step = "moved" });
        house.StandIn.Refusal = 21614;

        await house.RunAsync();

        Assert.Equal(("visit", "21614"), (Assert.Single(await house.TasksAsync()).AppointmentId, (await house.TasksAsync())[0].Reason));
    }

    [Fact]
    public async Task Two_lost_texts_to_a_silent_phone_stop_its_other_plans()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        var later = await house.AddAsync(MessageClass.Plan, "later", with: text => text with { DueAt = house.Clock.UtcNow.AddHours(80), AppointmentId = "visit", Step = "b" });
        await house.AddAsync(MessageClass.Plan, "plan", with: text => text with { NotAfter = house.Clock.UtcNow.AddHours(72), AppointmentId = "visit", Step = "a" });
        await house.RunAsync();
        await house.Receipts.TakeAsync(new Receipt(null, house.StandIn.Texts.Single().Sid, "undelivered", "30003"));
        Assert.Equal(MessageState.Planned, await house.StateAsync(later));
        house.Pass(TimeSpan.FromHours(24));
        await house.RunAsync();

        await house.Receipts.TakeAsync(new Receipt(null, house.StandIn.Texts.Last().Sid, "undelivered", "30003"));

        Assert.Equal((MessageState.Held, "30003"), ((await house.TextAsync(later)).State, (await house.TextAsync(later)).Reason));
    }

    /// <summary>What the poller does: only a clinic with work gets a pass.</summary>
    private static async Task LookAsync(TextHouse house)
    {
        await using var db = house.Store.Read();
        if ((await OutboxWork.ClinicsWithWork(db, house.Clock.UtcNow, house.Machine.GetUtcNow(), default)).Count > 0) await house.RunAsync();
    }

    private static string Validity(TextHouse house, string body) => house.StandIn.Texts.Single(text => text.Body == body).Fields["ValidityPeriod"];
}
