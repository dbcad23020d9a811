using System.Text.Json.Nodes;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Preparation;
using CommsBot.Tests.Appointments;
using CommsBot.Tests.Clinics;
using CommsBot.Tests.Drivers;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommsBot.Tests.Preparation;

/// <summary>A clinician signs another fasting rule, and the service starts with it.</summary>
public sealed class ChangedRulesTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task Planned_texts_say_the_new_times_and_who_read_the_old_ones_is_told_anew()
    {
        service.GoTo("2027-03-08 09:00");
        await service.Put("rule-1", Cleared("(713) 555-0441"));
        await service.Put("rule-2", Cleared("(713) 555-0442"));
        await service.Put("rule-3", Cleared("(713) 555-0443"));
        service.GoTo("2027-03-15 12:05");
        await service.DeliverAll("rule-2");
        Assert.Null(await service.Get<VisitRecords>().RecordAsync(await service.Nora(), AppointmentService.Clinic, "rule-3", CallOutcomes.Told, "Ana herself"));

        await StartWithAsync(foodHours: 10);

        var planned = await service.Read("rule-1");
        Assert.Equal(1, planned.GetProperty("planVersion").GetInt32());
        Assert.Contains("No food after 11:00 PM Monday night.", planned.Message("fasting").Word("body"));
        // One had a text today already, so a person calls; the other was told in person.
        var (read, heard) = (await service.Read("rule-2"), await service.Read("rule-3"));
        Assert.Equal((2, 2), (read.GetProperty("planVersion").GetInt32(), heard.GetProperty("planVersion").GetInt32()));
        Assert.Contains("fasting-too-late", read.GetProperty("tasks").GetRawText());
        Assert.Contains("No food after 11:00 PM Monday night.", heard.Message("fasting").Word("body"));
        Assert.Contains("fasting-not-understood", heard.Reasons());

        // The same files again change nothing.
        await StartWithAsync(foodHours: 10);
        Assert.Equal(2, (await service.Read("rule-2")).GetProperty("planVersion").GetInt32());
    }

    private async Task StartWithAsync(int foodHours)
    {
        var dialogs = Directory.CreateTempSubdirectory("commsbot-rules-").FullName;
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(dialogs, "clinics")).FullName, "mind-balance.yaml");
        var written = await File.ReadAllTextAsync(Path.Combine(TheClinic.Dialogs, "clinics", "mind-balance.yaml"));
        await File.WriteAllTextAsync(file, written.Replace("foodHours: 8", $"foodHours: {foodHours}").Replace("fattyMealHours: 8", $"fattyMealHours: {foodHours}"));
        var clinics = ClinicDirectory.Load(dialogs);
        Assert.Empty(clinics.Faults);
        var plans = new VisitPlans(service.Get<PreparationContent>(), clinics, service.Get<ApprovalBook>());
        await new ChangedRules(plans, service.Store, clinics, service.Get<ClinicClock>(), service.Get<Changes>(), NullLogger<ChangedRules>.Instance).LookAsync(default);
        TestFolder.Delete(dialogs);
    }

    private static JsonObject Cleared(string phone)
    {
        var body = AppointmentService.Ana(phone: phone);
        body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
        return body;
    }
}
