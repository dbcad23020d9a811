using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Outbox;

public class SendingTests
{
    [Fact]
    public async Task A_text_is_sent_with_its_id_in_the_callback_and_shown_in_the_thread()
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Staff, "Mind Balance: see you at 9");

        await house.RunAsync();

        var text = Assert.Single(house.StandIn.Texts);
        Assert.Equal(("+12815550142", "+12815550100", "Mind Balance: see you at 9"), (text.To, text.From, text.Body));
        Assert.Equal($"https://clinic.example/twilio/status?o={id}", text.Callback);
        Assert.Equal("36000", text.Fields["ValidityPeriod"]);
        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
        await using var db = house.Store.Read();
        var entry = await db.Transcript.SingleAsync();
        Assert.Equal(("Mind Balance: see you at 9", id, Speaker.Staff), (entry.Text, entry.OutboundId!, entry.From));
    }

    [Fact]
    public async Task The_intent_is_stored_before_the_provider_is_called()
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Staff);
        MessageState? during = null;
        house.StandIn.Meanwhile = async _ => during = await house.StateAsync(id);

        await house.RunAsync();

        Assert.Equal(MessageState.Sending, during);
    }

    [Fact]
    public async Task The_provider_may_try_no_longer_than_the_last_useful_moment()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.AddAsync(MessageClass.Notice);
        await house.AddAsync(MessageClass.Staff, "soon", with: text => text with { NotAfter = house.Clock.UtcNow.AddSeconds(2) });

        await house.RunAsync();

        Assert.Equal(["2", "1800"], house.StandIn.Texts.Select(text => text.Fields["ValidityPeriod"]).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public async Task The_most_urgent_class_leaves_first_whatever_its_age()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        await house.AddAsync(MessageClass.Plan, "plan");
        await house.AddAsync(MessageClass.Reply, "reply");
        await house.AddAsync(MessageClass.Staff, "staff");
        await house.AddAsync(MessageClass.Safety, "safety");
        house.Settings.MessagesPerSecond = 1000;

        var order = await house.Store.Write(db => house.Claims.TakeAsync(db, house.Clinic, house.Carrier, 8, urgentOnly: false));

        Assert.Equal(["safety", "staff", "reply", "plan"], order.Claims.Select(claim => claim.Text.Body));
    }

    [Fact]
    public void One_number_sends_one_text_a_second()
    {
        var machine = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var pace = new Pace(1, machine);
        Assert.Equal(1, pace.Available);
        pace.Take(1);
        Assert.Equal((0, TimeSpan.FromSeconds(1)), (pace.Available, pace.Wait));
        machine.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, pace.Available);
        machine.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, pace.Available);
    }

    [Fact]
    public async Task A_reply_is_withdrawn_when_staff_took_over()
    {
        await using var house = await TextHouse.OpenAsync();
        var thread = await house.Store.Write(async db =>
        {
            var conversation = await Transcript.SmsThread(db, house.Clinic.Id, PhoneNumber.Parse("+12815550142"), Language.English, house.Clock.UtcNow);
            conversation.Owner = "Dana";
            return conversation.Id;
        });
        var reply = await house.AddAsync(MessageClass.Reply, "bot", with: text => text with { ConversationId = thread });
        var safety = await house.AddAsync(MessageClass.Safety, "988", with: text => text with { ConversationId = thread });

        await house.RunAsync();

        Assert.Equal((MessageState.Withdrawn, "staff-owns"), await StateAndReason(house, reply));
        Assert.Equal(MessageState.Sent, await house.StateAsync(safety));
        Assert.Empty(await house.TasksAsync());
    }

    [Fact]
    public async Task A_plan_without_consent_is_held_and_a_person_calls_once_per_visit()
    {
        await using var house = await TextHouse.OpenAsync();
        var first = await house.AddAsync(MessageClass.Plan, "first", with: text => text with { AppointmentId = "visit-1", Step = "a" });
        var second = await house.AddAsync(MessageClass.Plan, "second", with: text => text with { AppointmentId = "visit-1", Step = "b" });

        await house.RunAsync();

        Assert.Equal((MessageState.Held, "no-consent"), await StateAndReason(house, first));
        Assert.Equal((MessageState.Held, "no-consent"), await StateAndReason(house, second));
        var task = Assert.Single(await house.TasksAsync());
        Assert.Equal(("visit-1", "no-consent"), (task.AppointmentId, task.Reason));
        Assert.Contains("first", task.Summary);
        Assert.Contains("second", task.Summary);
        Assert.Empty(house.StandIn.Texts);
    }

    [Fact]
    public async Task Consent_given_later_lets_the_held_plan_go()
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Plan);
        await house.RunAsync();
        await house.ConsentAsync();

        await house.RunAsync();

        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
    }

    [Fact]
    public async Task Consent_for_booking_is_not_consent_for_preparation()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync(purpose: ConsentPurpose.Booking);
        var id = await house.AddAsync(MessageClass.Plan);

        await house.RunAsync();

        Assert.Equal(MessageState.Held, await house.StateAsync(id));
    }

    [Fact]
    public async Task In_quiet_hours_a_plan_waits_until_nine_and_a_reply_leaves()
    {
        await using var house = await TextHouse.OpenAsync("2026-11-30 20:30");
        await house.ConsentAsync();
        var plan = await house.AddAsync(MessageClass.Plan, "plan");
        var reply = await house.AddAsync(MessageClass.Reply, "reply");

        await house.RunAsync();

        Assert.Equal(MessageState.Sent, await house.StateAsync(reply));
        var waiting = await house.TextAsync(plan);
        Assert.Equal((MessageState.Planned, Clinics.TheClinic.Chicago("2026-12-01 09:00").ToUniversalTime()), (waiting.State, waiting.DueAt));
    }

    [Fact]
    public async Task A_second_plan_of_the_day_waits_for_the_next_day()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        var first = await house.AddAsync(MessageClass.Plan, "one");
        var second = await house.AddAsync(MessageClass.Plan, "two");

        await house.RunAsync();

        Assert.Equal(MessageState.Sent, await house.StateAsync(first));
        Assert.Equal(Clinics.TheClinic.Chicago("2026-12-01 09:00").ToUniversalTime(), (await house.TextAsync(second)).DueAt);
        Assert.Single(house.StandIn.Texts);
    }

    [Fact]
    public async Task A_plan_past_its_last_useful_moment_is_not_sent_and_a_person_calls()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        var id = await house.AddAsync(MessageClass.Plan, with: text => text with { NotAfter = house.Clock.UtcNow.AddHours(1), AppointmentId = "v", Step = "a" });
        house.Pass(TimeSpan.FromHours(1));

        await house.RunAsync();

        Assert.Equal((MessageState.Expired, "too-late"), await StateAndReason(house, id));
        Assert.Equal("v", Assert.Single(await house.TasksAsync()).AppointmentId);
        Assert.Empty(house.StandIn.Texts);
    }

    [Fact]
    public async Task A_late_notice_disappears_quietly_and_a_late_reply_becomes_a_task()
    {
        await using var house = await TextHouse.OpenAsync();
        var notice = await house.AddAsync(MessageClass.Notice);
        var reply = await house.AddAsync(MessageClass.Reply);
        house.Pass(TimeSpan.FromMinutes(30));

        await house.RunAsync();

        Assert.Equal(MessageState.Expired, await house.StateAsync(notice));
        Assert.Equal(MessageState.Expired, await house.StateAsync(reply));
        Assert.Single(await house.TasksAsync());
    }

    [Fact]
    public async Task While_sms_is_off_texts_are_held_with_one_call_per_number()
    {
        await using var house = await TextHouse.OpenAsync();
        house.Carrier = new NoCarrier(Channel.Sms, "sms-off");
        house.Restart();
        var one = await house.AddAsync(MessageClass.Reply);
        await house.AddAsync(MessageClass.Staff);

        await house.RunAsync();

        Assert.Equal((MessageState.Held, "sms-off"), await StateAndReason(house, one));
        Assert.Single(await house.TasksAsync());
        Assert.Empty(house.StandIn.Calls);
    }

    [Fact]
    public async Task Someone_who_opted_out_still_gets_the_crisis_reply_and_a_call_at_once()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync(granted: false, ConsentPurpose.All);
        var id = await house.AddAsync(MessageClass.Safety, "988");

        await house.RunAsync();

        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
        Assert.Equal(Urgency.TimeCritical, Assert.Single(await house.TasksAsync()).Urgency);
    }

    [Fact]
    public async Task The_key_goes_with_the_call_when_there_is_one()
    {
        await using var house = await TextHouse.OpenAsync(adjust: settings => (settings.ApiKeySid, settings.ApiKeySecret) = ("SK00000000000000000000000000000002", "secret"));
        await house.AddAsync(MessageClass.Staff);

        await house.RunAsync();

        Assert.Equal("Basic U0swMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMjpzZWNyZXQ=", house.StandIn.Authorization);
    }

    private static async Task<(MessageState State, string? Reason)> StateAndReason(TextHouse house, string id)
    {
        var text = await house.TextAsync(id);
        return (text.State, text.Reason);
    }
}
