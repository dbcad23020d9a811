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
        await using var service = await TestService.StartAsync(new TestSetup
        {
            Patch = services =>
            {
                services.AddSingleton(cable);
                services.AddSingleton<ClinicDbFactory>();
                services.AddSingleton<IDbContextFactory<ClinicDb>>(provider => new Cut(provider.GetRequiredService<ClinicDbFactory>(), cable));
            },
        });
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

    private sealed class Cable
    {
        public bool IsCut { get; set; }
    }

    private sealed class Cut(ClinicDbFactory factory, Cable cable) : IDbContextFactory<ClinicDb>
    {
        public ClinicDb CreateDbContext() => cable.IsCut ? throw new SqliteException("unable to open database file", 14) : factory.CreateDbContext();
    }
}
