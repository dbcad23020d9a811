using System.Globalization;
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

    private static async Task<bool> WatchedAsync(TestService service)
    {
        await using var db = service.Store.Read();
        return await db.Values.AnyAsync(value => value.Key == Watched);
    }
}
