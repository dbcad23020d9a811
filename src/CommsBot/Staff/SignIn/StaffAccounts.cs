using System.Security.Cryptography;
using CommsBot.Clinics;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Staff.Rights;
using CommsBot.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.SignIn;

/// <summary>Makes, disables and resets the people who may sign in. Asked for by the verb <c>staff</c> and by administrators.</summary>
internal sealed class StaffAccounts(
    ClinicStore store, ClinicClock clock, TimeProvider machine, Changes changes, IPasswordHasher<StaffUser> hasher, ClinicDirectory clinics)
{
    /// <summary>Who tried to sign in and was not let in: whether it was the person is not known.</summary>
    public const string Stranger = "sign-in";

    private const string CommandLine = "command-line";
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";

    public static readonly IReadOnlyList<string> Roles = ["staff", "clinician", "administrator", "auditor"];

    /// <param name="clinicIds">Empty: every clinic of the installation.</param>
    /// <returns>The first password, told once; null when the name is taken.</returns>
    public Task<string?> AddAsync(string name, string role, IReadOnlyList<string> clinicIds, string by = CommandLine, CancellationToken ct = default)
    {
        var password = NewPassword();
        return store.Write<string?>(async db =>
        {
            if (await StaffPeople.FindAsync(db, name) is not null) return null;
            var person = StaffPeople.New(name, clinicIds.Count > 0 ? clinicIds : clinics.All.Select(c => c.Id), role);
            person.PasswordHash = hasher.HashPassword(person, password);
            db.Users.Add(person);
            Record(db, person, by, "staff.add");
            return password;
        }, ct);
    }

    /// <summary>
    /// The person's cookies and circuits end within 30 seconds; what they held returns to the queue at once, and what they wrote for later goes to an
    /// administrator. False for an unknown name.
    /// </summary>
    public async Task<bool> DisableAsync(string name, string by = CommandLine, CancellationToken ct = default)
    {
        var changed = await store.Write(async db =>
        {
            if (await StaffPeople.FindAsync(db, name) is not { } person) return null;
            person.Disabled = true;
            person.SecurityStamp = Guid.NewGuid().ToString("N");
            Record(db, person, by, "staff.disable");
            var held = await Ownership.ReleaseAllOfAsync(db, person.UserName!, clock.UtcNow);
            return held.Union(await LaterRefusal.OfAllByAsync(db, person.UserName!, clock.UtcNow)).ToList();
        }, ct);
        foreach (var clinic in changed ?? []) changes.Publish(new Change(clinic));
        return changed is not null;
    }

    /// <summary>The name under which the provider knows this person. Who held it there before is forgotten, and every older sign-in ends.</summary>
    /// <returns>False, with nothing changed, for an unknown person and for a name that is somebody else's.</returns>
    public Task<bool> KnownAsAsync(string name, string signInName, string by = CommandLine, CancellationToken ct = default) => store.Write(async db =>
    {
        var normal = StaffPeople.Normal(signInName);
        if (normal.Length is 0 or > ProviderPeople.LongestName || await StaffPeople.FindAsync(db, name) is not { } person) return false;
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == normal && u.Id != person.Id, ct)) return false;
        if (person.NormalizedEmail == normal) return true;
        (person.Email, person.NormalizedEmail, person.SecurityStamp) = (signInName.Trim(), normal, Guid.NewGuid().ToString("N"));
        db.UserLogins.RemoveRange(db.UserLogins.Where(login => login.UserId == person.Id));
        Record(db, person, by, "staff.sign-in-name");
        return true;
    }, ct);

    /// <summary>The screen was locked: what the person holds stays theirs until its lease ends.</summary>
    public Task LockAsync(string name, CancellationToken ct = default) => store.Write(async db =>
    {
        if (await StaffPeople.FindAsync(db, name) is not { } person) return;
        foreach (var clinic in person.ClinicIds) AuditLog.Add(db, clinic, person.UserName!, "staff.lock", person.UserName!, machine.GetUtcNow());
    }, ct);

    /// <summary>What happened to an account.</summary>
    /// <param name="by">Null: the person.</param>
    public Task NoteAsync(string name, string action, string? by = null, CancellationToken ct = default) => store.Write(async db =>
    {
        if (await StaffPeople.FindAsync(db, name) is { } person) Record(db, person, by ?? person.UserName!, action);
    }, ct);

    /// <summary>The person signs out: what they held returns to the queue at once, never to the bot.</summary>
    public async Task LeaveAsync(string name, CancellationToken ct = default)
    {
        var changed = await store.Write(async db =>
        {
            if (await StaffPeople.FindAsync(db, name) is not { } person) return [];
            foreach (var clinic in person.ClinicIds) AuditLog.Add(db, clinic, person.UserName!, "staff.sign-out", person.UserName!, machine.GetUtcNow());
            return await Ownership.ReleaseAllOfAsync(db, person.UserName!, clock.UtcNow);
        }, ct);
        foreach (var clinic in changed) changes.Publish(new Change(clinic));
    }

    /// <summary>Enables the person again with a new password, no second factor yet, no passkey and nobody known at the provider; every older sign-in and invitation ends, and what they held returns to the queue.</summary>
    /// <returns>The new password, told once; null for an unknown name.</returns>
    public async Task<string?> ResetAsync(string name, string by = CommandLine, CancellationToken ct = default)
    {
        var password = NewPassword();
        var changed = await store.Write(async db =>
        {
            if (await StaffPeople.FindAsync(db, name) is not { } person) return null;
            person.Disabled = false;
            person.TwoFactorEnabled = false;
            person.AccessFailedCount = 0;
            person.LockoutEnd = null;
            person.SecurityStamp = Guid.NewGuid().ToString("N");
            person.PasswordHash = hasher.HashPassword(person, password);
            db.UserTokens.RemoveRange(db.UserTokens.Where(t => t.UserId == person.Id));
            db.UserLogins.RemoveRange(db.UserLogins.Where(login => login.UserId == person.Id));
            db.UserPasskeys.RemoveRange(db.UserPasskeys.Where(key => key.UserId == person.Id));
            await Invitations.ForgetAsync(db, person);
            Record(db, person, by, "staff.reset");
            return await Ownership.ReleaseAllOfAsync(db, person.UserName!, clock.UtcNow);
        }, ct);
        foreach (var clinic in changed ?? []) changes.Publish(new Change(clinic));
        return changed is null ? null : password;
    }

    private void Record(ClinicDb db, StaffUser person, string by, string action)
    {
        foreach (var clinic in person.ClinicIds) AuditLog.Add(db, clinic, by, action, person.UserName!, machine.GetUtcNow());
    }

    // 24 of 31 letters: 118 bits, and nothing that is mistaken for something else when read aloud.
    private static string NewPassword() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Readable, 6)));
}
