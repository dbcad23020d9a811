using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Appointments;

/// <summary>What another system says anew of a patient, beside one visit, reaches every coming visit of that patient.</summary>
public sealed class PatientChangeTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    private const string Near = "2027-03-16T09:00:00-05:00", Far = "2027-03-30T09:00:00-05:00";

    [Fact]
    public async Task Another_language_by_the_api_is_the_language_of_every_coming_visits_texts()
    {
        const string phone = "+17135550411";
        await BookAsync("change-language", phone);

        await service.Put("change-language-near", With(phone, "language", "es"));

        Assert.All(await TextsAsync("change-language"), text => Assert.Equal("es", text.GetProperty("language").GetString()));
    }

    [Fact]
    public async Task Another_time_zone_by_the_api_moves_every_coming_visits_texts_into_that_day()
    {
        const string phone = "+17135550412";
        await BookAsync("change-zone", phone);

        await service.Put("change-zone-near", With(phone, "timeZone", "Pacific/Honolulu"));

        // 10:00 AM in The Woodlands is 5:00 AM in Honolulu; 2:00 PM there is the first lawful moment.
        Assert.All(await TextsAsync("change-zone"), text => Assert.True(text.GetProperty("dueAt").GetDateTimeOffset().ToOffset(TimeSpan.FromHours(-10)).Hour >= 9));
    }

    [Fact]
    public async Task Another_language_in_a_report_is_the_language_of_every_coming_visits_texts()
    {
        const string phone = "+17135550413";
        await BookAsync("change-report", phone);

        await service.Import($"id,patient id,first name,last name,phone,start,status,protocol,language\nchange-report-near,P{phone[^4..]},Ana,Gomez,{phone},2027-03-16 09:00,booked,first-consultation,Spanish\n");

        Assert.All(await TextsAsync("change-report"), text => Assert.Equal("es", text.GetProperty("language").GetString()));
    }

    [Fact]
    public async Task A_birth_date_under_18_holds_the_fast_of_every_coming_visit_another_system_cleared_before()
    {
        const string phone = "+17135550414";
        await BookAsync("change-age", phone);
        var cleared = AppointmentService.Ana(Far, phone);
        cleared["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Lee Example RN" };
        await service.Put("change-age-far", cleared);
        Assert.Equal("planned", (await service.Read("change-age-far")).Message("fasting").Word("status"));

        await service.Put("change-age-near", With(phone, "birthDate", "2011-05-04"));

        Assert.Equal(("held", "minor"), ((await service.Read("change-age-far")).Message("fasting").Word("status"), (await service.Read("change-age-far")).Message("fasting").Word("error")));
    }

    private async Task BookAsync(string id, string phone)
    {
        service.GoTo("2027-03-08 09:00");
        await service.Put($"{id}-near", Consultation(phone));
        await service.Put($"{id}-far", AppointmentService.Ana(Far, phone));
    }

    private static JsonNode With(string phone, string field, string value)
    {
        var body = Consultation(phone);
        body["patient"]![field] = value;
        return body;
    }

    // Of another kind than the far one: visits of one kind may be a series and are planned together anyway.
    private static JsonNode Consultation(string phone)
    {
        var body = AppointmentService.Ana(Near, phone);
        body["protocol"] = "first-consultation";
        return body;
    }

    private async Task<IReadOnlyList<JsonElement>> TextsAsync(string id)
    {
        JsonElement[] texts = [.. (await service.Read($"{id}-near")).GetProperty("messages").EnumerateArray(), .. (await service.Read($"{id}-far")).GetProperty("messages").EnumerateArray()];
        Assert.Contains(texts, text => text.Word("step") == "fasting");
        return texts;
    }
}
