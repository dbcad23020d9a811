using CommsBot.Handoff;
using CommsBot.Staff;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Staff;

public sealed class AuditChainTests(DeskService service) : IClassFixture<DeskService>
{
    [Fact]
    public async Task Acts_are_chained_and_the_chain_is_sound()
    {
        await ActsAsync();
        Assert.Null((await VerifyAsync()).Fault);
        Assert.True((await VerifyAsync()).Number >= 2);
    }

    [Theory]
    [InlineData("UPDATE Audit SET Actor = 'Somebody Else' WHERE Number = 1", "Event 1 was changed, or one before it was.")]
    [InlineData("DELETE FROM Audit WHERE Number = 1", "Event 1 is missing.")]
    [InlineData("UPDATE Audit SET Number = -1 WHERE Number = (SELECT MAX(Number) FROM Audit)", "An event was put in without a number.")]
    public async Task What_was_tampered_with_shows(string tampering, string fault)
    {
        await ActsAsync();
        Assert.Equal(fault, await service.Store.Write(async db =>
        {
            await db.Database.ExecuteSqlRawAsync("SAVEPOINT before_tampering");
            await db.Database.ExecuteSqlRawAsync(tampering);
            var verdict = await AuditChain.VerifyAsync(db, null);
            await db.Database.ExecuteSqlRawAsync("ROLLBACK TO before_tampering");
            return verdict.Fault;
        }));
    }

    [Fact]
    public async Task A_log_whose_end_was_cut_off_does_not_hold_its_anchor()
    {
        await ActsAsync();
        var sound = await VerifyAsync();
        Assert.Null((await VerifyAsync((sound.Number, sound.Hash))).Fault);
        Assert.StartsWith($"The log does not hold the anchored event {sound.Number + 1}", (await VerifyAsync((sound.Number + 1, sound.Hash))).Fault);
        Assert.StartsWith($"The log does not hold the anchored event {sound.Number}", (await VerifyAsync((sound.Number, "0000"))).Fault);
    }

    [Fact]
    public async Task No_write_of_the_service_changes_or_removes_an_event()
    {
        await ActsAsync();
        var removed = await Assert.ThrowsAsync<InvalidOperationException>(() => service.Store.Write(async db => { db.Audit.Remove(await db.Audit.SingleAsync(e => e.Number == 1)); }));
        Assert.Equal("Audit event 1 must not be deleted.", removed.Message);
        var changed = await Assert.ThrowsAsync<InvalidOperationException>(() => service.Store.Write(async db => { (await db.Audit.AsTracking().SingleAsync(e => e.Number == 1)).Hash = ""; }));
        Assert.Equal("Audit event 1 must not be modified.", changed.Message);
        Assert.Null((await VerifyAsync()).Fault);
    }

    private async Task ActsAsync()
    {
        var ticket = await service.WebTicket(HandoffKind.Question);
        await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/claim", new { });
        await service.Post(DeskService.StaffKey, $"/api/handoffs/{ticket}/close", new { outcome = "Answered" });
    }

    private async Task<AuditVerdict> VerifyAsync((long, string)? anchor = null)
    {
        await using var db = service.Store.Read();
        return await AuditChain.VerifyAsync(db, anchor);
    }
}
