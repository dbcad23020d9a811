using CommsBot.PeerTests.Chat;
using CommsBot.Staff.SignIn;
using CommsBot.Tests.Drivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>The pages of the second step, which Development never shows: setting up an authenticator and its code, on a desk and on a phone.</summary>
[Collection(AtTheDesk.Name)]
public sealed class SecondStepTests(BrowserFixture browser) : IAsyncLifetime
{
    private Service service = null!;

    public static TheoryData<int, int> Widths => new() { { 1280, 800 }, { 390, 844 } };

    public async Task InitializeAsync() =>
        service = await Service.StartAsync(null, builder => builder.Services.AddSingleton<IHostEnvironment>(new Staging { ContentRootPath = builder.Environment.ContentRootPath }));

    public async Task DisposeAsync() => await service.DisposeAsync();

    [SkippableTheory, MemberData(nameof(Widths))]
    public async Task The_first_sign_in_sets_up_the_app_and_the_next_asks_for_its_code(int width, int height)
    {
        var name = $"Eva Moss {width}";
        var password = await service.App.Services.GetRequiredService<StaffAccounts>().AddAsync(name, "staff", [Visitor.Clinic]);
        await using var first = await SignInAsync(name, password!, width, height);
        await Expect(first.Page.Locator("h1")).ToHaveTextAsync("Set up your second step");
        await first.IsFineAsync();
        await first.Find("code").FillAsync("000000");
        await first.Find("sign-in").ClickAsync();
        await Expect(first.Find("refusal")).ToHaveTextAsync("This code is not the current one. Wait for the next and try again.");
        await first.IsFineAsync();
        var key = (await first.Find("key").InnerTextAsync()).Replace(" ", "");
        await first.Find("code").FillAsync(AuthenticatorCode.Of(key));
        await first.Find("sign-in").ClickAsync();
        await Expect(first.Page.Locator("h1")).ToHaveTextAsync("Queue");

        await using var later = await SignInAsync(name, password!, width, height);
        await Expect(later.Page.Locator("h1")).ToHaveTextAsync("Second step");
        await later.IsFineAsync();
        await later.Find("code").FillAsync(AuthenticatorCode.Of(key));
        await later.Find("sign-in").ClickAsync();
        await Expect(later.Page.Locator("h1")).ToHaveTextAsync("Queue");
    }

    private async Task<Desk> SignInAsync(string name, string password, int width, int height)
    {
        var person = new Desk(await browser.VisitAsync(width, height, service));
        await person.Page.GotoAsync(person.Visitor.At("/staff/sign-in"));
        await person.Find("name").FillAsync(name);
        await person.Find("password").FillAsync(password);
        await person.Find("sign-in").ClickAsync();
        return person;
    }

    private sealed class Staging : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Staging;
        public string ApplicationName { get; set; } = "CommsBot";
        public required string ContentRootPath { get; set; }
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
