using Azure.Core;
using CommsBot.Model;
using CommsBot.Settings;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.House;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;

namespace CommsBot.Tests.Model;

/// <summary>When nothing leaves for the model: settings, switches, agreement, budget. And who signs the calls.</summary>
public sealed class ModelSettingsTests
{
    private static readonly string[] Whole = ["--AzureOpenAI:Endpoint=https://model.example", "--AzureOpenAI:ApiKey=key", "--AzureOpenAI:Deployment=d"];

    [Fact]
    public void Without_any_setting_these_hold()
    {
        var settings = new AzureOpenAISettings();
        Assert.Equal((false, "understand", 3, 2000, ModelMode.Off), (settings.IsOn, settings.Mode, settings.TimeoutSeconds, settings.CallsPerDay, settings.Most));
    }

    [Theory]
    [InlineData("AzureOpenAI:Endpoint is missing.", "--AzureOpenAI:ApiKey=key")]
    [InlineData("AzureOpenAI:Endpoint is missing.", "--AzureOpenAI:Deployment=d")]
    [InlineData("AzureOpenAI:Deployment is missing.", "--AzureOpenAI:Endpoint=https://model.example")]
    [InlineData("AzureOpenAI:Endpoint must be https.", "--AzureOpenAI:Endpoint=http://model.example", "--AzureOpenAI:Deployment=d")]
    [InlineData("AzureOpenAI:Endpoint must be an absolute http or https address.", "--AzureOpenAI:Endpoint=ftp://model.example", "--AzureOpenAI:Deployment=d")]
    [InlineData("AzureOpenAI:ApiKey is missing: Microsoft Entra ID signs https calls only.", "--AzureOpenAI:Endpoint=http://127.0.0.1:9", "--AzureOpenAI:Deployment=d")]
    [InlineData("AzureOpenAI:Mode must be understand or join.", "--AzureOpenAI:Mode=write")]
    [InlineData("AzureOpenAI:TimeoutSeconds must be from 1 to 10.", "--AzureOpenAI:TimeoutSeconds=0")]
    [InlineData("AzureOpenAI:TimeoutSeconds must be from 1 to 10.", "--AzureOpenAI:TimeoutSeconds=11")]
    [InlineData("AzureOpenAI:CallsPerDay must be from 1 to 1000000.", "--AzureOpenAI:CallsPerDay=0")]
    public async Task A_wrong_setting_stops_the_start(string fault, params string[] args)
    {
        using var house = new Installation();
        Assert.Equal([fault], await Installation.RefusalAsync(house.Development(["--Simulator:Enabled=false", .. args])));
    }

    [Fact]
    public async Task While_the_simulator_is_on_only_a_model_of_this_machine_is_called()
    {
        using var house = new Installation();
        Assert.Equal(["AzureOpenAI:Endpoint must be a loopback address while the simulator is on."], await Installation.RefusalAsync(house.Development(["--Simulator:Enabled=true", .. Whole])));
    }

    [Fact]
    public async Task A_missing_prompt_stops_the_start()
    {
        var setup = new TestSetup { Args = Whole, Content = dialogs => File.Delete(Path.Combine(dialogs, "..", "prompts", "join.md")) };
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => TestService.StartAsync(setup));
        Assert.Equal(["AzureOpenAI needs prompts/join.md, which is missing."], refused.Faults);
    }

    [Theory]
    [InlineData("Production", null, "Off")]
    [InlineData("Production", "2999-01-01", "Off")]
    [InlineData("Production", "2026-01-01", "Understand")]
    [InlineData("Development", null, "Understand")]
    public async Task In_Production_nothing_leaves_before_the_agreement_is_signed(string environment, string? signed, string mode)
    {
        await using var service = await TestService.StartAsync();
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Processors:AzureOpenAI:BaaSignedOn"] = signed };
        var processors = new ProcessorSettings(configuration, new HostingEnvironment { EnvironmentName = environment });
        var on = new AzureOpenAISettings { Endpoint = new("https://model.example"), Deployment = "d", Mode = "join" };
        Assert.Equal(mode, new ModelSwitch(on, ModelSetup.Allowed(processors, TimeProvider.System)).Of(service.Clinic).ToString());
    }

    [Fact]
    public async Task Without_a_key_Microsoft_Entra_ID_signs_the_calls()
    {
        var seen = new List<string>();
        await using var service = new TestService(new TestSetup
        {
            Args = ["--AzureOpenAI:Endpoint=https://model.example", "--AzureOpenAI:Deployment=d"],
            Adjust = builder => builder.Services.AddSingleton<TokenCredential>(new Entra()),
        });
        service.Outside.Register("https://model.example", (request, _) =>
        {
            seen.Add($"{request.Headers.Authorization} {request.Headers.Contains("api-key")} {request.RequestUri!.PathAndQuery}");
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.InternalServerError));
        });
        await service.InitializeAsync();
        Assert.Equal(["parking"], (await (await service.Web()).Ask("where can i park")).Answers);
        Assert.Equal("Bearer token-of-the-tests False /openai/deployments/d/chat/completions?api-version=2024-10-21", seen[0]);
    }

    private sealed class Entra : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token-of-the-tests", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
