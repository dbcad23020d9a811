using CommsBot.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Storage;

/// <summary>Passkeys as rows. Identity adds them by itself only where its options reach the context, which they do not for the tools that write migrations.</summary>
internal static class PasskeyModel
{
    private const int LongestId = 1024;

    public static void DescribePasskeys(this ModelBuilder model) => model.Entity<IdentityUserPasskey<string>>(row =>
    {
        row.ToTable("AspNetUserPasskeys");
        row.HasKey(key => key.CredentialId);
        row.Property(key => key.CredentialId).HasMaxLength(LongestId);
        row.OwnsOne(key => key.Data).ToJson();
        row.HasOne<StaffUser>().WithMany().HasForeignKey(key => key.UserId).IsRequired();
    });
}
