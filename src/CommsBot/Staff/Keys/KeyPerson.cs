using CommsBot.Handoff;
using CommsBot.Storage;

namespace CommsBot.Staff.Keys;

/// <summary>The named person a key of role <c>staff</c> acts as.</summary>
internal sealed class KeyPerson(ClinicStore store, IHostEnvironment environment)
{
    private const string MadeAs = "clinician";

    /// <summary>What a program reads where <see cref="OfAsync"/> finds nobody.</summary>
    public static IResult NotAllowed() => Problems.Forbidden("The person this key acts as is unknown, disabled or of another clinic.");

    /// <summary>
    /// With the person's own rights, or fewer where the key names fewer. Null when the person does not exist, is disabled, or works in none of the key's
    /// clinics. In Development a missing person is created, as a clinician.
    /// </summary>
    public async Task<DeskPerson?> OfAsync(ApiCaller caller, CancellationToken ct)
    {
        if (caller.ActsAs is not { } name) return null;
        var person = await FindAsync(name) ?? (environment.IsDevelopment() ? await CreateAsync(name, caller, ct) : null);
        if (person is null or { Disabled: true }) return null;
        var clinics = caller.Clinics.Intersect(person.ClinicIds).ToList();
        if (clinics.Count == 0) return null;
        return new DeskPerson(person.UserName!, clinics) { Role = caller.Rights is { } most ? DeskPerson.Lesser(most, person.Role) : person.Role, Spanish = person.Spanish };
    }

    private async Task<StaffUser?> FindAsync(string name)
    {
        await using var db = store.Read();
        return await StaffPeople.FindAsync(db, name);
    }

    private Task<StaffUser> CreateAsync(string name, ApiCaller caller, CancellationToken ct) =>
        store.Write(async db =>
        {
            if (await StaffPeople.FindAsync(db, name) is { } meanwhile) return meanwhile;
            var person = StaffPeople.New(name, caller.Clinics, MadeAs);
            db.Users.Add(person);
            return person;
        }, ct);
}
