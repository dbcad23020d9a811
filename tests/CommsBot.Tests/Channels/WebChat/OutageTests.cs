using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Channels.WebChat;

public sealed class OutageTests
{
    [Fact]
    public async Task With_the_database_out_of_reach_patients_are_told_whom_to_call_and_nothing_is_lost_after()
    {
        var cable = new Cable();
        await using var service = await TestService.StartAsync(new TestSetup { Patch = services => Lay(services, cable) });
        var patient = await service.Web();
        cable.IsCut = true;
        using var answer = await patient.Post(patient.Message("hello", "again"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, $"The chat is not available at the moment. Please try again soon. {The.Numbers}"),
            (answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["message"]));
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);

        cable.IsCut = false;
        Assert.Equal(HttpStatusCode.OK, (await patient.Post(patient.Message("hello", "again"))).StatusCode);
        await service.Settled();
        Assert.Contains(await patient.Read(), message => message.Outcome == "smalltalk");
    }

    [Fact]
    public async Task With_the_database_out_of_reach_a_text_and_a_receipt_are_answered_with_503_and_taken_when_they_come_again()
    {
        var cable = new Cable();
        await using var service = await TestService.StartAsync(new TestSetup { Patch = services => Lay(services, cable) });
        var phone = service.Phone();
        await phone.Say("hello");
        var sent = service.Twilio.Sent.Single(text => text.To == phone.Phone);
        var sid = service.Twilio.NewSid();
        cable.IsCut = true;
        using var text = await phone.Post("hello again", sid);
        using var receipt = await phone.Receipt(sent, "delivered");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (text.StatusCode, receipt.StatusCode));
        Assert.Equal("", await text.Content.ReadAsStringAsync());

        cable.IsCut = false;
        Assert.Equal(HttpStatusCode.OK, (await phone.Post("hello again", sid)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await phone.Receipt(sent, "delivered")).StatusCode);
        await service.Settled();
        Assert.Equal(2, phone.Texts.Count);
    }

    [Fact]
    public async Task With_the_database_out_of_reach_a_bot_service_activity_is_answered_with_503()
    {
        var (cable, azure) = (new Cable(), new AzureChannel());
        await using var service = await TestService.StartAsync(AzureChannel.Setup() with { Patch = services => Lay(services, cable) });
        azure.Join(service);
        var person = new ChannelPerson(service, azure);
        await person.Open();
        cable.IsCut = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await person.Post(person.Message("hello"))).StatusCode);
    }

    private static void Lay(IServiceCollection services, Cable cable)
    {
        services.AddSingleton(cable);
        services.AddSingleton<ClinicDbFactory>();
        services.AddSingleton<IDbContextFactory<ClinicDb>>(provider => new Cut(provider.GetRequiredService<ClinicDbFactory>(), cable));
    }

    private sealed class Cable
    {
        public bool IsCut { get; set; }
    }

    private sealed class Cut(ClinicDbFactory factory, Cable cable) : IDbContextFactory<ClinicDb>
    {
        public ClinicDb CreateDbContext() => cable.IsCut ? throw new SqliteException("unable to open database file", 14) : factory.CreateDbContext();
    }
}
