using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommsBot.Settings;
using CommsBot.Staff.SignIn;
using CommsBot.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.Rights;

/// <summary>A link that lets a new person choose a password: one use, three days of machine time, only its hash is stored.</summary>
internal sealed class Invitations(ClinicStore store, StaffAccounts accounts, PublicAddress address, TimeProvider machine, IPasswordHasher<StaffUser> hasher)
{
    public const int ShortestPassword = 12;
    public const int LongestPassword = 200;

    private const string Prefix = "invitation:";

    private static readonly TimeSpan Life = TimeSpan.FromDays(3);

    /// <returns>The link, told once; null when the name is taken.</returns>
    public async Task<Uri?> InviteAsync(string by, string name, string role, IReadOnlyList<string> clinics, CancellationToken ct = default) =>
        await accounts.AddAsync(name, role, clinics, by, ct) is null ? null : await LinkAsync(name, ct);

    /// <summary>A new link for somebody who lost theirs or their second factor; every older sign-in ends.</summary>
    public async Task<Uri?> AgainAsync(string by, string name, CancellationToken ct = default) =>
        await accounts.ResetAsync(name, by, ct) is null ? null : await LinkAsync(name, ct);

    /// <returns>False, with nothing changed, for a link that is unknown, used or too old.</returns>
    public async Task<bool> AcceptAsync(string token, string password, CancellationToken ct = default) => await store.Write(async db =>
    {
        if (await db.Values.FindAsync([KeyOf(token)], ct) is not { } stored) return false;
        db.Values.Remove(stored);
        if (stored.Value.Split(' ') is not [var until, var id] || machine.GetUtcNow().UtcTicks >= long.Parse(until, CultureInfo.InvariantCulture)) return false;
        if (await db.Users.FindAsync([id], ct) is not { Disabled: false } person) return false;
        person.PasswordHash = hasher.HashPassword(person, password);
        person.SecurityStamp = Guid.NewGuid().ToString("N");
        foreach (var clinic in person.ClinicIds) AuditLog.Add(db, clinic, person.UserName!, "staff.invitation-accepted", person.UserName!, machine.GetUtcNow());
        return true;
    }, ct);

    private async Task<Uri> LinkAsync(string name, CancellationToken ct)
    {
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        await store.Write(async db =>
        {
            var person = (await StaffPeople.FindAsync(db, name))!;
            await ForgetAsync(db, person);
            db.Values.Add(new StoredValue { Key = KeyOf(token), Value = string.Create(CultureInfo.InvariantCulture, $"{(machine.GetUtcNow() + Life).UtcTicks} {person.Id}") });
        }, ct);
        return address.At($"/staff/invitation?once={token}");
    }

    /// <summary>Every link that was sent to this person before opens nothing any more: a lost one may be in other hands.</summary>
    public static async Task ForgetAsync(ClinicDb db, StaffUser person)
    {
        var sent = await db.Values.AsTracking().Where(v => v.Key.StartsWith(Prefix)).ToListAsync();
        db.Values.RemoveRange(sent.Where(v => v.Value.EndsWith($" {person.Id}", StringComparison.Ordinal)));
    }

    private static string KeyOf(string token) => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
