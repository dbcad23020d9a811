using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Staff.SignIn;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Rights;

internal sealed record StaffRow(string Name, string Role, IReadOnlyList<string> Clinics, bool Spanish, bool Disabled, bool SecondFactor, bool LockedOut, string? SignInName);

/// <summary>What an administrator changes about colleagues. Only people whose clinics are all the administrator's own can be seen or changed.</summary>
internal sealed class PeopleDesk(ClinicStore store, StaffAccounts accounts, Invitations invitations, TimeProvider machine, ClinicDirectory clinics, ClinicClock clock, Changes changes, OidcSettings provider)
{
    public const string NameIsTaken = "This sign-in name is empty, too long, or somebody else's.";
    public const string NotYours = "Only an administrator of all this person's clinics may do this.";

    private const int LongestName = 100;

    public async Task<IReadOnlyList<StaffRow>> ListAsync(DeskPerson admin, CancellationToken ct)
    {
        await using var db = store.Read();
        var people = await db.Users.OrderBy(u => u.NormalizedUserName).ToListAsync(ct);
        return [.. people.Where(u => IsOf(admin, u.ClinicIds)).Select(u => new StaffRow(u.UserName!, u.Role, u.ClinicIds, u.Spanish, u.Disabled, u.TwoFactorEnabled, u.LockoutEnd > machine.GetUtcNow(), u.Email))];
    }

    /// <param name="signInName">What the provider calls them; where there is one, everybody but an administrator needs it.</param>
    /// <returns>No link and no refusal: they sign in at the provider from now on, and need no password.</returns>
    public async Task<(Uri? Link, string? Refusal)> InviteAsync(
        DeskPerson admin, string name, string role, IReadOnlyList<string> at, string? signInName = null, CancellationToken ct = default)
    {
        if (name.Trim().Length is 0 or > LongestName || !StaffAccounts.Roles.Contains(role)) return (null, "Type a name and choose a role.");
        if (at.Count == 0 || !at.All(id => clinics.Find(id) is not null) || !IsOf(admin, at) || !await IsAdministratorAsync(admin)) return (null, NotYours);
        var atProvider = provider.IsOn && !string.IsNullOrWhiteSpace(signInName);
        if (provider.IsOn && !atProvider && role != "administrator") return (null, $"Type the name they sign in with at {provider.Label}.");
        if (await invitations.InviteAsync(admin.Name, name.Trim(), role, at, ct) is not { } link) return (null, "Somebody has this name already.");
        if (atProvider && !await accounts.KnownAsAsync(name, signInName!, admin.Name, ct)) return (null, $"{name.Trim()} is invited, but cannot sign in yet. {NameIsTaken}");
        return (await MayUsePasswordAsync(name) ? link : null, null);
    }

    /// <summary>Changes under which name the provider knows them.</summary>
    public async Task<string?> KnownAsAsync(DeskPerson admin, string name, string signInName, CancellationToken ct = default)
    {
        if (!await MayChangeAsync(admin, name)) return NotYours;
        return await accounts.KnownAsAsync(name, signInName, admin.Name, ct) ? null : NameIsTaken;
    }

    /// <inheritdoc cref="InviteAsync"/>
    public async Task<(Uri? Link, string? Refusal)> AgainAsync(DeskPerson admin, string name, CancellationToken ct = default)
    {
        if (!await MayChangeAsync(admin, name)) return (null, NotYours);
        var link = await invitations.AgainAsync(admin.Name, name, ct);
        return (await MayUsePasswordAsync(name) ? link : null, null);
    }

    public async Task<string?> DisableAsync(DeskPerson admin, string name, CancellationToken ct = default)
    {
        if (StaffPeople.Normal(name) == StaffPeople.Normal(admin.Name)) return "You cannot disable yourself.";
        if (!await MayChangeAsync(admin, name)) return NotYours;
        await accounts.DisableAsync(name, admin.Name, ct);
        return null;
    }

    /// <summary>Another role ends every sign-in, so what the person held returns to the queue: whoever has a danger must be able to act on it.</summary>
    public async Task<string?> ChangeAsync(DeskPerson admin, string name, string role, bool spanish, CancellationToken ct = default)
    {
        if (!StaffAccounts.Roles.Contains(role)) return "Choose a role.";
        if (StaffPeople.Normal(name) == StaffPeople.Normal(admin.Name) && role != "administrator") return "You cannot take your own rights away.";
        if (!await MayChangeAsync(admin, name)) return NotYours;
        var left = await store.Write(async db =>
        {
            var person = (await StaffPeople.FindAsync(db, name))!;
            var held = person.Role == role ? [] : await Ownership.ReleaseAllOfAsync(db, person.UserName!, clock.UtcNow);
            (person.Role, person.Spanish) = (role, spanish);
            // The old rights stand in the cookie: it ends, and open consoles with it.
            person.SecurityStamp = Guid.NewGuid().ToString("N");
            foreach (var clinic in person.ClinicIds) AuditLog.Add(db, clinic, admin.Name, "staff.change", person.UserName!, machine.GetUtcNow());
            return held;
        }, ct);
        foreach (var clinic in left) changes.Publish(new Change(clinic));
        return null;
    }

    /// <summary>Changes where a person works; of clinics that are all the administrator's own, and at least one. Who leaves one leaves what they held to the queue.</summary>
    public async Task<string?> WorksAtAsync(DeskPerson admin, string name, IReadOnlyList<string> at, CancellationToken ct = default)
    {
        if (at.Count == 0) return "Everybody works at one clinic at least. Disable who has left.";
        if (StaffPeople.Normal(name) == StaffPeople.Normal(admin.Name)) return "You cannot take your own rights away.";
        if (!at.All(id => clinics.Find(id) is not null) || !IsOf(admin, at) || !await MayChangeAsync(admin, name)) return NotYours;
        var left = await store.Write(async db =>
        {
            var person = (await StaffPeople.FindAsync(db, name))!;
            var told = person.ClinicIds.Union(at).ToList();
            var held = person.ClinicIds.Except(at).Any() ? await Ownership.ReleaseAllOfAsync(db, person.UserName!, clock.UtcNow) : [];
            (person.Clinics, person.SecurityStamp) = (string.Join(',', at), Guid.NewGuid().ToString("N"));
            foreach (var clinic in told) AuditLog.Add(db, clinic, admin.Name, "staff.clinics", person.UserName!, machine.GetUtcNow());
            return held;
        }, ct);
        foreach (var clinic in left) changes.Publish(new Change(clinic));
        return null;
    }

    private async Task<bool> MayUsePasswordAsync(string name)
    {
        await using var db = store.Read();
        return StaffSignInManager.MayUsePassword(provider, (await StaffPeople.FindAsync(db, name))!);
    }

    private async Task<bool> MayChangeAsync(DeskPerson admin, string name)
    {
        await using var db = store.Read();
        return await StaffPeople.FindAsync(db, name) is { } person && IsOf(admin, person.ClinicIds) && await IsAdministratorAsync(admin);
    }

    // Asked of the database: the page's own knowledge may be half a minute old.
    private async Task<bool> IsAdministratorAsync(DeskPerson admin)
    {
        await using var db = store.Read();
        return await StaffPeople.FindAsync(db, admin.Name) is { Disabled: false, Role: "administrator" };
    }

    private static bool IsOf(DeskPerson admin, IReadOnlyList<string> clinicIds) => clinicIds.Count > 0 && clinicIds.All(admin.Clinics.Contains);
}
