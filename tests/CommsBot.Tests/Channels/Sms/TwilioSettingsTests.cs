using CommsBot.Channels.Sms;
using CommsBot.Settings;
using CommsBot.Tests.Outbox;

namespace CommsBot.Tests.Channels.Sms;

public class TwilioSettingsTests
{
    private const string Account = "AC0123456789abcdef0123456789abcdef";

    [Fact]
    public void With_nothing_set_sms_is_off_and_nothing_is_wrong()
    {
        Assert.False(new TwilioSettings().IsOn);
        Assert.Empty(Faults(new TwilioSettings()));
    }

    [Fact]
    public void Account_and_token_are_enough() => Assert.Empty(Faults(new TwilioSettings { AccountSid = Account, AuthTokens = ["t"] }));

    [Fact]
    public void Half_set_names_every_fault_at_once() => Assert.Equal(
        [
            "Twilio:MessagesPerSecond must be from 1 to 1000.",
            "Twilio:TimeoutSeconds must be from 1 to 60.",
            "Twilio:SettleSeconds must be from 1 to 600.",
            "Twilio:AccountSid is missing.",
            "Twilio:AuthTokens is missing: signatures are checked with it.",
            "Twilio:ApiKeySecret is missing beside Twilio:ApiKeySid.",
            "Twilio:ApiKeySid must be SK and 32 hexadecimal digits.",
            "Twilio:MessagingServiceSid must be MG and 32 hexadecimal digits.",
            "Twilio:From is not a US phone number that can text.",
        ],
        Faults(new TwilioSettings { MessagesPerSecond = 0, TimeoutSeconds = 61, SettleSeconds = 601, ApiKeySid = "SK1", MessagingServiceSid = "MG1", From = "12" }));

    [Fact]
    public void A_secret_without_its_key_is_refused() => Assert.Equal(
        ["Twilio:ApiKeySid is missing beside Twilio:ApiKeySecret."], Faults(new TwilioSettings { AccountSid = Account, AuthTokens = ["t"], ApiKeySecret = "s" }));

    [Fact]
    public void An_account_of_another_form_is_refused() => Assert.Equal(
        ["Twilio:AccountSid must be AC and 32 hexadecimal digits."], Faults(new TwilioSettings { AccountSid = Account + "\n", AuthTokens = ["t"] }));

    [Fact]
    public void Under_simulation_only_a_loopback_provider_is_called() => Assert.Equal(
        ["Twilio:ApiBaseUrl must be a loopback address while the simulator is on."],
        Faults(new TwilioSettings { ApiBaseUrl = new Uri("https://api.example.com") }, simulated: true));

    [Fact]
    public void Plain_http_goes_nowhere_but_here() => Assert.Equal(
        ["Twilio:ApiBaseUrl must be https."], Faults(new TwilioSettings { ApiBaseUrl = new Uri("http://api.example.com") }));

    [Fact]
    public void Several_clinics_share_no_sender()
    {
        var shared = new TwilioSettings { From = "+12815550100", MessagingServiceSid = "MG" };
        Assert.Empty(shared.ClinicFaults(1));
        Assert.Equal(2, shared.ClinicFaults(2).Count());
    }

    private static IEnumerable<string> Faults(TwilioSettings settings, bool simulated = false) =>
        settings.Faults(new StartContext(new TextHouse.Development(), "/", simulated));
}
