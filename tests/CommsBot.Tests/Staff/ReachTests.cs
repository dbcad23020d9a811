using CommsBot.Appointments;
using CommsBot.Content;
using CommsBot.Staff.People;
using CommsBot.Tests.Appointments;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Staff;

/// <summary>How a patient is reached, as staff change it: what is planned follows in the same write.</summary>
public sealed class ReachTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task Another_language_reaches_the_texts_that_are_planned()
    {
        await service.Put("reach-1", AppointmentService.Ana(phone: "(713) 555-0181"));
        Assert.All((await service.Read("reach-1")).GetProperty("messages").EnumerateArray(), text => Assert.Equal("en", text.Word("language")));

        Assert.True(await service.Get<PatientDesk>().ReachAsync(await service.Dana(), await PatientAsync("reach-1"), Language.Spanish, null, false));

        var planned = (await service.Read("reach-1")).GetProperty("messages").EnumerateArray().Where(text => text.Word("status") is "planned" or "held").ToList();
        Assert.NotEmpty(planned);
        Assert.All(planned, text => Assert.Equal("es", text.Word("language")));
    }

    [Fact]
    public async Task Another_time_zone_reaches_the_texts_that_are_planned()
    {
        await service.Put("reach-2", AppointmentService.Ana(phone: "(713) 555-0182"));
        Assert.Contains("health-screen 2027-03-08 10:00 -06:00", (await service.Read("reach-2")).Steps());
        var (desk, patient) = (service.Get<PatientDesk>(), await PatientAsync("reach-2"));

        Assert.False(await desk.ReachAsync(await service.Dana(), patient, Language.English, null, false, "Mars/Olympus"));
        Assert.True(await desk.ReachAsync(await service.Dana(), patient, Language.English, null, false, "Pacific/Honolulu"));

        // Nine in the morning there is one in the afternoon at the clinic.
        Assert.Contains("health-screen 2027-03-08 13:00 -06:00", (await service.Read("reach-2")).Steps());
        var file = await service.Get<PatientReader>().ReadAsync(await service.Dana(), patient, default);
        Assert.Equal("Pacific/Honolulu", file!.TimeZone);
    }

    [Fact]
    public async Task A_time_zone_typed_with_a_visit_is_the_patients()
    {
        var form = service.Get<AppointmentForm>();
        var typed = new AppointmentFields(null, "Zoe", "Coast", "713-555-0183", "3/16/2027", "9 am") { TimeZone = "America/Los_Angeles" };
        var saved = await form.SaveAsync(await service.Dana(), AppointmentService.Clinic, typed);
        Assert.Equal("America/Los_Angeles", (await form.ReadAsync(await service.Dana(), AppointmentService.Clinic, await PatientAsync(saved.Id!), saved.Id))!.TimeZone);
    }

    private async Task<string> PatientAsync(string visit)
    {
        await using var db = service.Store.Read();
        return await db.Appointments.Where(a => a.Id == visit).Select(a => a.PatientId).SingleAsync();
    }
}
