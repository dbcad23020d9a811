using CommsBot.Handoff;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A visit moves in the evening, and the news waits for the morning while other things change.</summary>
public sealed class MovedTests(TestService service) : IClassFixture<TestService>
{
    private const string Moved = "Mind Balance: Your visit has a new time: Thu, Mar 18 at 1:00 PM. Please don't use the times in our earlier texts. We will send you new ones. Questions? (281) 555-0120";

    private readonly VisitDesk desk = new(service);

    [Fact]
    public async Task The_news_of_a_move_leaves_in_the_morning_though_the_visit_was_planned_anew_for_another_reason()
    {
        var phone = await MovedInTheEveningAsync("moved-1");
        await PutAsync("moved-1", phone, "2027-03-18T13:00:00-05:00", new { mode = "individual", foodUntil = "2027-03-18T04:00:00-05:00", clearLiquidsUntil = "2027-03-18T10:00:00-05:00", setBy = "Nora Example MD" });
        Assert.Equal(3, (int)(await desk.ReadAsync("moved-1"))["planVersion"]!);

        Assert.Single(await MorningAsync(phone), text => text.StartsWith(Moved, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Moved_again_only_the_last_time_is_told()
    {
        var phone = await MovedInTheEveningAsync("moved-2");
        await PutAsync("moved-2", phone, "2027-03-19T10:00:00-05:00");

        var told = Assert.Single(await MorningAsync(phone), text => text.Contains("has a new time", StringComparison.Ordinal));
        Assert.Contains("Fri, Mar 19 at 10:00 AM", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_that_was_cancelled_after_its_move_is_told_as_cancelled_only()
    {
        var phone = await MovedInTheEveningAsync("moved-3");
        using (await service.Appointments.Send(HttpMethod.Delete, "/api/appointments/moved-3")) { }

        var texts = await MorningAsync(phone);
        Assert.DoesNotContain(texts, text => text.Contains("has a new time", StringComparison.Ordinal));
        Assert.Single(texts, text => text.Contains("is cancelled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_that_is_not_the_patients_any_more_hears_nothing_of_it()
    {
        var old = await MovedInTheEveningAsync("moved-4");
        await PutAsync("moved-4", Some.Phone(), "2027-03-18T13:00:00-05:00");

        Assert.DoesNotContain(await MorningAsync(old), text => text.Contains("has a new time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task News_nobody_confirms_is_a_call_while_staff_can_still_say_it_before_the_visit_that_is_none()
    {
        service.At("2027-03-08T10:00-06:00");
        var phone = await desk.BookAsync("moved-5", new { state = "cleared", setBy = "Dana Example RN" });
        var patient = new SmsPatient(service, phone, The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00");
        service.At("2027-03-16T06:30-05:00");
        using (await service.Appointments.Send(HttpMethod.Delete, "/api/appointments/moved-5")) { }
        await desk.LookAsync();
        Assert.Contains(desk.SentTo(phone), text => text.Contains("is cancelled", StringComparison.Ordinal));

        service.At("2027-03-16T08:00-05:00");
        await service.Until("open a call for the news", async () =>
        {
            await desk.LookAsync();
            await using var db = service.Store.Read();
            // Other texts of the days that the clock jumped over may have opened the call before.
            var call = await db.Handoffs.FirstOrDefaultAsync(h => h.AppointmentId == "moved-5" && h.State != HandoffState.Closed);
            return call is not null && Packet.ValueOf(Packet.Read(call.Summary), "Why")!.Split('\n').Contains("unconfirmed");
        });
    }

    [Fact]
    public async Task Lost_news_of_a_move_stands_with_what_is_due_today_for_the_patient_would_come_to_the_old_time()
    {
        service.At("2027-03-15T10:00-05:00");
        var phone = await desk.BookAsync("moved-6", new { state = "cleared", setBy = "Dana Example RN" }, "2027-03-16T14:00:00-05:00");
        var patient = new SmsPatient(service, phone, The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-15T10:05-05:00", "2027-03-15T12:05-05:00");
        Assert.NotEmpty(desk.SentTo(phone));
        service.At("2027-03-15T14:00-05:00");
        await PutAsync("moved-6", phone, "2027-04-20T13:00:00-05:00");
        await desk.LookAsync();
        var news = service.Twilio.Sent.Last(text => text.To == phone);
        Assert.Contains("has a new time", news.Body, StringComparison.Ordinal);
        using (await patient.Receipt(news, "undelivered", "30003")) { }
        await desk.LookAsync();

        await using var db = service.Store.Read();
        var call = await db.Handoffs.SingleAsync(h => h.AppointmentId == "moved-6" && h.State != HandoffState.Closed);
        Assert.Equal(Urgency.Of(HandoffKind.Call, timeCritical: true), call.Urgency);
    }

    [Theory]
    [InlineData("2027-03-16T09:00:00-05:00", "9:00 AM")]
    [InlineData("2027-03-16T13:00:00-05:00", "1:00 PM")]
    public async Task A_visit_that_was_booked_again_for_that_day_under_another_id_is_told_as_moved_and_nobody_is_told_to_eat(string startsAt, string time)
    {
        var (old, next) = ($"again-{time[0]}-1", $"again-{time[0]}-2");
        var cleared = new { state = "cleared", setBy = "Dana Example RN" };
        service.At("2027-03-15T09:00-05:00");
        var phone = await desk.BookAsync(old, cleared);
        service.At("2027-03-15T12:05-05:00");
        await desk.LookAsync();
        Assert.NotEmpty(desk.SentTo(phone));
        await service.Appointments.Put($"/api/appointments/{next}", new { patient = new { id = old, firstName = "Ana", phone }, startsAt, status = "booked", healthScreen = cleared });
        using (await service.Appointments.Send(HttpMethod.Delete, $"/api/appointments/{old}")) { }
        await desk.LookAsync();

        Assert.DoesNotContain(desk.SentTo(phone), text => text.Contains("is cancelled", StringComparison.Ordinal));
        Assert.Single(desk.SentTo(phone), text => text.Contains($"Your visit has a new time: Tue, Mar 16 at {time}.", StringComparison.Ordinal));

        using (await service.Appointments.Send(HttpMethod.Delete, $"/api/appointments/{next}")) { }
        await desk.LookAsync();
        Assert.Single(desk.SentTo(phone), text => text.Contains("is cancelled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Booked_again_while_the_news_of_the_cancellation_waits_for_the_morning_it_is_told_as_moved_only()
    {
        var cleared = new { state = "cleared", setBy = "Dana Example RN" };
        service.At("2027-03-08T10:00-06:00");
        var phone = await desk.BookAsync("again-n-1", cleared);
        service.At("2027-03-08T10:05-06:00");
        await desk.LookAsync();
        service.At("2027-03-08T22:30-06:00");
        using (await service.Appointments.Send(HttpMethod.Delete, "/api/appointments/again-n-1")) { }
        await service.Appointments.Put("/api/appointments/again-n-2", new { patient = new { id = "again-n-1", firstName = "Ana", phone }, startsAt = "2027-03-16T10:00:00-05:00", status = "booked", healthScreen = cleared });

        var texts = await MorningAsync(phone);
        Assert.DoesNotContain(texts, text => text.Contains("is cancelled", StringComparison.Ordinal));
        Assert.Single(texts, text => text.Contains("Your visit has a new time: Tue, Mar 16 at 10:00 AM.", StringComparison.Ordinal));
    }

    private async Task<string> MovedInTheEveningAsync(string id)
    {
        service.At("2027-03-08T10:00-06:00");
        var phone = await desk.BookAsync(id, new { state = "cleared", setBy = "Dana Example RN" });
        service.At("2027-03-08T10:05-06:00");
        await desk.LookAsync();
        service.At("2027-03-08T22:30-06:00");
        await PutAsync(id, phone, "2027-03-18T13:00:00-05:00");
        await desk.LookAsync();
        Assert.DoesNotContain(desk.SentTo(phone), text => text.Contains("has a new time", StringComparison.Ordinal));
        return phone;
    }

    private async Task<string[]> MorningAsync(string phone)
    {
        service.At("2027-03-09T09:05-06:00");
        await desk.LookAsync();
        return desk.SentTo(phone);
    }

    private Task PutAsync(string id, string phone, string startsAt, object? preparation = null) => service.Appointments.Put($"/api/appointments/{id}", new
    {
        patient = new { id, firstName = "Ana", phone },
        startsAt,
        status = "booked",
        consent = new { text = "May we text you?", at = "2027-02-20T10:00:00-06:00", method = "form" },
        healthScreen = new { state = "cleared", setBy = "Dana Example RN" },
        preparation,
    });
}
