using System.Globalization;
using CommsBot.Channels.Sms;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Channels.Sms;

/// <summary>Texts that came while nobody answered the door are fetched from the provider's list.</summary>
public sealed class MissedTextsTests : IDisposable
{
    private const string Watched = $"texts-watched-since/{The.Clinic}";

    private readonly string folder = Directory.CreateTempSubdirectory("commsbot-missed-").FullName;

    public void Dispose() => TestFolder.Delete(folder);

    [Fact]
    public async Task A_STOP_sent_while_the_service_was_down_is_found_and_takes_effect()
    {
        string phone;
        await using (var before = await TestService.StartAsync(new TestSetup { Folder = folder }))
        {
            phone = await new VisitDesk(before).BookAsync("missed", new { state = "cleared", setBy = "Dana Example RN" }, "2027-04-06T09:00:00-05:00");
            await before.Until("watch the number", () => WatchedAsync(before));
            // Twilio's dates have no fractions: the number was watched well before the text came.
            await before.Store.Write(async db => (await db.Values.FindAsync(Watched))!.Value = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O", CultureInfo.InvariantCulture));
        }

        await using var service = new TestService(new TestSetup { Folder = folder });
        service.Twilio.Missed(phone, The.ClinicNumber, "STOP");
        await service.InitializeAsync();
        await service.Until("find the STOP", async () => (await service.Appointments.Consents(phone)).Any(entry => !(bool)entry["granted"]!));
        await service.Settled();

        var visit = await new VisitDesk(service).ReadAsync("missed");
        Assert.Equal(["held opted-out"], visit["messages"]!.AsArray().Select(text => $"{text!["status"]} {text["error"]}").Distinct());
        Assert.Equal("opted-out", (string?)(await new VisitDesk(service).OpenCallAsync("missed"))["reason"]);
        Assert.Empty(new VisitDesk(service).SentTo(phone));
    }

    [Fact]
    public async Task Texts_of_a_week_without_service_are_found_back_to_the_last_time_the_provider_was_asked()
    {
        await using (var before = await TestService.StartAsync(new TestSetup { Folder = folder }))
        {
            await before.Until("watch the number", () => WatchedAsync(before));
            await WatchSinceAsync(before, TimeSpan.FromDays(30));
            await SetAsync(before, $"texts-fetched-until/{The.Clinic}", TimeSpan.FromDays(7));
        }

        await using var service = new TestService(new TestSetup { Folder = folder });
        var (found, old) = (Some.Phone(), Some.Phone());
        service.Twilio.Missed(found, The.ClinicNumber, "hello", TimeSpan.FromDays(6));
        service.Twilio.Missed(old, The.ClinicNumber, "hello", TimeSpan.FromDays(8));
        await service.InitializeAsync();
        await service.Until("find the text", () => HasThreadAsync(service, found));
        Assert.False(await HasThreadAsync(service, old));
    }

    [Fact]
    public async Task A_list_too_long_to_be_read_to_its_end_is_told_to_an_administrator_and_what_was_read_counts()
    {
        await using var service = await TestService.StartAsync();
        await WatchSinceAsync(service, TimeSpan.FromHours(1));
        service.Twilio.PageSize = 1;
        for (var i = 0; i < 10; i++) service.Twilio.Missed(Some.Phone(), The.ClinicNumber, "hello", TimeSpan.FromMinutes(20));
        var newest = Some.Phone();
        service.Twilio.Missed(newest, The.ClinicNumber, "hello", TimeSpan.FromMinutes(10));
        await service.Get<MissedTexts>().FetchAsync(default);
        await service.Settled();

        Assert.True(await HasThreadAsync(service, newest));
        var ticket = Assert.Single((await service.Staff.Get("/api/handoffs?state=waiting"))["items"]!.AsArray(), ticket => (string?)ticket!["kind"] == "technical")!;
        Assert.Equal("missed-texts-cut", ticket.Field("Code"));
        Assert.Contains(service.Watchman.Lines, line => line.Contains("could not be read to its end"));
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_stands_in_the_log()
    {
        await using var service = await TestService.StartAsync();
        service.Twilio.ListIsDown = true;
        await service.Get<MissedTexts>().FetchAsync(default);
        Assert.Contains(service.Watchman.Lines, line => line.Contains("could not be asked for missed texts"));
    }

    /// <summary>Twilio's dates have no fractions: the number was watched well before a text came.</summary>
    internal static Task WatchSinceAsync(TestService service, TimeSpan ago) => SetAsync(service, Watched, ago);

    private static Task SetAsync(TestService service, string key, TimeSpan ago) => service.Store.Write(async db =>
    {
        var value = (TimeProvider.System.GetUtcNow() - ago).ToString("O", CultureInfo.InvariantCulture);
        if (await db.Values.FindAsync(key) is { } known) known.Value = value;
        else db.Values.Add(new StoredValue { Key = key, Value = value });
    });

    private static async Task<bool> HasThreadAsync(TestService service, string phone)
    {
        await using var db = service.Store.Read();
        var hash = db.Cipher.LookUpHash(phone);
        return await db.Conversations.AnyAsync(thread => thread.PhoneHash == hash);
    }

    private static async Task<bool> WatchedAsync(TestService service)
    {
        await using var db = service.Store.Read();
        return await db.Values.AnyAsync(value => value.Key == Watched);
    }
}
