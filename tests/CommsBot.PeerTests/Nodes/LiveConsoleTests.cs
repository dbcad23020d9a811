using System.Text.RegularExpressions;
using CommsBot.PeerTests.Chat;
using CommsBot.PeerTests.Staff;
using CommsBot.PeerTests.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Nodes;

/// <summary>Consoles of two processes on one PostgreSQL show the same queue as it changes.</summary>
[Collection(Browsing.Name)]
public sealed partial class LiveConsoleTests(BrowserFixture browser, PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("commsbot-console-").FullName;

    public void Dispose() => TestFolder.Delete(folder);

    [SkippableFact]
    public async Task A_handoff_born_on_one_node_stands_in_a_console_of_the_other_and_so_does_who_took_it()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var a = Node("node-a", database);
        await using var b = Node("node-b", database);
        // Each start prints a link and takes back the one before.
        await a.StartAsync();
        await using var here = await SignInAsync(a);
        await b.StartAsync();
        await using var there = await SignInAsync(b);

        using var patient = await Line.OpenAsync(b.Address);
        await patient.SayAsync("Can I talk to a person?");
        await Expect(here.Row(patient)).ToBeVisibleAsync();
        await Expect(there.Row(patient).Locator("[data-test=claimed-by]")).ToHaveTextAsync("Nobody has it");

        await here.OpenAsync(patient);
        await here.Find("claim").ClickAsync();
        await Expect(there.Row(patient).Locator("[data-test=claimed-by]")).ToHaveTextAsync("Yours");
        await patient.SeesAsync("from our team has joined this chat.");
        await patient.SayAsync("Are you there?");
        // At night the clinic's own line stands below it.
        await Expect(here.Find("entry").Filter(new() { HasText = "Are you there?" })).ToBeVisibleAsync();
    }

    private NodeProcess Node(string name, string database) => new(name, Path.Combine(folder, $"{name}.log"),
    [
        "--environment=Development", $"--contentRoot={AppContext.BaseDirectory}", "--Simulator:Enabled=false", "--Logging:LogLevel:Default=Warning",
        $"--ConnectionStrings:CommsBot={database}", $"--Security:DevelopmentKeyFile={Path.Combine(folder, "key")}",
        $"--Cluster:SiloPort={TwoNodesTests.FreePort()}", "--Cluster:AdvertisedAddress=127.0.0.1",
    ]);

    /// <summary>By the link that each process prints as it starts.</summary>
    private async Task<Desk> SignInAsync(NodeProcess node)
    {
        var desk = new Desk(await browser.VisitAsync(address: node.Address));
        await desk.Page.GotoAsync(await node.PrintedAsync(Link()));
        await Expect(desk.Page.Locator("h1")).ToHaveTextAsync("Queue");
        return desk;
    }

    [GeneratedRegex(@"http://\S+\?once=\S+")]
    private static partial Regex Link();
}
