using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>Numbers that planned texts no longer go to because the provider said they cannot be reached. Lifted by anything the number itself sends or gets.</summary>
internal static class NumberHolds
{
    public static async Task SetAsync(ClinicDb db, string clinicId, string phoneHash, string code)
    {
        if (await db.Values.FindAsync(Key(clinicId, phoneHash)) is { } known) known.Value = code;
        else db.Values.Add(new StoredValue { Key = Key(clinicId, phoneHash), Value = code });
    }

    /// <summary>The number works after all; texts held for it may leave again.</summary>
    public static async Task LiftAsync(ClinicDb db, string clinicId, string phoneHash)
    {
        if (await db.Values.FindAsync(Key(clinicId, phoneHash)) is not { } known) return;
        var code = known.Value;
        db.Values.Remove(known);
        await PlannedTexts.ReleaseAsync(db, clinicId, phoneHash, message => message.Reason == code);
    }

    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(ClinicDb db, string clinicId, IEnumerable<string> phoneHashes)
    {
        var keys = phoneHashes.ToDictionary(hash => Key(clinicId, hash));
        var names = keys.Keys.ToList();
        return await db.Values.AsNoTracking().Where(v => names.Contains(v.Key)).ToDictionaryAsync(v => keys[v.Key], v => v.Value);
    }

    private static string Key(string clinicId, string phoneHash) => $"number-hold/{clinicId}/{phoneHash}";
}
