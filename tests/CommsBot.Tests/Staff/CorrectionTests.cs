using System.Text.Json.Nodes;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Handoff.Identity;
using CommsBot.Outbox;
using CommsBot.Staff;
using CommsBot.Staff.Room;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Staff;

/// <summary>Whoever read words that a clinician recalls is called before it is too late.</summary>
public sealed class CorrectionTests(TestService service) : IClassFixture<TestService>, IAsyncLifetime
{
    private static readonly DeskPerson Kim = new("Kim Cole", [The.Clinic]) { Role = "clinician" };

    public async Task InitializeAsync()
    {
        service.At("2027-03-15T10:00-05:00");
        await service.Store.Write(async db =>
        {
            if (await StaffPeople.FindAsync(db, Kim.Name) is null) db.Users.Add(StaffPeople.New(Kim.Name, [The.Clinic], Kim.Role));
        });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_wrong_fasting_text_recalled_on_Friday_at_6_PM_for_Monday_8_AM_pages_and_is_due_before_the_fast()
    {
        await BookAsync("monday", "Bea", "+17135550141", "2027-03-22T08:00:00-05:00");
        service.At("2027-03-19T18:00-05:00");
        var item = (await service.Get<RoomReader>().FindAsync(Language.English, "preparation/infusion", default))!;
        Assert.Null(await service.Get<RoomDesk>().RecallAsync(Kim, item, "The hour is wrong."));

        var correction = Assert.Single(await CallsAsync(), call => Asks(call)?.Contains("The hour is wrong.", StringComparison.Ordinal) == true && Asks(call)!.Contains("Infusion visit", StringComparison.Ordinal));
        Assert.Equal("monday", (string?)correction["appointmentId"]);
        Assert.StartsWith("2027-03-2", (string?)correction["deadline"]);
        Assert.True(DateTimeOffset.Parse((string)correction["deadline"]!, System.Globalization.CultureInfo.InvariantCulture) <= DateTimeOffset.Parse("2027-03-22T00:00-05:00", System.Globalization.CultureInfo.InvariantCulture));
        await using var db = service.Store.Read();
        var ticket = await db.Handoffs.SingleAsync(h => h.Id == (string)correction["id"]!);
        Assert.True(ticket is { PageAtOnce: true, Urgency: Urgency.TimeCritical, PhoneHash: not null });
    }

    [Fact]
    public async Task Who_read_it_in_a_chat_proven_to_be_theirs_is_listed_by_name_and_called_about_the_next_visit()
    {
        await BookAsync("proven", "Gil", "+17135550142", "2027-03-25T09:00:00-05:00");
        var chat = await service.Web();
        var quoted = Assert.Single((await chat.Ask("What is ketamine?")).Answers);
        await service.Store.Write(async db => db.PatientLinks.Add(new PatientLink
        {
            Id = Ids.New("link"), ClinicId = The.Clinic, ConversationId = chat.ConversationId, Method = PatientLink.ByPhone, Checked = "name,birth date", By = "Kim Cole", At = service.Get<ClinicClock>().UtcNow,
            PatientId = await db.Appointments.Where(a => a.Id == "proven").Select(a => a.PatientId).SingleAsync(),
        }));
        var item = (await service.Get<RoomReader>().FindAsync(Language.English, quoted, default))!;
        Assert.Null(await service.Get<RoomDesk>().RecallAsync(Kim, item, "The figure is wrong."));

        Assert.Contains(await service.Get<RecallList>().OfAsync(item, [The.Clinic], default), one => one is { Name: "Gil Gomez", Phone: "(713) 555-0142", NextVisit: not null } && one.ConversationId == chat.ConversationId);
        var call = Assert.Single(await CallsAsync(), call => Asks(call)?.Contains("The figure is wrong.", StringComparison.Ordinal) == true);
        Assert.Equal("proven", (string?)call["appointmentId"]);
        Assert.Equal("+17135550142", call.Field("Phone"));
    }

    [Fact]
    public async Task A_version_whose_file_was_corrected_is_still_listed_and_recalled_and_a_visit_stands_on_the_clinics_day()
    {
        await BookAsync("earlier", "Ida", "+17135550143", "2027-03-24T20:00:00-05:00");
        await ReadAsync("earlier", "an-older-version");
        await using var page = await ConsoleScreen.OpenAsync<ContentItemPage>(service.App.Services, Kim, null, ("LanguageCode", "en"), ("Id", "preparation/infusion"));
        await page.ClickAsync("list-earlier");
        Assert.Matches(@"Ida Gomez[\s\S]*visit Wednesday, March 24", await page.HtmlAsync());
        await page.SetAsync("reason", "It named the wrong street.");
        await page.ClickAsync("recall-earlier");
        Assert.Contains("Recalled by Kim Cole", await page.HtmlAsync());
        var call = Assert.Single(await CallsAsync(), call => Asks(call)?.Contains("It named the wrong street.", StringComparison.Ordinal) == true);
        Assert.Equal("earlier", (string?)call["appointmentId"]);
    }

    /// <summary>The patient read a text of a version that was signed once and that the file does not hold any more.</summary>
    private async Task ReadAsync(string visit, string version)
    {
        var item = (await service.Get<RoomReader>().FindAsync(Language.English, "preparation/infusion", default))!;
        await service.Store.Write(async db =>
        {
            var now = service.Get<ClinicClock>().UtcNow;
            db.Approvals.Add(new ContentApproval { ContentId = item.Id, Language = "en", Form = item.Forms[0].Key.Form.ToString(), Hash = version, Clinician = "Kim Cole", At = now.AddDays(-40), Until = now.AddDays(300) });
            await db.Outbound.Where(m => m.AppointmentId == visit).ExecuteUpdateAsync(row => row
                .SetProperty(m => m.WordsHash, version).SetProperty(m => m.State, MessageState.Delivered).SetProperty(m => m.SentAt, now.AddDays(-1)));
        });
    }

    private async Task BookAsync(string id, string name, string phone, string startsAt)
    {
        await service.Appointments.Put($"/api/appointments/{id}", new
        {
            patient = new { firstName = name, lastName = "Gomez", phone, language = "en" }, startsAt, protocol = "infusion", status = "booked",
            consent = new { text = "May we text you?", at = service.Get<ClinicClock>().UtcNow.AddDays(-1).ToString("O"), method = "form" },
            healthScreen = new { state = "cleared", setBy = "Dana RN" },
        });
        await service.Get<Poller>().LookAsync(default);
        await service.Settled();
    }

    private static string? Asks(JsonNode call) => (string?)call["summary"]!.AsArray().FirstOrDefault(field => (string?)field!["name"] == "Ask")?["value"];

    private async Task<IReadOnlyList<JsonNode>> CallsAsync() => [.. (await service.Reader.Get("/api/handoffs?state=waiting"))["items"]!.AsArray().Where(item => (string?)item!["kind"] == "call").Select(item => item!)];
}
