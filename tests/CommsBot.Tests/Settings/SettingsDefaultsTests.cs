using CommsBot.Channels.Sms;
using CommsBot.Channels.WebChat;
using CommsBot.Settings;
using CommsBot.Staff.Keys;
using CommsBot.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace CommsBot.Tests.Settings;

public sealed class SettingsDefaultsTests
{
    [Fact]
    public void Without_any_setting_these_hold()
    {
        var twilio = new TwilioSettings();
        Assert.Equal((1, 10, 60, false, null), (twilio.MessagesPerSecond, twilio.TimeoutSeconds, twilio.SettleSeconds, twilio.IsOn, twilio.ApiBaseUrl));
        var chat = new WebChatSettings();
        Assert.Equal((0, 60, 300), (chat.AllowedOrigins.Count, chat.ChatsPerHour, chat.ChatsPerDay));
        Assert.Empty(new ApiSettings().Keys);
        Assert.Null(new PublicSettings().BaseUrl);
        Assert.Null(new SecuritySettings().KeyCertificate);
        Assert.False(new ContentSettings().AllowDemonstrationClinic);
        Assert.Equal(Path.Combine("/home/clinic", "App_Data", "commsbot.db"), DatabaseTarget.Read(null, "/home/clinic").File);
        Assert.Equal("http://127.0.0.1:5080", CommsBotHost.UsualAddress);
    }

    [Theory]
    [InlineData("Development", false, true)]
    [InlineData("Staging", true, false)]
    [InlineData("Production", true, false)]
    public void Review_is_required_and_the_simulator_off_outside_Development(string environment, bool review, bool simulated)
    {
        var host = new HostingEnvironment { EnvironmentName = environment };
        var content = new ContentSettings();
        _ = content.Faults(new StartContext(host, House.Repository.Root, false)).ToList();
        Assert.Equal(review, content.RequireReview);
        Assert.Equal(simulated, SimulatorSettings.IsOn(new ConfigurationBuilder().Build(), host));
    }

    [Fact]
    public void Paths_on_the_command_line_are_the_callers_and_in_files_the_homes()
    {
        var typed = CommandLinePaths.Absolute(["--Content:Root=words", "--Security:KeyCertificate", "a.pfx", "--ConnectionStrings:CommsBot=Data Source=my.db"], "/caller");
        Assert.Equal("/caller/words", typed["Content:Root"]);
        Assert.Equal("/caller/a.pfx", typed["Security:KeyCertificate"]);
        Assert.Equal("/caller/my.db", DatabaseTarget.Read(typed["ConnectionStrings:CommsBot"], "/home/clinic").File);
        Assert.Equal("/home/clinic/my.db", DatabaseTarget.Read("Data Source=my.db", "/home/clinic").File);
        Assert.Empty(CommandLinePaths.Absolute(["--ConnectionStrings:CommsBot=Host=db;Database=commsbot"], "/caller"));
    }

    [Theory]
    [InlineData("Server=somewhere")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=")]
    [InlineData("nonsense")]
    public void A_connection_string_that_names_no_file_and_no_server_is_refused(string text)
    {
        Assert.Null(DatabaseTarget.TryRead(text, "/home/clinic", out var fault));
        Assert.Equal("ConnectionStrings:CommsBot must be \"Data Source=<file>\" (SQLite) or \"Host=<server>;...\" (PostgreSQL).", fault);
    }

    [Theory]
    [InlineData("Development", null, null)]
    [InlineData("Production", null, "Processors:Twilio:BaaSignedOn is not set")]
    [InlineData("Production", "2026-11-23", "Processors:Twilio:BaaSignedOn is a day to come")]
    [InlineData("Production", "2026-11-22", null)]
    public void In_Production_a_processor_is_off_until_its_agreement_is_signed(string environment, string? signed, string? reason)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Processors:Twilio:BaaSignedOn"] = signed }).Build();
        var processors = new ProcessorSettings(configuration, new HostingEnvironment { EnvironmentName = environment });
        Assert.Equal(reason, processors.WhyOff("Twilio", new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)));
    }
}
