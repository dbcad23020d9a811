using CommsBot.Handoff;
using CommsBot.Tests.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

public class CallKeyTests
{
    [Fact]
    public async Task A_new_call_is_opened_though_an_old_one_of_the_number_was_deleted()
    {
        await using var house = await TextHouse.OpenAsync();
        var first = await CallAsync(house);
        await CallAsync(house);
        await house.Store.Write(db => db.Handoffs.Where(h => h.Id == first).ExecuteDeleteAsync());

        var third = await CallAsync(house, close: false);

        await using var db = house.Store.Read();
        Assert.Equal((2, HandoffState.Waiting), (await db.Handoffs.CountAsync(), (await db.Handoffs.SingleAsync(h => h.Id == third)).State));
    }

    private static Task<string> CallAsync(TextHouse house, bool close = true) => house.Store.Write(async db =>
    {
        const string phone = "+17135550461";
        var task = await CallTasks.OpenAsync(db, new CallTask(house.Clinic.Id, "30006", phone, db.Cipher.LookUpHash(phone), house.Clock.UtcNow));
        if (close) task.State = HandoffState.Closed;
        return task.Id;
    });
}
