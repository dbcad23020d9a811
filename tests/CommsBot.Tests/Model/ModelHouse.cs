using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Model;

/// <summary>A service whose model is the stand-in, over real HTTP; the clinic allows joining. And the same service without a model beside it.</summary>
public sealed class ModelHouse : IAsyncLifetime
{
    private readonly List<string> expected = [];

    internal ModelStandIn Model { get; private set; } = null!;
    internal TestService With { get; private set; } = null!;
    internal TestService Without { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Model = await ModelStandIn.StartAsync();
        With = await StartAsync(Model);
        Without = await TestService.StartAsync();
    }

    /// <param name="args">Further settings; later ones win.</param>
    internal static async Task<TestService> StartAsync(ModelStandIn model, string? clinicSays = "join", params string[] args)
    {
        var service = new TestService(new TestSetup
        {
            Args =
            [
                $"--AzureOpenAI:Endpoint={model.Address}", "--AzureOpenAI:ApiKey=key-of-the-model", "--AzureOpenAI:Deployment=gpt-of-the-tests",
                "--AzureOpenAI:Mode=join", "--AzureOpenAI:CallsPerDay=1000000", .. args,
            ],
            Clinics = clinicSays is null ? null : dialogs => File.AppendAllText(Path.Combine(dialogs, "clinics", $"{The.Clinic}.yaml"), $"\nmodel: {clinicSays}\n"),
        });
        var machine = new HttpMessageInvoker(new SocketsHttpHandler());
        service.Outside.Register(model.Address.GetLeftPart(UriPartial.Authority), machine.SendAsync);
        await service.InitializeAsync();
        return service;
    }

    /// <summary>The same words said to both services, each in a conversation of its own.</summary>
    internal async Task<(IReadOnlyList<WebMessage> With, IReadOnlyList<WebMessage> Without)> BothHear(params string[] words)
    {
        var (one, other) = (await With.Web(), await Without.Web());
        IReadOnlyList<WebMessage> with = [], without = [];
        foreach (var said in words)
        {
            with = await one.Say(said);
            without = await other.Say(said);
        }

        return (with, without);
    }

    /// <summary>What the service without a model answers to these words in one conversation; asked once.</summary>
    internal async Task<IReadOnlyList<string>> WithoutHears(string[] words)
    {
        if (expected.Count > 0) return expected;
        var patient = await Without.Web();
        foreach (var said in words) expected.AddRange((await patient.Say(said)).Select(UnderstandTests.Seen));
        return expected;
    }

    public async Task DisposeAsync()
    {
        await With.DisposeAsync();
        await Without.DisposeAsync();
        await Model.DisposeAsync();
    }
}
