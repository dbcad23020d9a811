using CommsBot.Storage;
using CommsBot.Tests.House;
using Microsoft.EntityFrameworkCore;
using CsCheck;

namespace CommsBot.Tests.Storage;

/// <summary>Writes pass one gate, fences hold, instants order.</summary>
public sealed class StoreTests : IAsyncLifetime
{
    private readonly Installation house = new();
    private Microsoft.AspNetCore.Builder.WebApplication app = null!;

    private ClinicStore Store => Installation.Store(app);

    public async Task InitializeAsync() => app = await house.OpenAsync();

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        house.Dispose();
    }

    [Theory]
    [InlineData("INSERT INTO \"Values\" (\"Key\", \"Value\") VALUES ('a', 'b')", "A INSERT outside ClinicStore.Write.")]
    [InlineData("update \"Values\" set \"Value\" = 'b'", "A UPDATE outside ClinicStore.Write.")]
    [InlineData(" DELETE FROM \"Values\"", "A DELETE outside ClinicStore.Write.")]
    public async Task A_write_outside_Write_throws(string sql, string fault)
    {
        await using var db = Store.Read();
        Assert.Equal(fault, (await Assert.ThrowsAsync<InvalidOperationException>(() => db.Database.ExecuteSqlRawAsync(sql))).Message);
    }

    [Fact]
    public async Task A_write_inside_a_write_does_not_wait_for_itself()
    {
        await Store.Write(async outer =>
        {
            await using var inner = Store.Read();
            Assert.Equal(0, await inner.SaveChangesAsync());
            outer.Values.Add(new StoredValue { Key = "outer", Value = "1" });
        }).WaitAsync(TimeSpan.FromSeconds(60));
        await using var db = Store.Read();
        Assert.Equal("1", (await db.Values.SingleAsync(v => v.Key == "outer")).Value);
    }

    [Fact]
    public async Task A_write_that_fails_leaves_nothing_and_opens_the_gate()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Store.Write(async db =>
        {
            db.Values.Add(new StoredValue { Key = "half", Value = "1" });
            await db.SaveChangesAsync();
            throw new TimeoutException();
        }));
        Assert.False(await Store.Write(db => db.Values.AnyAsync(v => v.Key == "half")).WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Writers_of_one_process_take_turns()
    {
        await Store.Write(db =>
        {
            db.Values.Add(new StoredValue { Key = "counter", Value = "0" });
            return Task.CompletedTask;
        });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.Write(async db =>
        {
            var row = await db.Values.SingleAsync(v => v.Key == "counter");
            row.Value = (int.Parse(row.Value) + 1).ToString();
        }))));
        await using var read = Store.Read();
        Assert.Equal("20", (await read.Values.SingleAsync(v => v.Key == "counter")).Value);
    }

    [Fact]
    public async Task A_conversation_that_moved_since_it_was_read_is_not_overwritten()
    {
        await Store.Write(db =>
        {
            db.Conversations.Add(Rows.Conversation("fenced"));
            return Task.CompletedTask;
        });
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => Store.Write(async db =>
        {
            var mine = await db.Conversations.SingleAsync(c => c.Id == "fenced");
            await db.Conversations.Where(c => c.Id == "fenced").ExecuteUpdateAsync(row => row.SetProperty(c => c.Version, c => c.Version + 1));
            mine.State = "{\"late\":true}";
            mine.Version++;
        }));
        await using var read = Store.Read();
        Assert.Equal(0, (await read.Conversations.SingleAsync(c => c.Id == "fenced")).Version);
    }

    [Fact]
    public void Instants_keep_their_order_and_a_microsecond()
    {
        var converter = new UtcMicroseconds();
        var instants = Gen.Select(Gen.Long[-10_000_000_000_000_000, 10_000_000_000_000_000], Gen.Int[-14, 14], (micros, hours) =>
            new DateTimeOffset(DateTimeOffset.UnixEpoch.UtcTicks + micros * 10, TimeSpan.Zero).ToOffset(TimeSpan.FromHours(hours)));
        Gen.Select(instants, instants).Sample((a, b) =>
        {
            var (x, y) = ((long)converter.ConvertToProvider(a)!, (long)converter.ConvertToProvider(b)!);
            Assert.Equal(a.CompareTo(b), x.CompareTo(y));
            Assert.Equal(a.UtcDateTime, ((DateTimeOffset)converter.ConvertFromProvider(x)!).UtcDateTime);
        });
    }

    [Fact]
    public async Task The_database_orders_instants()
    {
        var noon = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.FromHours(-6));
        await Store.Write(db =>
        {
            db.Conversations.AddRange(Rows.Conversation("second", at: noon), Rows.Conversation("first", at: noon.ToOffset(TimeSpan.FromHours(9)).AddTicks(-10)));
            return Task.CompletedTask;
        });
        await using var read = Store.Read();
        Assert.Equal(["first", "second"], await read.Conversations.Where(c => c.StartedAt <= noon && c.StartedAt > noon.AddHours(-1)).OrderBy(c => c.StartedAt).Select(c => c.Id).ToListAsync());
    }
}
