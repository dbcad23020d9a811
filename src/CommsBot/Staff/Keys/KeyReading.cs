using CommsBot.Staff.Rights;
using CommsBot.Storage;

namespace CommsBot.Staff.Keys;

/// <summary>What a program may read: a key of role <c>staff</c> as its person may in the console, a key of role <c>read</c> everything of its clinics.</summary>
internal sealed class KeyReading(KeyPerson people, ClinicStore store)
{
    /// <returns>Null: the person the key acts as may do nothing here.</returns>
    public async Task<DangerWords?> HiddenFromAsync(ApiCaller caller, IEnumerable<string?> conversationIds, CancellationToken ct)
    {
        if (caller.Role != ApiRole.Staff) return DangerWords.None;
        if (await people.OfAsync(caller, ct) is not { } person) return null;
        await using var db = store.Read();
        return await DangerWords.HiddenFromAsync(db, person, [.. conversationIds.OfType<string>().Distinct()], ct);
    }
}
