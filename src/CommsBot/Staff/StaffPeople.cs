using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff;

/// <summary>The people who may act, as the database knows them at this moment.</summary>
internal static class StaffPeople
{
    public static string Normal(string name) => name.Trim().ToUpperInvariant();

    /// <summary>A person without a password: nobody can sign in as them until an administrator sets one.</summary>
    public static StaffUser New(string name, IEnumerable<string> clinics, string role) => new()
    {
        UserName = name.Trim(),
        NormalizedUserName = Normal(name),
        Clinics = string.Join(',', clinics),
        Role = role,
        SecurityStamp = Guid.NewGuid().ToString("N"),
        LockoutEnabled = true,
    };

    public static Task<StaffUser?> FindAsync(ClinicDb db, string name)
    {
        var normal = Normal(name);
        return db.Users.SingleOrDefaultAsync(u => u.NormalizedUserName == normal);
    }

    /// <summary>False for an unknown or disabled person, an auditor, and for a clinic that is not the person's; asked inside the write that acts.</summary>
    public static async Task<bool> MayActAsync(ClinicDb db, string name, string clinicId) =>
        await FindAsync(db, name) is { Disabled: false, Role: not "auditor" } person && person.ClinicIds.Contains(clinicId);
}
