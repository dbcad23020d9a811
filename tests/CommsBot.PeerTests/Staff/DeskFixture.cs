using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommsBot.PeerTests.Chat;
using CommsBot.Staff.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.PeerTests.Staff;

/// <summary>One service for all tests of the staff console. Its clinic's time begins on Monday, March 8, 2027 at 9:00 AM.</summary>
public sealed class DeskFixture : IAsyncLifetime
{
    private const string Key = "appointments-key-of-the-peers";

    private HttpClient _client = null!;

    internal Service Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Service = await Service.StartAsync(
            null, "Simulator:Start=2027-03-08T09:00:00-06:00",
            "Api:Keys:0:Name=ehr", $"Api:Keys:0:Secret={Key}", "Api:Keys:0:Role=appointments", $"Api:Keys:0:Clinics:0={Visitor.Clinic}");
        _client = new HttpClient { BaseAddress = Service.Address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await Service.DisposeAsync();
    }

    /// <summary>Signs in by the link that the console of the machine shows, which is good once.</summary>
    internal async Task SignInAsync(Visitor visitor)
    {
        var link = await Service.App.Services.GetRequiredService<StaffSignIn>().CreateOneTimeLinkAsync();
        await visitor.Page.GotoAsync(link.ToString());
    }

    /// <summary>A colleague signs in by name and password, as staff do in Development.</summary>
    internal async Task<Desk> ColleagueAsync(BrowserFixture browser, string name, string role = "clinician", int width = 1280, int height = 800)
    {
        var accounts = Service.App.Services.GetRequiredService<StaffAccounts>();
        var password = await accounts.AddAsync(name, role, [Visitor.Clinic]) ?? await accounts.ResetAsync(name);
        var desk = new Desk(await browser.VisitAsync(width, height, Service));
        await desk.Page.GotoAsync(desk.Visitor.At("/staff/sign-in"));
        await desk.Find("name").FillAsync(name);
        await desk.Find("password").FillAsync(password!);
        await desk.Find("sign-in").ClickAsync();
        return desk;
    }

    /// <summary>The demonstration's person, signed in on the queue.</summary>
    internal async Task<Desk> AlexAsync(BrowserFixture browser, int width = 1280, int height = 800)
    {
        var desk = new Desk(await browser.VisitAsync(width, height, Service));
        await SignInAsync(desk.Visitor);
        await Microsoft.Playwright.Assertions.Expect(desk.Page.Locator("h1")).ToHaveTextAsync("Queue");
        return desk;
    }

    internal Task<Line> PatientAsync() => Line.OpenAsync(Service.Address);

    internal async Task BookAsync(string id, string startsAt, string phone, string firstName = "Ana", bool consent = true, string? timeZone = null)
    {
        var visit = new
        {
            patient = new { id = $"patient-{id}", firstName, lastName = "Gomez", phone, language = "en", timeZone },
            startsAt,
            status = "booked",
            consent = !consent ? null : new { text = "You may text me about my visits.", at = "2027-03-01T10:00:00-06:00", method = "paper" },
        };
        (await _client.PutAsJsonAsync($"/api/appointments/{id}", visit)).EnsureSuccessStatusCode();
    }

    /// <summary>The clinic's practice system sends a report; what became of it.</summary>
    internal async Task<string> ImportAsync(string table)
    {
        using var body = new StringContent(table, System.Text.Encoding.UTF8, "text/csv");
        using var answer = await _client.PostAsync("/api/appointments/import", body);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Moves clinic time and waits until everything that came due is done.</summary>
    internal async Task AdvanceAsync(string span)
    {
        (await _client.PostAsJsonAsync("/simulator/clock", new { advance = span })).EnsureSuccessStatusCode();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(bool)(await _client.GetFromJsonAsync<JsonNode>("/simulator/clock", late.Token))!["settled"]!) await Task.Delay(50, late.Token);
    }

    /// <summary>The one text that phone gets that says so; the sender may still have it when the page says that it was sent.</summary>
    internal async Task<string> TextWithAsync(string phone, string words)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await HasTextAsync(phone, words)) await Task.Delay(50, late.Token);
        return (await TextsAsync(phone)).Single(body => body.Contains(words, StringComparison.Ordinal));
    }

    internal async Task<bool> HasTextAsync(string phone, string words) => (await TextsAsync(phone)).Any(body => body.Contains(words, StringComparison.Ordinal));

    private async Task<IEnumerable<string>> TextsAsync(string phone) =>
        (await _client.GetFromJsonAsync<JsonNode>($"/simulator/phone/{phone}/messages"))!["items"]!.AsArray().Select(text => (string)text!["body"]!);

    /// <summary>The patient's phone sends a text.</summary>
    internal async Task TextAsync(string phone, string body) =>
        (await _client.PostAsJsonAsync($"/simulator/phone/{phone}/messages", new { body })).EnsureSuccessStatusCode();
}
