using CommsBot.Settings;
using CommsBot.Staff.SignIn;
using CommsBot.Tests.House;
using Microsoft.Extensions.Hosting.Internal;

namespace CommsBot.Tests.Settings;

public sealed class OidcSettingsTests
{
    private const string Provider = "https://login.clinic.example";

    [Fact]
    public void Unset_staff_sign_in_with_local_accounts_and_each_default_is_known()
    {
        var oidc = new OidcSettings();
        Assert.Equal((false, null, "your organization"), (oidc.IsOn, oidc.NameClaim, oidc.Label));
        Assert.Empty(oidc.Faults(In("Production")));
    }

    [Theory]
    [InlineData("Production", Provider, true)]
    [InlineData("Development", "http://127.0.0.1:8080/realms/clinic", true)]
    [InlineData("Staging", "http://127.0.0.1:8080/realms/clinic", false)]
    [InlineData("Development", "http://login.clinic.example", false)]
    public void A_provider_is_reached_by_https_outside_Development(string environment, string authority, bool isFine)
    {
        var faults = new OidcSettings { Authority = new Uri(authority), ClientId = "a", ClientSecret = "b" }.Faults(In(environment));
        Assert.Equal(isFine ? [] : ["Authority must be https."], faults);
    }

    [Theory]
    [InlineData("common")]
    [InlineData("organizations")]
    [InlineData("consumers")]
    public void An_address_for_people_of_any_directory_is_refused(string all) =>
        Assert.Equal([$"Authority must name one directory, not '{all}'."],
            new OidcSettings { Authority = new Uri($"https://login.microsoftonline.com/{all}/v2.0"), ClientId = "a", ClientSecret = "b" }.Faults(In("Production")));

    [Fact]
    public async Task Everything_wrong_with_it_is_told_at_once_and_no_value_is_repeated()
    {
        using var house = new Installation();
        Assert.Equal(
            [
                "Staff:Oidc:Secret is not a setting; Staff:Oidc has Authority, ClientId, ClientSecret, NameClaim, Label.",
                "Staff:IdleLockMinutes must be from 1 to 60.",
                "Staff:Oidc:Label must have 1 to 60 characters.",
                "Staff:Oidc:NameClaim is not the name of a claim.",
                "Staff:Oidc:ClientId is missing.",
                "Staff:Oidc:ClientSecret is missing.",
                "Staff:Oidc:Authority must be an address without query.",
            ],
            await Installation.RefusalAsync(house.Development($"--Staff:Oidc:Authority={Provider}/?tenant=1", "--Staff:Oidc:NameClaim=two words", "--Staff:Oidc:Label=", "--Staff:Oidc:Secret=abc", "--Staff:IdleLockMinutes=0")));
    }

    private static StartContext In(string environment) => new(new HostingEnvironment { EnvironmentName = environment }, "/", Simulated: false);
}
