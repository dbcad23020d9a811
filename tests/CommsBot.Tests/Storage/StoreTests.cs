using CommsBot.Storage;
using CommsBot.Tests.House;
using CsCheck;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Caching.Memory;

namespace CommsBot.Tests.Storage;

/// <summary>The rules of the store on SQLite.</summary>
public sealed class StoreTests : StoreRules, IAsyncLifetime
{
    private readonly Installation house = new();
    private Microsoft.AspNetCore.Builder.WebApplication app = null!;

    public async Task InitializeAsync() => app = await house.OpenAsync();

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        house.Dispose();
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
    public void Compiled_queries_stay_however_many_there_are()
    {
        // EF Core by itself keeps 1,024 queries and commands; ours are more, and what is not kept is compiled at each call.
        using var db = Installation.Store(app).Read();
        var kept = db.GetService<IMemoryCache>();
        var others = Enumerable.Range(0, 3000).Select(_ => new object()).ToList();
        foreach (var other in others) kept.Set(other, other, new MemoryCacheEntryOptions { Size = 10 });
        Assert.All(others, other => Assert.Same(other, kept.Get(other)));
        others.ForEach(kept.Remove);
    }

    private protected override Task<ClinicStore> OpenAsync() => Task.FromResult(Installation.Store(app));
}
