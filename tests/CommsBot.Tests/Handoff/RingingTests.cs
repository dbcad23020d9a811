using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Staff.Queue;
using CommsBot.Staff.SignIn;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Handoff;

/// <summary>Whom a row of the queue belongs to, and for whom it rings.</summary>
public sealed class RingingTests : IAsyncLifetime
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };
    private static readonly DeskPerson Lee = new("Lee Park", [The.Clinic]) { Role = "clinician" };
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync();
        service.At(The.OpenHour);
        foreach (var person in (DeskPerson[])[Dana, Lee]) await service.Get<StaffAccounts>().AddAsync(person.Name, "clinician", [The.Clinic]);
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task An_unclaimed_call_below_a_claimed_ticket_is_nobodys_and_rings()
    {
        var desk = new VisitDesk(service);
        var phone = new SmsPatient(service, await desk.BookAsync("below", new { state = "cleared", setBy = "Dana Example RN" }), The.ClinicNumber, The.Clinic);
        await phone.Say("How much ketamine will you give me?");
        var clinical = await service.Staff.Ticket(await phone.ConversationId());
        await service.Staff.Claim(clinical);
        var bell = Bell();
        await bell.LookAsync(Lee, default);
        Assert.Equal(Dana.Name, (await RowAsync(clinical)).ClaimedBy);

        service.Later(TimeSpan.FromMinutes(1));
        await CallAsync(phone.Phone);
        var row = await RowAsync(clinical);
        Assert.Equal((null, "Call task", true), (row.ClaimedBy, row.Free, row.Mine));
        Assert.Contains("Call task: nobody has it", await ConsolePages.ShowAsync<CommsBot.Staff.Queue.QueuePage>(service.App.Services, Lee), StringComparison.Ordinal);
        Assert.NotNull((await bell.LookAsync(Lee, default)).Rings);
    }

    [Fact]
    public async Task All_of_a_talk_that_somebody_has_is_theirs_but_a_danger_that_nobody_took()
    {
        var patient = await service.Web();
        await patient.Say("How much ketamine will you give me?");
        await patient.Say("Can I talk to a person?");
        var clinical = (await service.Staff.Tickets(patient.ConversationId)).Single(ticket => ticket.Kind() == "clinical");
        await service.Staff.Claim(clinical);
        var row = await RowAsync(clinical);
        Assert.Equal((Dana.Name, null, true), (row.ClaimedBy, row.Free, row.Mine));
        Assert.Contains(">With Dana Reed<", await ConsolePages.ShowAsync<CommsBot.Staff.Queue.QueuePage>(service.App.Services, Lee), StringComparison.Ordinal);

        await patient.Say("I want to kill myself");
        Assert.Null((await RowsAsync()).Single(danger => danger.ConversationId == patient.ConversationId).ClaimedBy);
    }

    [Fact]
    public async Task A_row_is_put_off_only_when_all_of_it_is()
    {
        var patient = await service.Web();
        await patient.Say("I need to move my appointment");
        await patient.Say("Can I talk to a person?");
        var tickets = await service.Staff.Tickets(patient.ConversationId);
        var until = service.Get<CommsBot.Clinics.ClinicClock>().UtcNow.AddDays(2);
        foreach (var (ticket, rests) in tickets.OrderByDescending(ticket => ticket.Kind() == "call").Zip([false, true]))
        {
            Assert.True((await service.Get<HandoffMoves>().SnoozeAsync(Dana, (string)ticket["id"]!, until)).IsDone);
            var row = (await RowsAsync()).Single(row => row.ConversationId == patient.ConversationId);
            Assert.Equal(rests, row.Snoozed is not null);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_passed_to_me_rings_for_me_and_for_nobody_else(bool claimed)
    {
        var (_, ticket) = await AskedAsync();
        if (claimed) await service.Staff.Claim(ticket);
        var (givers, mine) = (Bell(), Bell());
        await givers.LookAsync(Dana, default);
        await mine.LookAsync(Lee, default);
        service.Later(TimeSpan.FromMinutes(1));
        Assert.True((await service.Get<HandoffMoves>().PassAsync(Dana, (string)ticket["id"]!, Lee.Name)).IsDone);
        Assert.Equal("Question", (await mine.LookAsync(Lee, default)).Rings);
        Assert.Null((await mine.LookAsync(Lee, default)).Rings);
        Assert.Null((await givers.LookAsync(Dana, default)).Rings);
    }

    [Fact]
    public async Task A_note_that_names_me_rings_for_me_whoever_has_the_ticket()
    {
        var (_, ticket) = await AskedAsync();
        await service.Staff.Claim(ticket);
        var (writers, mine) = (Bell(), Bell());
        await writers.LookAsync(Dana, default);
        await mine.LookAsync(Lee, default);
        service.Later(TimeSpan.FromMinutes(1));
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/notes", new { text = "@Lee Park can you look?" });
        Assert.Equal("A note for you", (await mine.LookAsync(Lee, default)).Rings);
        Assert.Null((await mine.LookAsync(Lee, default)).Rings);
        Assert.Null((await writers.LookAsync(Dana, default)).Rings);

        service.Later(TimeSpan.FromMinutes(1));
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/notes", new { text = "@Lee Park it is urgent." });
        Assert.Equal("A note for you", (await mine.LookAsync(Lee, default)).Rings);
    }

    [Fact]
    public async Task My_own_claim_rings_for_nobody()
    {
        var (_, ticket) = await AskedAsync();
        var bell = Bell();
        await bell.LookAsync(Dana, default);
        service.Later(TimeSpan.FromMinutes(1));
        await service.Staff.Claim(ticket);
        Assert.Null((await bell.LookAsync(Dana, default)).Rings);
    }

    private Task CallAsync(string phone) => service.Store.Write(db => CallTasks.OpenAsync(
        db, new CallTask(The.Clinic, "30003", phone, db.Cipher.LookUpHash(phone), service.Get<CommsBot.Clinics.ClinicClock>().UtcNow)));

    private async Task<(WebPatient Patient, JsonNode Ticket)> AskedAsync()
    {
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        return (patient, await service.Staff.Ticket(patient.ConversationId));
    }

    private QueueBell Bell() => new(service.Get<QueueReader>(), service.Store);

    private async Task<List<QueueRow>> RowsAsync() => [.. (await service.Get<QueueReader>().QueueAsync(Dana, default)).Bands.SelectMany(band => band.Rows)];

    private async Task<QueueRow> RowAsync(JsonNode ticket) => (await RowsAsync()).Single(row => row.Id == (string)ticket["id"]!);
}
