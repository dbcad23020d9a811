using System.Net;
using System.Text.RegularExpressions;
using CommsBot.Staff.SignIn;
using CommsBot.Tests.Drivers;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace CommsBot.Tests.Staff;

/// <summary>The same service as sign-in sees it outside Development.</summary>
public sealed class StagingDeskService : DeskService
{
    private protected override void Adjust(WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<IHostEnvironment>(new Staging { ContentRootPath = builder.Environment.ContentRootPath });

    private sealed class Staging : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Staging;
        public string ApplicationName { get; set; } = "CommsBot";
        public required string ContentRootPath { get; set; }
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}

public sealed partial class SecondFactorTests(StagingDeskService service) : IClassFixture<StagingDeskService>
{
    [Fact]
    public async Task The_first_sign_in_sets_up_the_app_and_later_ones_ask_for_its_code()
    {
        var password = await service.Get<StaffAccounts>().AddAsync("Eva Moss", "staff", [DeskService.Clinic]);
        var client = service.Client();
        Assert.Equal("/staff/sign-in/set-up", await Send(client, "/staff/sign-in", ("name", "Eva Moss"), ("password", password!)));
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/staff")).StatusCode);
        var key = Key().Match(await client.GetStringAsync("/staff/sign-in/set-up")).Groups[1].Value.Replace(" ", "");
        Assert.Null(await Send(client, "/staff/sign-in/set-up", ("code", "000000")));
        Assert.Equal("/staff", await Send(client, "/staff/sign-in/set-up", ("code", AuthenticatorCode.Of(key))));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/staff")).StatusCode);

        var later = service.Client();
        Assert.Equal("/staff/sign-in/code", await Send(later, "/staff/sign-in", ("name", "Eva Moss"), ("password", password!)));
        Assert.Equal("/staff/sign-in", (await later.GetAsync("/staff/sign-in/set-up")).Headers.Location?.ToString());
        Assert.Null(await Send(later, "/staff/sign-in/code", ("code", "")));
        Assert.Equal("/staff", await Send(later, "/staff/sign-in/code", ("code", AuthenticatorCode.Of(key))));

        await using var db = service.Store.Read();
        Assert.Equal(["staff.add", "staff.sign-in-failed", "staff.sign-in", "staff.sign-in-failed", "staff.sign-in"], await db.Audit.Where(e => e.Subject == "Eva Moss").OrderBy(e => e.Number).Select(e => e.Action).ToListAsync());
        Assert.DoesNotContain(await db.UserTokens.Select(t => t.Value).ToListAsync(), value => value!.Contains(key, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nobody_reaches_the_second_step_without_the_first()
    {
        foreach (var step in Steps)
            Assert.Equal("/staff/sign-in", (await service.Client().GetAsync(step)).Headers.Location?.ToString());
    }

    [Fact]
    public async Task One_time_links_do_not_exist() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Get<StaffSignIn>().CreateOneTimeLinkAsync());

    [Fact]
    public async Task A_key_does_not_create_the_person_it_acts_as()
    {
        var answer = await service.Post(DeskService.StaffKey, $"/api/handoffs/{await service.WebTicket()}/claim", new { });
        await Handoff.HandoffApiTests.AssertProblem(answer, HttpStatusCode.Forbidden, "forbidden");
    }

    private static readonly string[] Steps = ["/staff/sign-in/code", "/staff/sign-in/set-up"];

    /// <summary>Posts the form of a page; the address it leads to, or null when the page came back.</summary>
    private static async Task<string?> Send(HttpClient client, string page, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await client.GetStringAsync(page)).Groups[1].Value;
        var form = fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2));
        return (await client.PostAsync(page, new FormUrlEncodedContent(form))).Headers.Location?.ToString();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("data-test=\"key\">([a-z2-7 ]+)<")]
    private static partial Regex Key();
}
