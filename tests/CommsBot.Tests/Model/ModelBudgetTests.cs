using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Model;

/// <summary>The budget of a clinic's day: counted before the call, kept in a row, new at the clinic's midnight.</summary>
public sealed class ModelBudgetTests
{
    private const string Unclear = "pain infusion";

    [Fact]
    public async Task A_clinic_out_of_budget_is_answered_without_the_model_until_its_next_day()
    {
        await using var model = await ModelStandIn.StartAsync();
        model.Understands(answer: "conditions-treated");
        await using var service = await ModelHouse.StartAsync(model, "understand", "--AzureOpenAI:CallsPerDay=2");
        var patient = await service.Web();
        Assert.Equal("answered", (await patient.Ask(Unclear)).Outcome);
        Assert.Equal("answered", (await patient.Ask(Unclear)).Outcome);
        Assert.Equal("clarify", (await patient.Ask(Unclear)).Outcome);
        Assert.Equal(2, model.Calls.Count);
        var last = (await service.Staff.Activities(patient.ConversationId)).Last(one => (string?)one["from"] == "bot");
        Assert.EndsWith(":budget", (string?)last["model"]);

        // 11:59 PM at the clinic is the same day, though the next in UTC.
        service.At("2027-03-08T23:59-06:00");
        Assert.Equal("clarify", (await patient.Ask(Unclear)).Outcome);
        service.At("2027-03-09T00:01-06:00");
        Assert.Equal("answered", (await patient.Ask(Unclear)).Outcome);
        Assert.Equal(3, model.Calls.Count);
        await using var db = service.Store.Read();
        Assert.Equal([2, 1], await db.ModelUses.OrderBy(use => use.Day).Select(use => use.Calls).ToListAsync());
    }

    [Fact]
    public async Task Many_at_once_do_not_overdraw_it()
    {
        await using var model = await ModelStandIn.StartAsync();
        await using var service = await ModelHouse.StartAsync(model, "understand", "--AzureOpenAI:CallsPerDay=7");
        var budget = service.Get<CommsBot.Model.ModelBudget>();
        var now = service.Get<CommsBot.Clinics.ClinicClock>().UtcNow;
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => budget.TakeAsync(service.Clinic, now, default))));
        Assert.Equal(7, taken.Count(one => one));
    }
}
