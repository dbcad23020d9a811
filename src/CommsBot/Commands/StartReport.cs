using System.Diagnostics;
using System.Globalization;
using System.Text;
using CommsBot.Settings;
using CommsBot.Staff.SignIn;

namespace CommsBot.Commands;

/// <summary>What an operator reads once the service listens: where to look, and what is off and why.</summary>
internal static class StartReport
{
    public static async Task<string> WriteAsync(WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        var text = new StringBuilder();
        var took = Took();
        text.AppendLine(CultureInfo.InvariantCulture, $"CommsBot listens on {address.Bound} ({app.Environment.EnvironmentName}, ready after {took.TotalSeconds:0.0} s)");
        if (app.Services.GetRequiredService<StartContext>().Simulated)
        {
            text.AppendLine("  SIMULATED: no patient receives this");
            text.AppendLine(CultureInfo.InvariantCulture, $"  chat       {address.At("/")}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  phone      {address.At("/simulator/phone")}");
        }
        else
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  chat       {address.At("/webchat")}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  console    {await ConsoleAddress(app, address)}");
        foreach (var off in app.Services.GetServices<Feature>().Where(feature => feature.OffBecause is not null))
            text.AppendLine(CultureInfo.InvariantCulture, $"  off        {off.Name}: {off.OffBecause}");
        return text.ToString().TrimEnd();
    }

    private static async Task<string> ConsoleAddress(WebApplication app, PublicAddress address) => app.Environment.IsDevelopment()
        ? $"{await app.Services.GetRequiredService<StaffSignIn>().CreateOneTimeLinkAsync()} (signs in once)"
        : address.At("/staff").ToString();

    private static TimeSpan Took()
    {
        using var process = Process.GetCurrentProcess();
        return TimeProvider.System.GetUtcNow() - process.StartTime.ToUniversalTime();
    }
}
