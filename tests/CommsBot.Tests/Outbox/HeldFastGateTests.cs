using CommsBot.Appointments;
using CommsBot.Outbox;
using CommsBot.Patients;

namespace CommsBot.Tests.Outbox;

/// <summary>Whatever made a fasting text due again, the claim asks whether a nurse must let it go.</summary>
public class HeldFastGateTests
{
    [Theory]
    [InlineData("held", "patient", null, "health-screen")]
    [InlineData("held", "patient, asked late", null, "health-screen")]
    [InlineData("unknown", null, null, "health-screen")]
    [InlineData("cleared", "patient", "2012-05-04", "minor")]
    public async Task It_is_held_and_the_call_reads_out_no_times(string state, string? by, string? born, string reason)
    {
        await using var house = await TextHouse.OpenAsync();
        var id = await FastingAsync(house, state, by, born);

        await house.RunAsync();

        Assert.Equal((MessageState.Held, reason), ((await house.TextAsync(id)).State, (await house.TextAsync(id)).Reason));
        Assert.Empty(house.StandIn.Texts);
        Assert.DoesNotContain("1:00 AM", Assert.Single(await house.TasksAsync()).Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cleared", "patient", null)]
    [InlineData("cleared", "Nora Clinician", null)]
    [InlineData("cleared", "Nora Clinician", "2012-05-04")]
    public async Task Let_go_it_leaves(string state, string by, string? born)
    {
        await using var house = await TextHouse.OpenAsync();
        await FastingAsync(house, state, by, born);
        await house.RunAsync();
        Assert.Single(house.StandIn.Texts);
    }

    [Fact]
    public async Task What_says_no_times_leaves_while_the_fast_is_held()
    {
        await using var house = await TextHouse.OpenAsync();
        await FastingAsync(house, "held", "patient", null, "reminder");
        await house.RunAsync();
        Assert.Single(house.StandIn.Texts);
    }

    private static async Task<string> FastingAsync(TextHouse house, string state, string? by, string? born, string step = "fasting")
    {
        await house.ConsentAsync();
        await house.Store.Write(db =>
        {
            const string phone = "+12815550142";
            db.Patients.Add(new Patient { Id = "ana", ClinicId = house.Clinic.Id, FirstName = "Ana", Phone = phone, PhoneHash = db.Cipher.LookUpHash(phone), BirthDate = born });
            if (born is not null)
                db.Caregivers.Add(new Caregiver
                {
                    Id = "mother", ClinicId = house.Clinic.Id, PatientId = "ana", Name = "Rosa", Phone = phone, PhoneHash = db.Cipher.LookUpHash(phone), Relation = "mother", IsGuardian = true,
                    GetsTexts = true, HearsFacts = true, Proof = "seen", ConfirmedAt = house.Clock.UtcNow, By = "Dana", At = house.Clock.UtcNow,
                });
            db.Appointments.Add(new Appointment
            {
                ClinicId = house.Clinic.Id, Id = "visit", PatientId = "ana", Protocol = "infusion", StartsAt = house.Clock.UtcNow.AddDays(1), PlanVersion = 1, Status = AppointmentStatus.Booked,
                ScreenState = state, ScreenSetBy = by,
            });
            return Task.CompletedTask;
        });
        return await house.AddAsync(
            MessageClass.Plan, "No food after 1:00 AM", with: text => text with { NotAfter = house.Clock.UtcNow.AddHours(8), AppointmentId = "visit", Step = step, PlanVersion = 1 });
    }
}
