using CommsBot.Appointments;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff.Figures;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.Storage;
using Transcript = CommsBot.Conversations.Transcript;

namespace CommsBot.Tests.Staff;

/// <summary>A seeded week, Monday March 8 to Friday March 12, counted.</summary>
public sealed class FiguresTests : IAsyncLifetime
{
    private const string Phone = "+17135550163";

    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]);
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync(new TestSetup { Texting = false });
        service.At("2027-03-12T17:00-06:00");
        await service.Store.Write(db =>
        {
            Monday(db);
            Visits(db);
            db.Handoffs.Add(Ticket("tue-open", On(9, 10), null, null, null));
            db.Handoffs.Add(Ticket("wed-call", On(10, 10), On(10, 11), null, null, HandoffKind.Call));
            return Task.CompletedTask;
        });
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task Waiting_and_first_response_are_told_by_median_and_the_long_waits()
    {
        var days = await DaysAsync();
        var monday = days[8];
        Assert.Equal((10, 2, 1), (monday.HandedOver, monday.Answered, monday.Unanswered));
        Assert.Equal((5.0, 9.0, 6.0, 0), (monday.WaitMinutes, monday.LongWaitMinutes, monday.FirstResponseMinutes, monday.StillWaiting));
        Assert.Equal((1, null, null, null, 1), (days[9].HandedOver, days[9].WaitMinutes, days[9].LongWaitMinutes, days[9].FirstResponseMinutes, days[9].StillWaiting));
        Assert.Equal(0, days[10].HandedOver);
    }

    [Fact]
    public async Task Understood_and_ready_are_what_the_board_said_when_each_visit_began()
    {
        var days = await DaysAsync();
        Assert.Equal((4, 3, 2, 1), (days[10].Visits, days[10].Understood, days[10].Ready, days[10].NoShows));
        Assert.Equal((1, 1, 1, 0), (days[11].Visits, days[11].Understood, days[11].Ready, days[11].NoShows));
    }

    [Fact]
    public async Task Page_and_file_say_the_same()
    {
        var page = await ConsolePages.ShowAsync<FiguresPage>(service.App.Services, Dana);
        Assert.Contains("5 min (9 of 10 within 9)", page);
        Assert.Contains("<strong data-test=\"chart-total\">3</strong> ready", page);
        Assert.Contains("<strong data-test=\"chart-total\">6 min</strong> until the first word of a person", page);
        Assert.Contains("\"2027-03-08\",\"2\",\"10\",\"1\",\"6.0\",\"5.0\",\"9.0\",\"0\",", DayFigures.File([.. (await DaysAsync()).Values]));
    }

    // Ten requests, taken after 1 to 9 minutes and 45; two were answered in words, one of them before somebody else took it over.
    private static void Monday(ClinicDb db)
    {
        var talk = Rows.Conversation("mon-talk", at: On(8, 9));
        db.Conversations.Add(talk);
        Transcript.Append(db, talk, Speaker.Bot, "An answer.", On(8, 9), new EntryDetails(Outcome.Answered));
        Transcript.Append(db, talk, Speaker.Bot, "An answer.", On(8, 9), new EntryDetails(Outcome.Answered));
        Transcript.Append(db, talk, Speaker.Bot, "I do not know.", On(8, 9), new EntryDetails(Outcome.Unanswered));
        Transcript.Append(db, talk, Speaker.Staff, "Here I am.", On(8, 10, 6), new EntryDetails(Author: The.StaffMember));
        for (var minutes = 1; minutes <= 9; minutes++)
            db.Handoffs.Add(Ticket($"mon-{minutes}", On(8, 10), On(8, 10, minutes == 6 ? 30 : minutes), On(8, 12), minutes == 6 ? talk.Id : null));
        db.Handoffs.Add(Ticket("mon-long", On(8, 10), null, On(8, 10, 45), null));
    }

    // Wednesday: ready; ready, with a task that came after it began; understood, with a task that was open then and was closed since; nothing at all, and did not come.
    private void Visits(ClinicDb db)
    {
        db.Patients.Add(new Patient { Id = "p-figures", ClinicId = The.Clinic, FirstName = "Ana", Phone = Phone, PhoneHash = db.Cipher.LookUpHash(Phone) });
        foreach (var id in (string[])["wed-ready", "wed-later", "wed-open"]) db.Appointments.Add(Visit(id, On(10, 13), understood: true));
        db.Appointments.Add(Visit("wed-none", On(10, 13), understood: false));
        db.Appointments.Add(Visit("thu-ready", On(11, 13), understood: true));
        db.Handoffs.Add(Ticket("after", On(10, 15), null, null, null, HandoffKind.Call, "wed-later"));
        db.Handoffs.Add(Ticket("before", On(10, 8), On(10, 9), On(10, 16), null, HandoffKind.Call, "wed-open"));
    }

    private static Appointment Visit(string id, DateTimeOffset at, bool understood) => new()
    {
        ClinicId = The.Clinic, Id = id, PatientId = "p-figures", StartsAt = at, Protocol = "infusion", Status = understood ? AppointmentStatus.Fulfilled : AppointmentStatus.NoShow,
        PlanVersion = 1, UnderstoodVersion = understood ? 1 : null, ScreenState = understood ? "cleared" : "unknown", ScreenSetBy = "staff", Driver = understood ? "Sam" : null,
    };

    private static HandoffTicket Ticket(
        string id, DateTimeOffset since, DateTimeOffset? claimed, DateTimeOffset? closed, string? talk, HandoffKind kind = HandoffKind.Question, string? visit = null) => new()
    {
        Id = id, ClinicId = The.Clinic, Kind = kind, ConversationId = talk, AppointmentId = visit, Language = Language.English, Summary = Packet.Write([]), WaitingSince = since, ClaimedAt = claimed, ClosedAt = closed,
        State = closed is not null ? HandoffState.Closed : claimed is not null ? HandoffState.Claimed : HandoffState.Waiting,
    };

    private static DateTimeOffset On(int day, int hour, int minute = 0) => new(2027, 3, day, hour, minute, 0, TimeSpan.FromHours(-6));

    private async Task<IReadOnlyDictionary<int, DayFigures>> DaysAsync() =>
        (await service.Get<FigureReader>().ReadAsync(Dana, default)).Where(day => day.Day >= new DateOnly(2027, 3, 8)).ToDictionary(day => day.Day.Day);
}
