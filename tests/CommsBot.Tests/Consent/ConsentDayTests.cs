using CommsBot.Appointments.Stopping;
using CommsBot.Consent;
using CommsBot.Patients;
using CommsBot.Tests.Appointments;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Consent;

/// <summary>What staff enter on a patient's page: words of an earlier day, and that nobody contacts this patient.</summary>
public sealed class ConsentDayTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task Words_of_an_earlier_day_keep_their_day_and_lose_to_newer_ones()
    {
        service.GoTo("2027-03-08 09:00");
        await service.Put("day-1", Silent("+17135550351"));
        Assert.Null(await EnterAsync("713-555-0351", ConsentPurpose.Preparation, true, new DateOnly(2027, 3, 5)));
        Assert.NotEmpty((await service.Read("day-1")).Steps("planned"));
        await using (var db = service.Store.Read())
        {
            var hash = db.Cipher.LookUpHash("+17135550351");
            Assert.Equal(DateTimeOffset.Parse("2027-03-05T12:00-06:00", System.Globalization.CultureInfo.InvariantCulture), (await db.Consents.SingleAsync(c => c.PhoneHash == hash)).At);
        }

        Assert.Null(await EnterAsync("713-555-0351", ConsentPurpose.Preparation, false, null));
        Assert.Equal("Something newer was said about it, on Mar 8, 2027. Ask the patient again, and enter today's words.", await EnterAsync("713-555-0351", ConsentPurpose.Preparation, true, new DateOnly(2027, 3, 6)));
        Assert.Equal("This day lies ahead.", await EnterAsync("713-555-0351", ConsentPurpose.Preparation, true, new DateOnly(2027, 3, 9)));
        Assert.Empty((await service.Read("day-1")).Steps("planned"));
    }

    [Fact]
    public async Task Contact_is_stopped_for_a_patient_without_naming_a_visit()
    {
        service.GoTo("2027-03-08 09:00");
        await service.Put("stop-person", AppointmentService.Ana(phone: "+17135550352"));
        var id = await PatientAsync("+17135550352");
        var stops = service.Get<ContactStops>();
        var done = await stops.StopPersonAsync(await service.Dana(), AppointmentService.Clinic, id, BlockReason.Asked);
        Assert.Equal((null, 4), (done.Refusal, done.Withdrawn));
        Assert.Empty((await service.Read("stop-person")).Steps("planned"));
        Assert.Equal("There is no such patient.", (await stops.StopPersonAsync(await service.Dana(), AppointmentService.Clinic, "nobody", BlockReason.Asked)).Refusal);
        Assert.Equal("This clinic is not yours.", (await stops.StopPersonAsync(await service.Dana(), "elsewhere", id, BlockReason.Asked)).Refusal);
    }

    private async Task<string?> EnterAsync(string phone, ConsentPurpose purpose, bool granted, DateOnly? day) =>
        await service.Get<ConsentDesk>().EnterAsync(await service.Dana(), AppointmentService.Clinic, phone, purpose, granted, "You may text me.", "paper", day);

    private async Task<string> PatientAsync(string phone)
    {
        await using var db = service.Store.Read();
        var hash = db.Cipher.LookUpHash(phone);
        return (await db.Patients.SingleAsync(p => p.PhoneHash == hash)).Id;
    }

    private static System.Text.Json.Nodes.JsonObject Silent(string phone)
    {
        var body = AppointmentService.Ana(phone: phone);
        body.Remove("consent");
        return body;
    }
}
