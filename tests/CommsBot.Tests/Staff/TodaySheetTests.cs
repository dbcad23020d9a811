using CommsBot.Handoff;
using CommsBot.Staff.Queue;
using CommsBot.Staff.Visits;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

/// <summary>The paper that carries a day without the service, and when it is offered; and whom a Spanish ticket rings for.</summary>
public sealed class TodaySheetTests(TestService service) : IClassFixture<TestService>
{
    private static readonly DeskPerson Dana = new("Dana Desk", [The.Clinic]);

    [Fact]
    public async Task The_sheet_says_time_name_driver_screen_last_word_and_phone_and_after_Friday_comes_Monday()
    {
        service.At("2027-03-05T10:00-06:00");
        var phone = service.Phone("+17135550144");
        await service.Appointments.Put("/api/appointments/sheet", new
        {
            patient = new { firstName = "Ana", lastName = "Gomez", phone = phone.Phone, language = "en" },
            startsAt = "2027-03-08T09:00:00-06:00", protocol = "infusion", status = "booked",
            healthScreen = new { state = "cleared", setBy = "Dana RN" },
        });
        await phone.Say("See you on Monday");
        service.At("2027-03-05T16:10-06:00");
        Assert.True(Reader.IsEvening(Dana));
        var sheet = Assert.Single(await Reader.ReadAsync(Dana, next: true, default));
        Assert.Equal(("Mind Balance Infusions", "Monday, March 8", "Friday, March 5, 4:10 PM"), (sheet.Clinic, sheet.Date, sheet.Known));
        var row = Assert.Single(sheet.Rows);
        Assert.Equal(("9:00 AM", "Ana Gomez", "not named", "cleared", "(713) 555-0144"), (row.Time, row.Name, row.Driver, row.Screen, row.Phone));
        Assert.StartsWith("See you on Monday (", row.LastWord);
        Assert.Empty(Assert.Single(await Reader.ReadAsync(Dana, next: false, default)).Rows);
        Assert.Empty(await Reader.ReadAsync(new DeskPerson("Sam Far", ["elsewhere"]), next: true, default));
    }

    [Theory]
    [InlineData("2027-03-08T12:30-06:00", false)]
    [InlineData("2027-03-08T15:59-06:00", false)]
    [InlineData("2027-03-08T16:00-06:00", true)]
    [InlineData("2027-03-08T21:00-06:00", true)]
    [InlineData("2027-03-09T07:00-06:00", false)]
    [InlineData("2026-12-24T10:59-06:00", false)]
    [InlineData("2026-12-24T11:00-06:00", true)]
    [InlineData("2026-12-24T12:30-06:00", true)]
    [InlineData("2026-12-24T06:30-06:00", false)]
    public void It_is_offered_from_the_last_hour_of_the_day_on(string at, bool offered)
    {
        service.At(at);
        Assert.Equal(offered, Reader.IsEvening(Dana));
    }

    [Fact]
    public async Task A_Spanish_ticket_rings_for_who_speaks_Spanish_and_for_all_where_nobody_does()
    {
        service.At(The.OpenHour);
        var (english, spanish) = (new QueueBell(service.Get<QueueReader>(), service.Store), new QueueBell(service.Get<QueueReader>(), service.Store));
        var rosa = new DeskPerson("Rosa Luz", [The.Clinic]) { Spanish = true };
        await english.LookAsync(Dana, default);
        await spanish.LookAsync(rosa, default);

        await (await service.Web("es")).Say("quiero hablar con una persona");
        Assert.NotNull((await english.LookAsync(Dana, default)).Rings);
        Assert.NotNull((await spanish.LookAsync(rosa, default)).Rings);

        await service.Store.Write(db =>
        {
            var person = CommsBot.Staff.StaffPeople.New("Rosa Luz", [The.Clinic], "staff");
            person.Spanish = true;
            db.Users.Add(person);
            return Task.CompletedTask;
        });
        await (await service.Web("es")).Say("quiero hablar con una persona");
        Assert.Null((await english.LookAsync(Dana, default)).Rings);
        Assert.NotNull((await spanish.LookAsync(rosa, default)).Rings);

        // Danger rings for everybody, whatever language it is in.
        await (await service.Web("es")).Say("me quiero matar");
        Assert.NotNull((await english.LookAsync(Dana, default)).Rings);
    }

    private TodayReader Reader => service.Get<TodayReader>();
}
