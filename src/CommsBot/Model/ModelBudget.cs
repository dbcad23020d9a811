using CommsBot.Clinics;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Model;

/// <summary>Takes one call from the clinic's budget of the day; false when none is left. The count commits before the call is made.</summary>
internal delegate Task<bool> TakeCall(Clinic clinic, DateTimeOffset now, CancellationToken ct);

/// <summary>The budget kept in a row, so that several nodes and restarts share it.</summary>
internal sealed class ModelBudget(ClinicStore store, AzureOpenAISettings settings)
{
    public Task<bool> TakeAsync(Clinic clinic, DateTimeOffset now, CancellationToken ct)
    {
        var day = clinic.DateOf(now);
        return store.WriteFenced(async db =>
        {
            var row = db.ModelUses.Where(use => use.ClinicId == clinic.Id && use.Day == day);
            var counted = await row.Where(use => use.Calls < settings.CallsPerDay).ExecuteUpdateAsync(set => set.SetProperty(use => use.Calls, use => use.Calls + 1), ct);
            if (counted == 1) return true;
            if (await row.AnyAsync(ct)) return false;
            // Two first calls of a day at once: the second loses the race for the key and is run again.
            db.ModelUses.Add(new ModelUse { ClinicId = clinic.Id, Day = day, Calls = 1 });
            return true;
        }, ct);
    }
}
