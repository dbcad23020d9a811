using System.Net.Sockets;
using CommsBot.Answers;
using CommsBot.Settings;

namespace CommsBot.Commands;

/// <summary>Runs the service until it is told to stop.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(VerbInput input)
    {
        await using var app = await CommsBotHost.CreateAsync(input.WithoutWords().Host);
        try
        {
            await app.StartAsync();
        }
        catch (IOException taken) when (taken.InnerException is not null && taken.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
        {
            throw new StartRefusedException([ListeningAddresses.Taken(Addresses(app))]);
        }
        catch (SocketException forbidden)
        {
            throw new StartRefusedException([$"The address cannot be listened on: {Addresses(app)}. {forbidden.Message}."]);
        }

        await Console.Out.WriteLineAsync(await StartReport.WriteAsync(app));
        await app.Services.GetRequiredService<AnswerSearch>().Ready;
        // Reading the content and building the models left much behind; what idles for months should not keep it.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static string Addresses(WebApplication app) => app.Configuration["urls"] ?? string.Join(';', app.Urls);
}
