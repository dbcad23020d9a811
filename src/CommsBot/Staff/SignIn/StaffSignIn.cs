using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CommsBot.Clinics;
using CommsBot.Settings;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.SignIn;

/// <summary>The one-time sign-in of a demonstration: Development only, one use, 12 hours of machine time. Only the token's hash is stored.</summary>
internal sealed class StaffSignIn(ClinicStore store, ClinicDirectory clinics, PublicAddress address, TimeProvider machine, IHostEnvironment environment)
{
    public const string DemonstrationPerson = "Alex Rivera";
    private const string Prefix = "sign-in-once:";

    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>An address that signs in the demonstration's administrator of all clinics, who is created when missing. Call once the server listens.</summary>
    /// <exception cref="InvalidOperationException">Not Development.</exception>
    public async Task<Uri> CreateOneTimeLinkAsync(CancellationToken ct = default)
    {
        if (!environment.IsDevelopment()) throw new InvalidOperationException("One-time sign-ins exist in Development only.");
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        await store.Write(async db =>
        {
            var person = await StaffPeople.FindAsync(db, DemonstrationPerson);
            if (person is null) db.Users.Add(person = StaffPeople.New(DemonstrationPerson, [], "administrator"));
            person.Clinics = string.Join(',', clinics.All.Select(c => c.Id));
            db.Values.RemoveRange(await db.Values.Where(v => v.Key.StartsWith(Prefix)).ToListAsync());
            var until = (machine.GetUtcNow() + Life).UtcTicks;
            db.Values.Add(new StoredValue { Key = KeyOf(token), Value = string.Create(CultureInfo.InvariantCulture, $"{until} {person.Id}") });
        }, ct);
        return address.At($"/staff/sign-in?once={token}");
    }

    /// <summary>The id of the person the token signs in; null when it is unknown, used, too old, or this is not Development.</summary>
    public async Task<string?> RedeemAsync(string token, CancellationToken ct = default)
    {
        if (!environment.IsDevelopment()) return null;
        return await store.Write(async db =>
        {
            if (await db.Values.FindAsync([KeyOf(token)], ct) is not { } stored) return null;
            db.Values.Remove(stored);
            return stored.Value.Split(' ') is [var until, var person] && machine.GetUtcNow().UtcTicks < long.Parse(until, CultureInfo.InvariantCulture) ? person : null;
        }, ct);
    }

    private static string KeyOf(string token) => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
