using CommsBot.Settings;
using CommsBot.Tests.House;

namespace CommsBot.Tests.Settings;

public sealed class SettingsFaultsTests
{
    private const string Invented = "dialogs/clinics/mind-balance.yaml: demonstration: this clinic is invented; Production needs a real one, or Content:AllowDemonstrationClinic";

    [Fact]
    public async Task Everything_wrong_at_once_is_told_in_one_message()
    {
        using var house = new Installation();
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => CommsBotHost.CreateAsync([
            "--environment=Staging", "--urls=http://127.0.0.1:0", $"--contentRoot={Repository.Root}",
            "--ConnectionStrings:CommsBot=Server=somewhere", "--Content:RequireReview=perhaps", "--Content:Roof=x",
            "--Security:KeyCertificate=nowhere.pfx",
            "--Twilio:AccountSid=AC1", "--Twilio:MessagesPerSecond=0", "--Twilio:TimeoutSeconds=soon", "--Twilio:SettleSeconds=601",
            "--Twilio:ApiKeySid=SK1", "--Twilio:MessagingServiceSid=MG1", "--Twilio:From=12", "--Twilio:ApiBaseUrl=http://twilio.example",
            "--WebChat:AllowedOrigins:0=https://a.example/path",
            "--Api:Keys:0:Role=king", "--Api:Keys:0:Secret=short", "--Simulator:Start=tomorrow",
            "--Processors:Twillio:BaaSignedOn=2026-01-01", "--Processors:Twilio:BaaSignedOn=January",
            "--OTEL_EXPORTER_OTLP_ENDPOINT=here",
        ]));
        Assert.Equal(string.Join(Environment.NewLine,
            "CommsBot cannot start:",
            "  - Public:BaseUrl is missing: set the address that patients and Twilio reach.",
            "  - Processors:Twilio:BaaSignedOn must be a day like 2026-11-22.",
            "  - Processors:Twillio is not a processor; they are Twilio, AzureOpenAI, BotService, Mail, Teams, Webhooks, Otlp.",
            "  - OTEL_EXPORTER_OTLP_ENDPOINT must be an absolute address.",
            "  - Security:KeyCertificate names a file that does not exist.",
            "  - ConnectionStrings:CommsBot must be \"Data Source=<file>\" (SQLite) or \"Host=<server>;...\" (PostgreSQL).",
            "  - Content:RequireReview is not true or false.",
            "  - Content:Roof is not a setting; Content has Root, RequireReview, AllowDemonstrationClinic.",
            "  - WebChat:AllowedOrigins: \"https://a.example/path\" is not an origin like https://www.example.org.",
            "  - Twilio:TimeoutSeconds is not a whole number.",
            "  - Twilio:MessagesPerSecond must be from 1 to 1000.",
            "  - Twilio:SettleSeconds must be from 1 to 600.",
            "  - Twilio:ApiBaseUrl must be https.",
            "  - Twilio:AccountSid must be AC and 32 hexadecimal digits.",
            "  - Twilio:AuthTokens is missing: signatures are checked with it.",
            "  - Twilio:ApiKeySecret is missing beside Twilio:ApiKeySid.",
            "  - Twilio:ApiKeySid must be SK and 32 hexadecimal digits.",
            "  - Twilio:MessagingServiceSid must be MG and 32 hexadecimal digits.",
            "  - Twilio:From is not a US phone number that can text.",
            "  - Simulator:Start is not a moment like 2027-03-13T18:00:00-06:00.",
            "  - Api:Keys:0:Name is missing.",
            "  - Api:Keys:0:Role must be webchat, appointments, read or staff.",
            "  - Api:Keys:0:Clinics must name at least one clinic.",
            "  - Api:Keys:0:Secret is shorter than 16 characters."), refused.Message);
    }

    [Fact]
    public async Task Production_with_the_simulator_on_is_refused()
    {
        using var house = new Installation();
        Assert.Equal(["Simulator:Enabled is refused in Production.", Invented], await Installation.RefusalAsync(house.Production("--Simulator:Enabled=true")));
    }

    [Fact]
    public async Task The_simulator_listens_on_loopback_only()
    {
        using var house = new Installation();
        Assert.Equal(["Simulator:Enabled: The simulator listens on loopback only, not on http://0.0.0.0:0."],
            await Installation.RefusalAsync(house.Development("--urls=http://0.0.0.0:0")));
    }

    [Fact]
    public async Task The_simulator_never_stands_beside_a_real_provider()
    {
        using var house = new Installation();
        Assert.Equal(["Twilio:ApiBaseUrl must be a loopback address while the simulator is on."],
            await Installation.RefusalAsync(house.Development("--Twilio:ApiBaseUrl=https://api.twilio.com")));
    }

    [Fact]
    public async Task Under_simulation_notices_go_to_this_machine_only()
    {
        using var house = new Installation();
        string[] route = ["--Notices:Routes:0:Name=desk", "--Notices:Routes:0:Clinic=mind-balance", "--Notices:Routes:0:Kind=webhook", "--Notices:Routes:0:Secret=a secret of twenty characters"];
        Assert.Equal(
            [
                "Notices:Mail:Host must be a loopback address while the simulator is on.",
                "Notices:Routes:0:Address must be a loopback address while the simulator is on.",
            ],
            await Installation.RefusalAsync(house.Development(
                ["--Notices:Mail:Host=smtp.clinic.example", "--Notices:Mail:From=commsbot@clinic.example", .. route, "--Notices:Routes:0:Address=https://hooks.clinic.example/in"])));
    }

    [Fact]
    public async Task Under_simulation_the_bound_address_is_the_public_one_in_every_environment()
    {
        var faults = await Installation.RefusalAsync(["--environment=Staging", "--urls=http://127.0.0.1:0", $"--contentRoot={Repository.Root}", "--Simulator:Enabled=true"]);
        Assert.Equal(["Security:KeyCertificate is missing: outside Development the stored keys need a certificate."], faults);
    }

    [Fact]
    public async Task A_wrong_address_wrong_settings_and_what_forbids_Production_are_told_in_one_message()
    {
        using var house = new Installation();
        Assert.Equal(
            [
                "--urls: 'nonsense' is not an address like http://127.0.0.1:5080.",
                "Public:BaseUrl must be https in Production.",
                "Twilio:MessagesPerSecond must be from 1 to 1000.",
                Invented,
            ],
            await Installation.RefusalAsync(house.Production("--urls=nonsense", "--Public:BaseUrl=http://chat.clinic.example", "--Twilio:MessagesPerSecond=0")));
    }

    [Fact]
    public async Task Outside_Development_a_certificate_and_an_address_are_required()
    {
        using var house = new Installation();
        Assert.Equal(
            [
                "Public:BaseUrl is missing: set the address that patients and Twilio reach.",
                "Security:KeyCertificate is missing: outside Development the stored keys need a certificate.",
                Invented,
            ],
            await Installation.RefusalAsync(["--environment=Production", $"--contentRoot={Repository.Root}", $"--ConnectionStrings:CommsBot=Data Source={house.Database}"]));
        Assert.False(File.Exists(house.Database));
    }

    [Theory]
    [InlineData("wrong password", "Security:KeyCertificate cannot be opened with Security:KeyCertificatePassword.")]
    public async Task A_certificate_that_does_not_open_is_refused(string password, string fault)
    {
        using var house = new Installation();
        Assert.Equal([fault, Invented], await Installation.RefusalAsync(house.Production($"--Security:KeyCertificatePassword={password}")));
    }

    [Fact]
    public async Task Production_asks_for_https()
    {
        using var house = new Installation();
        Assert.Equal(["Public:BaseUrl must be https in Production.", Invented], await Installation.RefusalAsync(house.Production("--Public:BaseUrl=http://chat.clinic.example")));
    }

    [Theory]
    [InlineData("nonsense", "--urls: 'nonsense' is not an address like http://127.0.0.1:5080.")]
    [InlineData("http://127.0.0.1:70000", "--urls: 'http://127.0.0.1:70000' is not an address like http://127.0.0.1:5080.")]
    [InlineData("ftp://127.0.0.1:21", "--urls: 'ftp://127.0.0.1:21' is not an address like http://127.0.0.1:5080.")]
    public async Task An_address_that_is_none_is_named(string urls, string fault)
    {
        using var house = new Installation();
        Assert.Equal([fault], await Installation.RefusalAsync(house.Development($"--urls={urls}")));
    }

    [Fact]
    public async Task A_key_file_that_holds_no_key_is_named()
    {
        using var house = new Installation();
        File.WriteAllText(house.File("development.key"), "not a key");
        Assert.Equal(["Security:DevelopmentKeyFile names a file that is not a key of 32 bytes in base64."], await Installation.RefusalAsync(house.Development()));
    }

    [Fact]
    public async Task A_folder_without_content_is_named()
    {
        using var house = new Installation();
        Assert.Equal(["Content:Root names a folder that holds no dialogs/."], await Installation.RefusalAsync(house.Development($"--Content:Root={house.Folder}")));
    }
}
