using System.Security.Cryptography;
using System.Text;
using CommsBot.Settings;
using CommsBot.Staff.Keys;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.Staff;

public sealed class KeyTests
{
    private const string Secret = "a secret of twenty characters and more";

    [Fact]
    public void Every_fault_of_the_section_is_named_at_once()
    {
        var settings = new ApiSettings
        {
            Keys =
            [
                new ApiKeySettings { Role = "boss" },
                new ApiKeySettings { Name = "a", Role = "staff", Secret = "short", Clinics = ["x"] },
                new ApiKeySettings { Name = "A", Role = "read", Secret = "short", SecretSha256 = "12", ActsAs = "Dana", Clinics = ["x"] },
                new ApiKeySettings { Name = "b", Role = "read", SecretSha256 = "12", Clinics = ["x"], Rights = "clinician" },
                new ApiKeySettings { Name = "c", Role = "staff", ActsAs = "Dana", Secret = "a secret of another key", Clinics = ["x"], Rights = "auditor" },
                new ApiKeySettings { Name = "d", Role = "webchat", Secret = "a secret of two clinics", Clinics = ["x", "y"] },
            ],
        };
        Assert.Equal(
        [
            "Api:Keys:0:Name is missing.",
            "Api:Keys:0:Role must be webchat, appointments, read or staff.",
            "Api:Keys:0:Clinics must name at least one clinic.",
            "Api:Keys:0 needs Secret or SecretSha256, one of the two.",
            "Api:Keys:1:ActsAs is missing: a staff key acts as one named person.",
            "Api:Keys:1:Secret is shorter than 16 characters.",
            "Api:Keys:2:ActsAs belongs to the role staff only.",
            "Api:Keys:2 needs Secret or SecretSha256, one of the two.",
            "Api:Keys:3:Rights belongs to the role staff only.",
            "Api:Keys:3:SecretSha256 must be 64 hexadecimal digits.",
            "Api:Keys:4:Rights must be staff, clinician or administrator.",
            "Api:Keys:5:Clinics must name one clinic only: the chat protocol of the role webchat has no place for another.",
            "Api:Keys holds the name 'a' more than once.",
            "Api:Keys gives the same secret to 'a' and 'A'.",
        ], settings.Faults(In(Environments.Production)));
    }

    [Fact]
    public void A_short_secret_is_enough_in_Development()
    {
        var settings = new ApiSettings { Keys = [new ApiKeySettings { Name = "a", Role = "read", Secret = "short", Clinics = ["x"] }] };
        Assert.Empty(settings.Faults(In(Environments.Development)));
    }

    [Fact]
    public void A_key_is_found_by_its_secret_or_by_the_hash_of_it()
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));
        Assert.Equal(ApiRole.WebChat, Keys(new() { Name = "a", Role = "WebChat", Secret = Secret, Clinics = ["x"] }).Find(Secret)?.Role);
        Assert.Equal("a", Keys(new() { Name = "a", Role = "read", SecretSha256 = hash, Clinics = ["x"] }).Find(Secret)?.Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another secret of twenty characters")]
    [InlineData(Secret + " ")]
    public void Anything_else_finds_no_key(string? presented) =>
        Assert.Null(Keys(new() { Name = "a", Role = "read", Secret = Secret, Clinics = ["x"] }).Find(presented));

    [Fact]
    public void A_key_ends_at_the_moment_it_expires()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        var keys = Keys(new() { Name = "a", Role = "read", Secret = Secret, Clinics = ["x"], Expires = clock.GetUtcNow().AddMinutes(1) }, clock);
        Assert.NotNull(keys.Find(Secret));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(keys.Find(Secret));
    }

    private static ApiKeys Keys(ApiKeySettings key, TimeProvider? clock = null) => new(new ApiSettings { Keys = [key] }, clock ?? TimeProvider.System);

    private static StartContext In(string environment) => new(new Host { EnvironmentName = environment }, "/", Simulated: false);

    private sealed class Host : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }
        public string ApplicationName { get; set; } = "CommsBot";
        public string ContentRootPath { get; set; } = "/";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
