using CommsBot.Consent;
using CommsBot.Outbox;

namespace CommsBot.Tests.Outbox;

public class ConsentLedgerTests
{
    [Fact]
    public async Task Without_a_word_nothing_is_allowed_and_nobody_opted_out() => Assert.Equal((false, false), await StandingAsync([]));

    [Fact]
    public async Task Opting_in_again_restores_what_was_given() => Assert.Equal((true, false), await StandingAsync([(ConsentPurpose.Preparation, true), (ConsentPurpose.All, false), (ConsentPurpose.All, true)]));

    [Fact]
    public async Task Opting_in_gives_nothing_that_was_never_given() => Assert.Equal((false, false), await StandingAsync([(ConsentPurpose.All, false), (ConsentPurpose.All, true)]));

    [Fact]
    public async Task Consent_recorded_by_others_does_not_lift_an_opt_out() => Assert.Equal((false, true), await StandingAsync([(ConsentPurpose.All, false), (ConsentPurpose.Preparation, true)]));

    [Fact]
    public async Task Consent_withdrawn_for_one_purpose_is_no_opt_out() => Assert.Equal((false, false), await StandingAsync([(ConsentPurpose.Preparation, true), (ConsentPurpose.Preparation, false)]));

    [Fact]
    public async Task Opting_out_holds_what_is_planned_with_a_call_per_visit_and_opting_in_lets_it_go()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.ConsentAsync();
        var ids = new List<string>();
        foreach (var visit in new[] { "one", "two" })
            ids.Add(await house.AddAsync(MessageClass.Plan, visit, with: text => text with { DueAt = house.Clock.UtcNow.AddDays(1), AppointmentId = visit, Step = "a" }));

        await house.ConsentAsync(granted: false, ConsentPurpose.All);

        foreach (var id in ids) Assert.Equal((MessageState.Held, "opted-out"), ((await house.TextAsync(id)).State, (await house.TextAsync(id)).Reason));
        Assert.Equal(2, (await house.TasksAsync()).Count);
        await house.ConsentAsync(granted: true, ConsentPurpose.All);
        foreach (var id in ids) Assert.Equal(MessageState.Planned, await house.StateAsync(id));
    }

    private static async Task<(bool Allowed, bool OptedOut)> StandingAsync((ConsentPurpose Purpose, bool Granted)[] words)
    {
        await using var house = await TextHouse.OpenAsync();
        foreach (var (purpose, granted) in words) await house.ConsentAsync(granted, purpose);
        await using var db = house.Store.Read();
        var hash = db.Cipher.LookUpHash("+12815550142");
        return (await ConsentLedger.Allowed(db, house.Clinic.Id, hash, ConsentPurpose.Preparation), await ConsentLedger.OptedOut(db, house.Clinic.Id, hash));
    }
}
