using System.Net;

namespace CommsBot.Tests.Appointments;

public sealed class CalendarTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task The_link_gives_a_neutral_entry_that_follows_the_visit()
    {
        var ana = AppointmentService.Ana();
        ana["durationMinutes"] = 240;
        await service.Put("CAL-1", ana);
        var view = await service.Read("CAL-1");
        var link = new Uri(view.Word("calendar"));
        Assert.DoesNotContain("CAL-1", link.AbsoluteUri);
        Assert.Equal(link.AbsoluteUri, (await service.Read("CAL-1")).Word("calendar"));
        using var answer = await service.Send(HttpMethod.Get, link.AbsolutePath, null);
        var file = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("DTSTART:20270316T140000Z", file);
        Assert.Contains("DTEND:20270316T180000Z", file);
        Assert.Contains("SUMMARY:Mind Balance\r\n", file);
        Assert.Contains("STATUS:CONFIRMED", file);
        foreach (var telling in (string[])["Ana", "Gomez", "infusion", "ketamine", "CRPS", "CAL-1", "713"])
            Assert.DoesNotContain(telling, file, StringComparison.OrdinalIgnoreCase);

        await service.Put("CAL-1", AppointmentService.Ana("2027-03-17T10:00:00-05:00"));
        var moved = await (await service.Send(HttpMethod.Get, link.AbsolutePath, null)).Content.ReadAsStringAsync();
        Assert.Contains("DTSTART:20270317T150000Z", moved);
        Assert.Equal(Uid(file), Uid(moved));

        await service.Send(HttpMethod.Delete, "/api/appointments/CAL-1", AppointmentService.Key);
        Assert.Contains("STATUS:CANCELLED", await (await service.Send(HttpMethod.Get, link.AbsolutePath, null)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_link_that_is_not_ours_or_was_changed_finds_nothing()
    {
        await service.Put("CAL-2", AppointmentService.Ana(phone: "(713) 555-0144"));
        var view = await service.Read("CAL-2");
        var path = new Uri(view.Word("calendar")).AbsolutePath;
        var changed = path[..60] + (path[60] == 'A' ? 'B' : 'A') + path[61..];
        foreach (var foreign in (string[])[changed, "/calendar/CAL-2.ics", "/calendar/a.ics", $"/calendar/{new string('A', 4000)}.ics"])
            Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, foreign, null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Send(HttpMethod.Get, path, null)).StatusCode);
    }

    private static string Uid(string file) => file.Split("\r\n").Single(line => line.StartsWith("UID:", StringComparison.Ordinal));
}
