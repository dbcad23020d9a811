using System.Globalization;
using System.Security.Claims;
using CommsBot.Clinics;
using CommsBot.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Staff.SignIn;

/// <param name="PersonId">Null: refused, and why.</param>
internal sealed record Admission(string? PersonId, string? Refusal);

/// <summary>
/// Which invited person stands at the door. The first time it is told by the name under which an administrator invited them; from then on by the
/// provider's own unchanging id, since a name can be given to somebody else later.
/// </summary>
internal sealed class ProviderPeople(ClinicStore store, OidcSettings settings, ClinicDirectory clinics, TimeProvider machine)
{
    public const int LongestName = 100;

    private const string Email = "email";

    public Task<Admission> AdmitAsync(ClaimsPrincipal proven, CancellationToken ct)
    {
        if (proven.FindFirst("sub") is not { } subject) return Task.FromResult(Refused($"The answer of {settings.Label} does not say who you are."));
        if (IsStale(proven)) return Task.FromResult(Refused($"You were not asked anew at {settings.Label}. Sign in again."));
        var (name, fault) = NameOf(proven);
        return store.Write(async db =>
        {
            var known = await db.UserLogins.FindAsync([subject.Issuer, subject.Value], ct);
            var person = known is not null ? await db.Users.FindAsync([known.UserId], ct) : fault is null ? await InvitedAsync(db, name) : null;
            if (person is null) return Refused(fault ?? Unknown(db, name));
            if (person.Disabled) return Refused(Failed(db, person, "Your account here is disabled. Ask your administrator."));
            if (known is not null) return new Admission(person.Id, null);
            if (await db.UserLogins.AnyAsync(login => login.UserId == person.Id, ct))
                return Refused(Failed(db, person, $"This sign-in name was somebody else's at {settings.Label} before. Ask your administrator for a new link."));
            db.UserLogins.Add(new IdentityUserLogin<string> { LoginProvider = subject.Issuer, ProviderKey = subject.Value, UserId = person.Id });
            return new Admission(person.Id, null);
        }, ct);
    }

    private static Admission Refused(string why) => new(null, why);

    // Not every provider says when it asked; who does is held to it.
    private bool IsStale(ClaimsPrincipal proven) =>
        long.TryParse(proven.FindFirstValue("auth_time"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
        && machine.GetUtcNow().ToUnixTimeSeconds() - asked > ProviderSetup.AskedWithin.TotalSeconds;

    private (string Name, string? Fault) NameOf(ClaimsPrincipal proven)
    {
        var claim = settings.NameClaim ?? (proven.HasClaim(c => c.Type == OidcSettings.UsualNameClaim) ? OidcSettings.UsualNameClaim : Email);
        var name = proven.FindFirstValue(claim)?.Trim() ?? "";
        if (name.Length is 0 or > LongestName) return ("", $"The answer of {settings.Label} holds no sign-in name of yours ('{claim}').");
        var verified = proven.FindFirstValue("email_verified");
        var isRefused = claim == Email ? !IsTrue(verified) : verified is not null && !IsTrue(verified);
        return (name, isRefused ? $"Your e-mail address is not verified at {settings.Label}, so it opens nothing here." : null);
    }

    private static bool IsTrue(string? claim) => string.Equals(claim, "true", StringComparison.OrdinalIgnoreCase);

    private static Task<StaffUser?> InvitedAsync(ClinicDb db, string name)
    {
        var normal = StaffPeople.Normal(name);
        return db.Users.SingleOrDefaultAsync(user => user.NormalizedEmail == normal);
    }

    // They have no clinic of their own; each may be the one that forgot to invite them.
    private string Unknown(ClinicDb db, string name)
    {
        foreach (var clinic in clinics.All) AuditLog.Add(db, clinic.Id, StaffAccounts.Stranger, "staff.sign-in-unknown", name, machine.GetUtcNow());
        return $"Your name at {settings.Label} is {name}, and nobody here has invited it. Ask your administrator.";
    }

    private string Failed(ClinicDb db, StaffUser person, string refusal)
    {
        foreach (var clinic in person.ClinicIds) AuditLog.Add(db, clinic, StaffAccounts.Stranger, "staff.sign-in-failed", person.UserName!, machine.GetUtcNow());
        return refusal;
    }
}
