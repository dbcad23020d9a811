using System.Net;
using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Operation;
using CommsBot.Staff.SignIn;
using CommsBot.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Operation;

/// <summary>What one piece of polled work cannot do keeps no other waiting, least of all the pages (clinic-day 4).</summary>
public sealed class WorkLoopTests
{
    private const string OnCall = "+12815550141";
    private const string Watch = "https://watch.test";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_that_hangs_or_fails_keeps_no_page_and_no_patient_waiting_and_the_watch_outside_hears_nothing(bool hangs)
    {
        var patience = new TaskCompletionSource();
        await using var service = await TestService.StartAsync(new TestSetup
        {
            Args = [$"--Heartbeat:Address={Watch}/ping", "--Heartbeat:EverySeconds=240"],
            Patch = services => services.Insert(0, ServiceDescriptor.Singleton<PolledWork>(
                _ => _ => hangs ? patience.Task : Task.FromException(new InvalidOperationException("A row nobody can read.")))),
        });
        var beats = 0;
        service.Outside.Register(Watch, (_, _) => Task.FromResult(new HttpResponseMessage(++beats > 0 ? HttpStatusCode.OK : HttpStatusCode.NotFound)));
        var visitor = await service.Phone().Post("I want to die");
        Assert.Equal(HttpStatusCode.OK, visitor.StatusCode);

        await service.Until("page anybody", () => Task.FromResult(service.Twilio.Sent.Any(text => text.To == OnCall)));
        await service.Until("be ready", async () => (await service.Http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK);
        await service.Get<Heartbeat>().BeatAsync(default);
        Assert.Equal(0, beats);
        if (!hangs) Assert.Contains(service.Watchman.Lines, line => line.Contains("Looking for waiting work failed; the next look is in half a second."));

        patience.SetResult();
        if (hangs) await service.Until("be whole", async () =>
        {
            await service.Get<Heartbeat>().BeatAsync(default);
            return beats == 1;
        });
    }

    [Fact]
    public async Task A_message_for_later_of_a_clinic_whose_file_was_taken_away_keeps_no_other_clinics_waiting()
    {
        var folder = Directory.CreateTempSubdirectory("commsbot-later-").FullName;
        var later = TimeSpan.FromHours(2);
        await using (var both = await TestService.StartAsync(new TestSetup { TwoClinics = true, Folder = folder }))
        {
            await both.Get<StaffAccounts>().AddAsync(The.StaffMember, "staff", [The.Clinic, The.OtherClinic]);
            await WriteLaterAsync(both, both.Phone(clinicNumber: The.OtherClinicNumber), The.OtherClinic, "Words of River Bend.", later);
            await WriteLaterAsync(both, both.Phone("+17135559411"), The.Clinic, "Words of Mind Balance.", later + TimeSpan.FromMinutes(1));
        }

        await using (var one = await TestService.StartAsync(new TestSetup { Folder = folder }))
        {
            one.Later(TimeSpan.FromHours(3));
            await one.Phone().Post("I want to die");
            await one.Until("page anybody", () => Task.FromResult(one.Twilio.Sent.Any(text => text.To == OnCall)));
            await one.Until("say what it may", () => Task.FromResult(one.Twilio.Sent.Any(text => text.To == "+17135559411" && text.Body.Contains("Words of Mind Balance."))));
            Assert.DoesNotContain(one.Twilio.Sent, text => text.Body.Contains("River Bend"));
            Assert.DoesNotContain(one.Watchman.Lines, line => line.Contains("Looking for waiting work failed"));
        }

        TestFolder.Delete(folder);
    }

    private static async Task WriteLaterAsync(TestService service, SmsPatient phone, string clinic, string words, TimeSpan later)
    {
        await phone.Say("I want to talk to a person");
        var dana = new DeskPerson(The.StaffMember, [The.Clinic, The.OtherClinic]);
        await using var db = service.Store.Read();
        var ticket = db.Handoffs.Single(h => h.ClinicId == clinic).Id;
        Assert.True((await service.Get<HandoffMoves>().WriteLaterAsync(dana, ticket, words, service.Get<ClinicClock>().UtcNow + later)).IsDone);
    }
}
