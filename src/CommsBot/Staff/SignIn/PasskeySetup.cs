using CommsBot.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommsBot.Staff.SignIn;

/// <summary>Which devices we believe, and about which address.</summary>
internal static class PasskeySetup
{
    public static void AddPasskeys(this IServiceCollection services, bool isProduction)
    {
        services.TryAddScoped<IPasskeyHandler<StaffUser>, PasskeyHandler<StaffUser>>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<PublicSettings>((passkeys, site) =>
        {
            // A host header is the caller's word; outside Production there is no other.
            var ours = isProduction ? site.BaseUrl : null;
            passkeys.ServerDomain = ours?.Host;

            // The device has checked who holds it: one passkey is both factors.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";

            // Our pages send no referrer, so a browser's form names no origin: what the device signed is held against our own address.
            passkeys.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && asked.Origin == OriginOf(asked.HttpContext.Request, ours));
        });
    }

    private static string OriginOf(HttpRequest request, Uri? ours) => ours?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host}";
}
