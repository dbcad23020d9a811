using System.Text.RegularExpressions;
using CommsBot.PeerTests.Chat;
using CommsBot.Staff.Glass;
using CommsBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace CommsBot.PeerTests.Staff;

/// <summary>The console's bar of pages, for whoever has most of them: an administrator with a long name.</summary>
[Collection(AtTheDesk.Name)]
public sealed class NavigationTests(BrowserFixture browser, DeskFixture desk) : IClassFixture<DeskFixture>
{
    [SkippableFact]
    public async Task The_pages_of_an_administrator_stand_on_one_line_of_a_laptop_in_wide_letters_and_on_a_phone_each_is_reached()
    {
        await using var bar = await desk.ColleagueAsync(browser, "Alexandria Montgomery-Castellanos", "administrator");
        using var patient = await desk.PatientAsync();
        await patient.SayAsync("Can I talk to a person?");
        var until = desk.Service.App.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddHours(1);
        await desk.Service.App.Services.GetRequiredService<ClinicStore>().Write(db =>
        {
            db.GlassBreaks.Add(new GlassBreak { ClinicId = Visitor.Clinic, RecordId = "handoff-1", Person = "Lee Park", Reason = "She called us instead.", Until = until });
            return Task.CompletedTask;
        });
        await bar.Page.ReloadAsync();
        await Expect(bar.Find("nav-audit")).ToHaveTextAsync("Audit (1 opened by reason)");
        await Expect(bar.Find("nav-queue")).ToHaveTextAsync(new Regex(@"^Queue \(\d+\)$"));
        await bar.Page.EvaluateAsync("document.body.style.fontFamily = 'Verdana, \"DejaVu Sans\", sans-serif'");

        Assert.Equal(1, await bar.Page.EvaluateAsync<int>("new Set([...document.querySelectorAll('.top a, .top button')].map(part => part.getBoundingClientRect()).map(box => Math.round((box.top + box.bottom) / 4))).size"));
        Assert.False(await bar.Page.EvaluateAsync<bool>("(nav => nav.scrollWidth > nav.clientWidth)(document.querySelector('.top nav'))"), "A page's name is out of sight.");
        await bar.IsFineAsync();

        await bar.Page.SetViewportSizeAsync(390, 844);
        await bar.Find("nav-figures").FocusAsync();
        foreach (var page in new[] { "nav-people", "nav-audit" })
        {
            await bar.KeyAsync("Tab");
            await Expect(bar.Find(page)).ToBeFocusedAsync();
            await Expect(bar.Find(page)).ToBeInViewportAsync(new() { Ratio = 0.9f });
        }

        await bar.IsFineAsync();
    }
}
