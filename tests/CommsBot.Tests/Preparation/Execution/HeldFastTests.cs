using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>A fast that only a nurse may let go does not leave, whatever else its text waited for before, and however late the patient answers (clinic-day 17).</summary>
public sealed class HeldFastTests(TestService service) : IClassFixture<TestService>
{
    private readonly VisitDesk desk = new(service);

    [Fact]
    public async Task The_end_of_a_crisis_does_not_let_go_a_fast_that_a_nurse_must_release()
    {
        var patient = await CrisisAtTheFastAsync("after-crisis");
        await HoldAsync("after-crisis", patient.Phone);
        await EndCrisisAsync(patient);

        Assert.Equal(("held", "health-screen"), await FastingAsync("after-crisis"));
        Assert.DoesNotContain(desk.SentTo(patient.Phone), SaysTimes);

        await ReleaseAsync("after-crisis");
        await desk.LookAsync();
        Assert.Contains(desk.SentTo(patient.Phone), SaysTimes);
    }

    [Fact]
    public async Task The_end_of_a_crisis_lets_go_a_fast_that_nothing_else_holds()
    {
        var patient = await CrisisAtTheFastAsync("only-crisis");
        Assert.Equal(("held", "in-crisis"), await FastingAsync("only-crisis"));
        await EndCrisisAsync(patient);
        Assert.Contains(desk.SentTo(patient.Phone), SaysTimes);
    }

    [Fact]
    public async Task A_nurses_release_in_a_crisis_waits_for_its_end()
    {
        var patient = await CrisisAtTheFastAsync("in-crisis");
        await HoldAsync("in-crisis", patient.Phone);
        await ReleaseAsync("in-crisis");
        await desk.LookAsync();

        Assert.Equal(("held", "in-crisis"), await FastingAsync("in-crisis"));
        await EndCrisisAsync(patient);
        Assert.Contains(desk.SentTo(patient.Phone), SaysTimes);
    }

    [Fact]
    public async Task A_number_that_works_again_does_not_let_go_a_fast_that_a_nurse_must_release()
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync("landline", Cleared), The.ClinicNumber, null);
        service.At("2027-03-08T10:05-06:00");
        await desk.LookAsync();
        await patient.Receipt(Assert.Single(service.Twilio.Sent, text => text.To == patient.Phone), "undelivered", "30006");
        await desk.LookAsync();
        Assert.Equal(("held", "30006"), await FastingAsync("landline"));
        await HoldAsync("landline", patient.Phone);

        await patient.Say("thank you");

        Assert.Equal(("held", "health-screen"), await FastingAsync("landline"));
        await desk.ArriveAsync(patient, "2027-03-15T12:05-05:00");
        Assert.DoesNotContain(desk.SentTo(patient.Phone), SaysTimes);
    }

    [Fact]
    public async Task A_one_after_the_nurse_was_asked_is_held_for_a_clinician()
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync("late-one", null), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-09T10:05-06:00", "2027-03-13T10:05-06:00", "2027-03-14T12:05-05:00");
        Assert.Equal("screen-unanswered", (string?)(await desk.OpenCallAsync("late-one"))["reason"]);

        var said = await patient.Ask("None of these");

        Assert.Contains("A nurse will check your answer.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("We will text you", said, StringComparison.Ordinal);
        Assert.Contains("late-held", Packet.ValueOf(Packet.Read((await desk.TicketAsync(await desk.OpenCallAsync("late-one"))).Summary), "Why"), StringComparison.Ordinal);
        await desk.ArriveAsync(patient, "2027-03-15T12:05-05:00");
        Assert.DoesNotContain(desk.SentTo(patient.Phone), SaysTimes);

        await ReleaseAsync("late-one");
        await desk.LookAsync();
        Assert.Contains(desk.SentTo(patient.Phone), SaysTimes);
    }

    [Fact]
    public async Task A_one_in_time_lets_the_fast_go()
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync("timely-one", null), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-09T10:05-06:00", "2027-03-14T11:55-05:00");
        Assert.Contains("We will text you when to stop eating", await patient.Ask("None of these"), StringComparison.Ordinal);
        await desk.ArriveAsync(patient, "2027-03-15T12:05-05:00");
        Assert.Contains(desk.SentTo(patient.Phone), SaysTimes);
    }

    private static object Cleared => new { state = "cleared", setBy = "Dana Example RN" };

    private static bool SaysTimes(string text) => text.Contains("No food after", StringComparison.Ordinal);

    /// <summary>The fasting text fell due while a crisis of the patient was open.</summary>
    private async Task<SmsPatient> CrisisAtTheFastAsync(string id)
    {
        service.At("2027-03-08T10:00-06:00");
        var patient = new SmsPatient(service, await desk.BookAsync(id, Cleared), The.ClinicNumber, null);
        await desk.ArriveAsync(patient, "2027-03-08T10:05-06:00", "2027-03-13T10:05-06:00", "2027-03-15T11:50-05:00");
        await patient.Say("I want to kill myself");
        await desk.ArriveAsync(patient, "2027-03-15T12:05-05:00");
        Assert.Equal(("held", "in-crisis"), await FastingAsync(id));
        return patient;
    }

    private async Task EndCrisisAsync(SmsPatient patient)
    {
        foreach (var ticket in await service.Staff.Tickets(await patient.ConversationId()))
            if (ticket.Kind() == "crisis") await service.Staff.Close(ticket);
        await desk.LookAsync();
    }

    private Task<JsonNode> HoldAsync(string id, string phone) => service.Appointments.Put($"/api/appointments/{id}", new
    {
        patient = new { id, firstName = "Ana", phone },
        startsAt = "2027-03-16T09:00:00-05:00",
        status = "booked",
        healthScreen = new { state = "held", setBy = "Dana Example RN" },
    });

    private async Task ReleaseAsync(string id)
    {
        // Whoever acts by a key is on file once they acted.
        await service.Store.Write(async db =>
        {
            if (await CommsBot.Staff.StaffPeople.FindAsync(db, "Nora Clinician") is null) db.Users.Add(CommsBot.Staff.StaffPeople.New("Nora Clinician", [The.Clinic], "clinician"));
        });
        Assert.Null(await service.Get<VisitRecords>().RecordAsync(new DeskPerson("Nora Clinician", [The.Clinic]) { Role = "clinician" }, The.Clinic, id, CallOutcomes.Released, null));
    }

    private async Task<(string? Status, string? Why)> FastingAsync(string id) =>
        (await desk.ReadAsync(id))["messages"]!.AsArray().Last(m => (string?)m!["step"] == "fasting") is { } text ? ((string?)text["status"], (string?)text["error"]) : default;
}
