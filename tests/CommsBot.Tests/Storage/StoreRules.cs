using CommsBot.Conversations;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Storage;

/// <summary>What holds on either database: writes pass one gate or win their race, fences hold, instants order.</summary>
public abstract class StoreRules
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A new database; the test is left out where there is none to be had.</summary>
    private protected abstract Task<ClinicStore> OpenAsync();

    [SkippableTheory]
    [InlineData("INSERT INTO \"Values\" (\"Key\", \"Value\") VALUES ('a', 'b')", "A INSERT outside ClinicStore.Write.")]
    [InlineData("update \"Values\" set \"Value\" = 'b'", "A UPDATE outside ClinicStore.Write.")]
    [InlineData(" DELETE FROM \"Values\"", "A DELETE outside ClinicStore.Write.")]
    public async Task A_write_outside_Write_throws(string sql, string fault)
    {
        var store = await OpenAsync();
        await using var db = store.Read();
        Assert.Equal(fault, (await Assert.ThrowsAsync<InvalidOperationException>(() => db.Database.ExecuteSqlRawAsync(sql))).Message);
    }

    [SkippableFact]
    public async Task A_write_inside_a_write_does_not_wait_for_itself()
    {
        var store = await OpenAsync();
        await store.Write(async outer =>
        {
            await using var inner = store.Read();
            Assert.Equal(0, await inner.SaveChangesAsync());
            outer.Values.Add(new StoredValue { Key = "outer", Value = "1" });
        }).WaitAsync(Patience);
        await using var db = store.Read();
        Assert.Equal("1", (await db.Values.SingleAsync(v => v.Key == "outer")).Value);
    }

    [SkippableFact]
    public async Task A_write_that_fails_leaves_nothing_and_opens_the_gate()
    {
        var store = await OpenAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => store.Write(async db =>
        {
            db.Values.Add(new StoredValue { Key = "half", Value = "1" });
            await db.SaveChangesAsync();
            throw new TimeoutException();
        }));
        Assert.False(await store.Write(db => db.Values.AnyAsync(v => v.Key == "half")).WaitAsync(Patience));
    }

    [SkippableFact]
    public async Task Writers_of_one_process_take_turns()
    {
        var store = await OpenAsync();
        await store.Write(db =>
        {
            db.Values.Add(new StoredValue { Key = "counter", Value = "0" });
            return Task.CompletedTask;
        });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => store.Write(async db =>
        {
            var row = await db.Values.SingleAsync(v => v.Key == "counter");
            row.Value = (int.Parse(row.Value) + 1).ToString();
        }))));
        await using var read = store.Read();
        Assert.Equal("20", (await read.Values.SingleAsync(v => v.Key == "counter")).Value);
    }

    [SkippableFact]
    public async Task A_key_that_stands_already_is_a_repeat_and_told_from_other_faults()
    {
        var store = await OpenAsync();
        await store.Write(Add);
        Assert.True(ClinicStore.IsRepeat(await Assert.ThrowsAsync<DbUpdateException>(() => store.Write(Add))));

        static Task Add(ClinicDb db)
        {
            db.Values.Add(new StoredValue { Key = "once", Value = "1" });
            return Task.CompletedTask;
        }
    }

    [SkippableFact]
    public async Task Fenced_writers_that_make_the_same_row_at_once_make_one()
    {
        var store = await OpenAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => store.WriteFenced(async db =>
        {
            if (await db.Values.AnyAsync(v => v.Key == "shared")) return false;
            db.Values.Add(new StoredValue { Key = "shared", Value = "1" });
            return true;
        }))));
        Assert.Single(made, first => first);
    }

    [SkippableFact]
    public async Task A_conversation_that_moved_since_it_was_read_is_not_overwritten()
    {
        var store = await OpenAsync();
        await store.Write(db =>
        {
            db.Conversations.Add(Rows.Conversation("fenced"));
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => store.Write(async db =>
        {
            var mine = await db.Conversations.SingleAsync(c => c.Id == "fenced");
            await db.Conversations.Where(c => c.Id == "fenced").ExecuteUpdateAsync(row => row.SetProperty(c => c.Version, c => c.Version + 1));
            mine.State = "{\"late\":true}";
            mine.Version++;
        }));
        await using var read = store.Read();
        Assert.Equal(0, (await read.Conversations.SingleAsync(c => c.Id == "fenced")).Version);
    }

    [SkippableFact]
    public async Task The_database_orders_instants()
    {
        var store = await OpenAsync();
        var noon = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.FromHours(-6));
        await store.Write(db =>
        {
            db.Conversations.AddRange(Rows.Conversation("second", at: noon), Rows.Conversation("first", at: noon.ToOffset(TimeSpan.FromHours(9)).AddTicks(-10)));
            return Task.CompletedTask;
        });
        await using var read = store.Read();
        Assert.Equal(["first", "second"], await read.Conversations.Where(c => c.StartedAt <= noon && c.StartedAt > noon.AddHours(-1)).OrderBy(c => c.StartedAt).Select(c => c.Id).ToListAsync());
    }
}
