using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Settings;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.House;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Channels.BotService;

public sealed class SettingTests
{
    [Fact]
    public async Task Unset_the_door_is_not_there_for_anybody()
    {
        await using var service = await TestService.StartAsync();
        var azure = new AzureChannel();
        var person = new ChannelPerson(service, azure);
        using var posted = await person.Post(person.Message("hello"));
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Http.GetAsync("/api/messages")).StatusCode);
        Assert.Contains("Azure Bot Service: BotService:AppId is not set", await service.Http.GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task Without_the_channels_keys_nobody_is_judged_and_with_them_a_new_key_is_found()
    {
        await using var house = new BotServiceHouse();
        house.Azure.KeysAreThere = false;
        await house.InitializeAsync();
        var person = new ChannelPerson(house, house.Azure);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await person.Post(person.Message("hello"))).StatusCode);
        house.Azure.KeysAreThere = true;
        Assert.Equal(HttpStatusCode.OK, (await person.Post(person.Message("hello"))).StatusCode);
        house.Azure.AddKey("next", "test");
        Assert.Equal(HttpStatusCode.OK, (await person.Post(person.Message("hello again"), $"Bearer {house.Azure.Token(key: "next")}")).StatusCode);

        // Invented key names do not make us ask again and again.
        var reads = house.Azure.MetadataReads;
        house.Azure.AddKey("later", "test");
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.Forbidden, (await person.Post(person.Message("no"), $"Bearer {house.Azure.Token(key: "later")}")).StatusCode);
        Assert.Equal(reads, house.Azure.MetadataReads);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await house.Http.GetAsync("/api/messages")).StatusCode);
        await house.Settled();
    }

    [Fact]
    public async Task Without_a_secret_the_machines_identity_fetches_the_token()
    {
        var azure = new AzureChannel();
        await using var service = await TestService.StartAsync(new TestSetup
        {
            Args = [$"--BotService:AppId={AzureChannel.AppId}", $"--BotService:OpenIdMetadata={AzureChannel.Address}/metadata"],
            Clinics = NotADemonstration,
        });
        azure.Join(service);
        string? asked = null;
        service.Outside.Register("http://169.254.169.254", (request, _) =>
        {
            asked = request.RequestUri!.Query;
            var token = new JsonObject { ["access_token"] = "token-of-the-machine", ["expires_on"] = $"{TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}", ["resource"] = "https://api.botframework.com", ["token_type"] = "Bearer" };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(token.ToJsonString(), System.Text.Encoding.UTF8, "application/json") });
        });
        var person = await new ChannelPerson(service, azure).Open();
        Assert.Equal("token-of-the-machine", Assert.Single(person.Heard).Bearer);
        Assert.Contains($"client_id={AzureChannel.AppId}", asked);
        Assert.Contains("api.botframework.com", asked);
    }

    [Fact]
    public async Task Messages_of_a_service_that_was_taken_away_are_seen_by_a_person()
    {
        var folder = Directory.CreateTempSubdirectory("commsbot-bot-").FullName;
        string conversation;
        var azure = new AzureChannel();
        await using (var service = await TestService.StartAsync(AzureChannel.Setup() with { Folder = folder }))
        {
            azure.Join(service);
            var person = await new ChannelPerson(service, azure).Open();
            await person.Say("I want to talk to a person");
            await using var db = service.Store.Read();
            conversation = (await db.Conversations.ToListAsync()).Single(c => c.UserId == person.UserId).Id;
        }

        await using (var service = await TestService.StartAsync(new TestSetup { Folder = folder }))
        {
            var ticket = await service.Staff.Ticket(conversation);
            await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "Hello, this is Dana." });
            await service.Settled();
            await using var db = service.Store.Read();
            var held = await db.Outbound.Where(m => m.Channel == Channel.BotService && m.Class == MessageClass.Staff).SingleAsync();
            Assert.Equal((MessageState.Held, "bot-service-off"), (held.State, held.Reason));
            Assert.Contains(await db.Handoffs.Where(h => h.ConversationId == conversation).ToListAsync(), t => t.Summary.Contains("Hello, this is Dana.", StringComparison.Ordinal));
        }

        TestFolder.Delete(folder);
    }

    [Theory]
    [InlineData("BotService:AppId is missing.", "--BotService:AppSecret=x")]
    [InlineData("BotService:AppId is not an app id.", "--BotService:AppId=a b")]
    [InlineData("BotService:AppSecret is empty; leave it out for a managed identity.", "--BotService:AppId=x", "--BotService:AppSecret= ")]
    [InlineData("BotService:TokenEndpoint needs BotService:AppSecret; a managed identity has no endpoint.", "--BotService:AppId=x", "--BotService:TokenEndpoint=https://x.example/")]
    [InlineData("BotService:TokenEndpoint must be https.", "--BotService:AppId=x", "--BotService:AppSecret=y", "--BotService:TokenEndpoint=http://x.example/")]
    [InlineData("BotService:OpenIdMetadata must be https.", "--BotService:AppId=x", "--BotService:OpenIdMetadata=http://x.example/")]
    [InlineData("BotService:OpenIdMetadata must be an absolute http or https address.", "--BotService:AppId=x", "--BotService:OpenIdMetadata=metadata")]
    [InlineData("BotService:ServiceHosts holds something that is no host name.", "--BotService:AppId=x", "--BotService:ServiceHosts:0=https://x.example/")]
    [InlineData("BotService:Clinic is none of the clinics.", "--BotService:AppId=x", "--BotService:Clinic=nowhere")]
    public async Task A_half_or_wrong_setting_stops_the_start(string fault, params string[] args)
    {
        using var house = new Installation();
        Assert.Equal([fault], await Installation.RefusalAsync(house.Development(["--Simulator:Enabled=false", .. args])));
    }

    [Fact]
    public async Task Loopback_addresses_are_refused_in_production_and_foreign_ones_under_simulation()
    {
        using var house = new Installation();
        string[] local = ["--BotService:AppId=x", "--BotService:OpenIdMetadata=http://127.0.0.1/metadata"];
        Assert.Contains("BotService:OpenIdMetadata must be https.", await Installation.RefusalAsync(house.Production(local)));
        string[] foreign = ["--BotService:AppId=x", "--BotService:AppSecret=y", "--BotService:OpenIdMetadata=https://x.example/metadata"];
        Assert.Equal(
            ["BotService:OpenIdMetadata must be a loopback address while the simulator is on.", "BotService:TokenEndpoint must be a loopback address while the simulator is on."],
            await Installation.RefusalAsync(house.Development(foreign)));
    }

    private static void NotADemonstration(string dialogs)
    {
        var file = Path.Combine(dialogs, "clinics", $"{The.Clinic}.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("demonstration: on", "demonstration: off"));
    }
}
