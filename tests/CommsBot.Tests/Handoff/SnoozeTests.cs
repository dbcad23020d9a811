using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Staff.Queue;
using CommsBot.Staff.SignIn;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Handoff;

/// <summary>A ticket that somebody put off rests, and wakes when the patient has something to say.</summary>
public sealed class SnoozeTests : IAsyncLifetime
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]);
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync();
        await service.Get<StaffAccounts>().AddAsync(Dana.Name, "staff", [The.Clinic]);
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task What_the_patient_writes_brings_it_back_and_thanks_do_not()
    {
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        await PutOffAsync(patient, TimeSpan.FromDays(3));
        Assert.Equal("resting", await BandAsync(patient));

        await patient.Say("ok, thank you");
        Assert.Equal("resting", await BandAsync(patient));
        Assert.Equal("answered", (await patient.Ask("What is CRPS?")).Outcome);
        Assert.Equal("other", await BandAsync(patient));
    }

    [Fact]
    public async Task A_yes_may_be_the_answer_that_was_waited_for()
    {
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        await PutOffAsync(patient, TimeSpan.FromDays(3));
        await patient.Say("Yes");
        Assert.Equal("other", await BandAsync(patient));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_rests_on_when_whoever_put_it_off_goes_home(bool signsOut)
    {
        service.At(The.OpenHour);
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        var id = (string)(await service.Reader.Ticket(patient.ConversationId))["id"]!;
        Assert.True((await service.Get<HandoffDesk>().WriteAsync(Dana, id, "I will ask the doctor and write to you on Thursday.")).IsDone);
        await PutOffAsync(patient, TimeSpan.FromDays(3));
        if (signsOut) await service.Get<StaffAccounts>().LeaveAsync(Dana.Name);
        else await AfterAsync(TimeSpan.FromMinutes(service.Clinic.Numbers.OwnerLeaseMinutes + 1));

        var ticket = await service.Reader.Ticket(patient.ConversationId);
        Assert.Equal(("waiting", "resting"), ((string)ticket["state"]!, await BandAsync(patient)));
        await patient.Say("Is there any news?");
        Assert.Equal("other", await BandAsync(patient));
    }

    [Fact]
    public async Task While_it_rests_it_pages_nobody()
    {
        var patient = await service.Web();
        await patient.Say("Can I talk to a person?");
        await AfterAsync(TimeSpan.FromHours(2));
        Assert.Equal((1, 0), (PagesToFirst, PagesToSecond));
        await PutOffAsync(patient, TimeSpan.FromHours(2));
        await AfterAsync(TimeSpan.FromMinutes(5));
        await AfterAsync(TimeSpan.FromMinutes(30));
        Assert.Equal((1, 0), (PagesToFirst, PagesToSecond));

        await AfterAsync(TimeSpan.FromMinutes(85));
        Assert.Equal((1, 1), (PagesToFirst, PagesToSecond));
    }

    private int PagesToSecond => service.Twilio.Sent.Count(text => text.To == "+12815550142");

    private int PagesToFirst => service.Twilio.Sent.Count(text => text.To == "+12815550141");

    private async Task PutOffAsync(WebPatient patient, TimeSpan by)
    {
        var id = (string)(await service.Reader.Ticket(patient.ConversationId))["id"]!;
        Assert.True((await service.Get<HandoffMoves>().SnoozeAsync(Dana, id, service.Get<ClinicClock>().UtcNow + by)).IsDone);
    }

    private async Task<string> BandAsync(WebPatient patient) =>
        (await service.Get<QueueReader>().QueueAsync(Dana, default)).Bands.Single(band => band.Rows.Any(row => row.ConversationId == patient.ConversationId)).Key;

    private async Task AfterAsync(TimeSpan by)
    {
        service.Later(by);
        await service.Get<Poller>().LookAsync(default);
        await service.Settled();
    }
}
