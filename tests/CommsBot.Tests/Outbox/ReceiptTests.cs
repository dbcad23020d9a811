using CommsBot.Consent;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CsCheck;

namespace CommsBot.Tests.Outbox;

public class ReceiptTests
{
    private static readonly string[] Road = ["queued", "sending", "sent", "delivered"];

    [Fact]
    public async Task A_receipt_before_our_own_answer_tells_whose_text_it_is()
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Staff);
        house.StandIn.Meanwhile = text => house.Receipts.TakeAsync(new Receipt(id, text.Sid, "delivered", null));

        await house.RunAsync();

        Assert.Equal(MessageState.Delivered, await house.StateAsync(id));
    }

    [Fact]
    public async Task The_own_callback_ends_a_doubt_without_a_search()
    {
        await using var house = await TextHouse.OpenAsync();
        house.StandIn.Next = _ => Fate.AcceptThenDrop;
        house.StandIn.ListIsDown = true;
        var id = await house.AddAsync(MessageClass.Staff);
        await house.RunAsync();

        await house.Receipts.TakeAsync(new Receipt(id, house.StandIn.Texts.Single().Sid, "sent", null));

        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
    }

    [Fact]
    public Task In_any_order_and_any_number_a_delivered_text_ends_delivered() =>
        Gen.Shuffle<string>(Road).Select(Gen.Int[0, 2].List[0, 4]).SampleAsync(
            (order, repeats) => EndsAsync(order.Concat(repeats.Select(at => order[at])), MessageState.Delivered), iter: 5, threads: 1);

    [Fact]
    public async Task A_final_state_never_goes_back()
    {
        await EndsAsync(["delivered", "sent", "queued", "undelivered"], MessageState.Delivered);
        await EndsAsync(["undelivered", "sent", "delivered"], MessageState.Undelivered);
    }

    [Fact]
    public async Task A_foreign_id_in_the_address_moves_nothing()
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Staff);
        await house.Receipts.TakeAsync(new Receipt(id, "SM1", "delivered", null));
        await house.Receipts.TakeAsync(new Receipt("out-unknown", "SM2", "delivered", null));
        Assert.Equal(MessageState.Planned, await house.StateAsync(id));
    }

    [Fact]
    public async Task A_plan_to_a_phone_that_is_off_is_tried_once_more_and_then_a_person_calls()
    {
        await using var house = await TextHouse.OpenAsync(adjust: null);
        await house.ConsentAsync();
        var id = await PlanAsync(house, hours: 72);
        await house.RunAsync();
        await house.Receipts.TakeAsync(new Receipt(id, house.StandIn.Texts.Single().Sid, "undelivered", "30003"));

        Assert.Equal(MessageState.Undelivered, await house.StateAsync(id));
        Assert.Empty(await house.TasksAsync());
        house.Pass(TimeSpan.FromMinutes(35));
        await house.RunAsync();
        Assert.Equal(2, house.StandIn.Texts.Count);
        await house.Receipts.TakeAsync(new Receipt(null, house.StandIn.Texts.Last().Sid, "undelivered", "30003"));

        Assert.Equal(("visit", "30003"), (Assert.Single(await house.TasksAsync()).AppointmentId, (await house.TasksAsync())[0].Reason));
        await house.RunAsync();
        Assert.Equal(2, house.StandIn.Texts.Count);
    }

    [Fact]
    public async Task A_landline_stops_further_plans_until_the_number_shows_life()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        var id = await PlanAsync(house, hours: 72);
        await house.RunAsync();
        await house.Receipts.TakeAsync(new Receipt(id, house.StandIn.Texts.Single().Sid, "undelivered", "30006"));
        house.Pass(TimeSpan.FromHours(24));
        var next = await house.AddAsync(MessageClass.Plan, "next");
        await house.RunAsync();

        Assert.Equal((MessageState.Held, "30006"), ((await house.TextAsync(next)).State, (await house.TextAsync(next)).Reason));
        await house.Store.Write(db => NumberHolds.LiftAsync(db, house.Clinic.Id, db.Cipher.LookUpHash("+12815550142")));
        Assert.Equal(MessageState.Planned, await house.StateAsync(next));
    }

    [Fact]
    public async Task A_filtered_text_is_never_repeated()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        var id = await PlanAsync(house, hours: 72);
        await house.RunAsync();
        await house.Receipts.TakeAsync(new Receipt(id, house.StandIn.Texts.Single().Sid, "undelivered", "30007"));
        house.Pass(TimeSpan.FromHours(30));
        await house.RunAsync();

        Assert.Single(house.StandIn.Texts);
        Assert.Single(await house.TasksAsync());
        Assert.Single(await house.TasksAsync(HandoffKind.Technical));
    }

    [Fact]
    public async Task The_providers_opt_out_becomes_ours_and_holds_what_is_planned()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        house.StandIn.Refusal = 21610;
        var staff = await house.AddAsync(MessageClass.Staff);
        var later = await house.AddAsync(MessageClass.Plan, "plan", with: text => text with { DueAt = house.Clock.UtcNow.AddHours(2), AppointmentId = "visit", Step = "a" });

        await house.RunAsync();

        Assert.Equal(MessageState.Failed, await house.StateAsync(staff));
        Assert.Equal((MessageState.Held, "opted-out"), ((await house.TextAsync(later)).State, (await house.TextAsync(later)).Reason));
        await using var db = house.Store.Read();
        Assert.True(await ConsentLedger.OptedOut(db, house.Clinic.Id, db.Cipher.LookUpHash("+12815550142")));
    }

    [Fact]
    public async Task Bad_credentials_keep_the_queue_and_tell_an_administrator_once()
    {
        await using var house = await TextHouse.OpenAsync();
        house.StandIn.Refusal = 20003;
        var id = await house.AddAsync(MessageClass.Staff);
        await house.RunAsync();
        house.Pass(TimeSpan.FromMinutes(6));
        await house.RunAsync();
        Assert.Equal("20003", Assert.Single(await house.TasksAsync(HandoffKind.Technical)).Reason);
        Assert.Equal(MessageState.Planned, await house.StateAsync(id));
        house.StandIn.Refusal = null;
        house.Pass(TimeSpan.FromMinutes(6));
        await house.RunAsync();

        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
        Assert.Single(house.StandIn.Texts);
    }

    [Fact]
    public async Task An_unknown_code_stops_the_number_and_calls_a_person()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        house.StandIn.Refusal = 29999;
        var id = await PlanAsync(house, hours: 72);

        await house.RunAsync();

        Assert.Equal((MessageState.Failed, "29999"), ((await house.TextAsync(id)).State, (await house.TextAsync(id)).Reason));
        Assert.Equal("29999", Assert.Single(await house.TasksAsync()).Reason);
    }

    [Fact]
    public async Task A_lost_callback_is_asked_for_after_ten_minutes()
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Staff);
        await house.RunAsync();
        house.StandIn.Texts.Single().Status = "delivered";
        house.Pass(TimeSpan.FromMinutes(9));
        await house.RunAsync();
        Assert.Equal(MessageState.Sent, await house.StateAsync(id));
        house.Pass(TimeSpan.FromMinutes(2));
        await house.RunAsync();

        Assert.Equal(MessageState.Delivered, await house.StateAsync(id));
    }

    private static Task<string> PlanAsync(TextHouse house, int hours) => house.AddAsync(
        MessageClass.Plan, "Mind Balance: plan", with: text => text with { NotAfter = house.Clock.UtcNow.AddHours(hours), AppointmentId = "visit", Step = "fasting" });

    private static async Task EndsAsync(IEnumerable<string> statuses, MessageState end)
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await house.AddAsync(MessageClass.Staff);
        await house.RunAsync();
        foreach (var status in statuses) await house.Receipts.TakeAsync(new Receipt(id, house.StandIn.Texts.Single().Sid, status, status == "undelivered" ? "30008" : null));
        Assert.Equal(end, await house.StateAsync(id));
    }
}
