using CommsBot.Settings;
using Microsoft.AspNetCore.Http;

namespace CommsBot;

/// <summary>Where settings come from, before anything reads them.</summary>
internal static partial class CommsBotHost
{
    public const string UsualAddress = "http://127.0.0.1:5080";

    /// <summary>A builder with the home found and every source of settings in its order; nothing is added to it yet.</summary>
    public static WebApplicationBuilder Builder(string[] args)
    {
        try
        {
            var asked = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(args).Build();
            var caller = Directory.GetCurrentDirectory();
            var home = Home.Find(Path.GetFullPath(asked["contentRoot"] ?? caller))
                ?? throw new StartRefusedException(["No folder named dialogs/ was found from the working folder upward, nor beside the program."]);
            // Without what no clinic uses: IIS, HTTP/3, the debugger's log.
            var builder = WebApplication.CreateSlimBuilder(Options(args, home));
            builder.WebHost.UseKestrelHttpsConfiguration();
            if (builder.Environment.IsDevelopment()) builder.WebHost.UseStaticWebAssets();
            builder.Configuration.AddInMemoryCollection(CommandLinePaths.Absolute(args, caller));
            // While it is on, the console's static files claim every address in Development, and a POST to none of ours would be a 405.
            builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
            Quieten(builder.Logging);
            if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls(UsualAddress);
            return builder;
        }
        catch (InvalidDataException unreadable)
        {
            throw new StartRefusedException([$"{unreadable.Message} {Innermost(unreadable).Message}"]);
        }
        catch (FormatException misspelt)
        {
            throw new StartRefusedException([$"The command line cannot be read: {misspelt.Message}"]);
        }
    }

    private static WebApplicationOptions Options(string[] args, string home)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return new WebApplicationOptions
        {
            Args = [.. args.Where(arg => !arg.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase))],
            ApplicationName = typeof(CommsBotHost).Assembly.GetName().Name,
            ContentRootPath = home,
            WebRootPath = Directory.Exists(shipped) ? shipped : null,
        };
    }

    private static void Quieten(ILoggingBuilder logging)
    {
        foreach (var chatty in new[] { "Orleans", "Microsoft.Orleans", "Microsoft", "System.Net.Http", "Polly" }) logging.AddFilter(chatty, LogLevel.Warning);

        // They speak of one machine and of garbage collection; with one silo in one process neither is a warning.
        foreach (var noise in new[] { "Orleans.Runtime.Silo", "Orleans.Runtime.Watchdog" }) logging.AddFilter(noise, LogLevel.Error);
    }

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;
}
