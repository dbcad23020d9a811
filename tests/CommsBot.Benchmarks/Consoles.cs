using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CommsBot.BotFramework.DirectLine;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Staff.SignIn;
using CommsBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Conversation = CommsBot.Conversations.Conversation;

namespace CommsBot.Benchmarks;

/// <summary>
/// 2,000 open tickets and 200 open consoles on one node: real circuits over WebSockets, in the same process and on the same cores. How soon a new
/// handoff stands in all of them, when the patient hears that a person was asked, and how long an action of staff takes meanwhile.
/// </summary>
internal static class Consoles
{
    private const int Tickets = 2_000;
    private const int Open = 200;
    private const int Rounds = 8;
    private const int Actions = 60;

    /// <summary>Acts that find code which never ran before: done, and not counted.</summary>
    private const int First = 3;
    private const string Clinic = "mind-balance";
    private const string Key = "staff-key-of-the-benchmark";

    public static async Task RunAsync()
    {
        await using var house = await House.OpenAsync(
            "--Api:Keys:0:Name=desk", $"--Api:Keys:0:Secret={Key}", "--Api:Keys:0:Role=staff", $"--Api:Keys:0:Clinics:0={Clinic}", "--Api:Keys:0:ActsAs=Dana Reed", "--Api:Keys:0:Rights=clinician");
        var tickets = await SeedAsync(house);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(house.App.Urls.First()) };
        var cookie = await SignInAsync(house, http);

        var began = Stopwatch.GetTimestamp();
        var consoles = new List<Circuit>();
        foreach (var chunk in Enumerable.Range(0, Open).Chunk(10))
            consoles.AddRange(await Task.WhenAll(chunk.Select(_ => Circuit.OpenAsync(http, cookie, "/staff"))));
        await Task.Delay(TimeSpan.FromSeconds(3));
        Console.WriteLine($"{Open} consoles open on {Tickets} tickets after {Stopwatch.GetElapsedTime(began).TotalSeconds - 3:0.0} s, {Environment.WorkingSet / 1_000_000} MB");

        await VisibleAsync(house, http, consoles);
        await ActAsync(house, http, cookie, tickets);
        Console.WriteLine($"sent to one console: {consoles.Average(c => c.Batches):0} renders, {consoles.Average(c => c.Bytes) / 1024:0} KB");
        foreach (var console in consoles) await console.DisposeAsync();
    }

    private static async Task VisibleAsync(House house, HttpClient http, List<Circuit> consoles)
    {
        var (all, last, acknowledged, asked) = (new Times(), new Times(), new Times(), new Times());
        for (var round = 0; round <= Rounds; round++)
        {
            // The first finds the service as it started: it is asked, and not counted.
            if (round == 1) (all, last, acknowledged, asked) = (new Times(), new Times(), new Times(), new Times());
            var patient = await Patient.OpenAsync(house, http);
            var since = Stopwatch.GetTimestamp();
            var seen = consoles.Select(console => console.SeesAsync(patient.Id, since)).ToList();
            await patient.SayAsync("Can I take 50 mg of my medicine today?");
            acknowledged.AddMilliseconds(await patient.AnsweredAsync("\"outcome\":\"clinical\"", since));
            var times = await Task.WhenAll(seen).WaitAsync(TimeSpan.FromSeconds(60));
            foreach (var time in times) all.AddMilliseconds(time);
            last.AddMilliseconds(times.Max());
            await AskAsync(house, http, asked);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        Console.WriteLine($"a new handoff, from the patient's POST until a console was sent it: {all}; until the last of {Open} was: {last}");
        Console.WriteLine($"from the POST until the patient reads that a nurse was told: {acknowledged}; that a person was asked: {asked}");
    }

    private static async Task AskAsync(House house, HttpClient http, Times asked)
    {
        var patient = await Patient.OpenAsync(house, http);
        var since = Stopwatch.GetTimestamp();
        await patient.SayAsync("I want to talk to a person");
        asked.AddMilliseconds(await patient.AnsweredAsync("\"outcome\":\"handoff\"", since));
    }

    private static async Task ActAsync(House house, HttpClient http, string cookie, List<string> tickets)
    {
        var named = new Dictionary<string, Times>();
        for (var i = -First; i < Actions; i++)
        {
            var ticket = tickets[(i + First) * 7];
            await TimedAsync("claim", i, () => PostAsync(http, $"/api/handoffs/{ticket}/claim", new { }));
            await TimedAsync("write", i, () => PostAsync(http, $"/api/handoffs/{ticket}/messages", new { text = "Hello, this is Dana." }));
            await TimedAsync("note", i, () => PostAsync(http, $"/api/handoffs/{ticket}/notes", new { text = "Asked for papers." }));
            await TimedAsync("close", i, () => PostAsync(http, $"/api/handoffs/{ticket}/close", new { outcome = "Answered" }));
            await Task.Delay(200);
        }

        await using (var console = await Circuit.OpenAsync(http, cookie, "/staff"))
            for (var i = -First; i < Actions; i++)
            {
                await Task.Delay(200);
                var ticket = tickets[(i + First) * 7 + 1];
                var since = Stopwatch.GetTimestamp();
                var seen = console.SeesAsync($"/staff/handoffs/{ticket}#message-", since);
                await console.GoAsync(new Uri(http.BaseAddress!, $"/staff/handoffs/{ticket}"));
                var took = await seen.WaitAsync(TimeSpan.FromSeconds(30));
                if (i >= 0) Of("open a ticket").AddMilliseconds(took);
                await console.GoAsync(new Uri(http.BaseAddress!, "/staff"));
            }

        foreach (var (name, times) in named) Console.WriteLine($"{name}: {times}");

        Times Of(string name) => named.TryGetValue(name, out var known) ? known : named[name] = new Times();

        async Task TimedAsync(string name, int number, Func<Task> act)
        {
            var since = Stopwatch.GetTimestamp();
            await act();
            if (number >= 0) Of(name).Add(since);
        }
    }

    private static async Task PostAsync(HttpClient http, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Key) }, Content = JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    // Kinds as a clinic has them: most ask for a visit, a call or an answer, few are a nurse's.
    private static async Task<List<string>> SeedAsync(House house)
    {
        var store = house.App.Services.GetRequiredService<ClinicStore>();
        var now = house.App.Services.GetRequiredService<ClinicClock>().UtcNow;
        var ids = new List<string>();
        foreach (var chunk in Enumerable.Range(0, Tickets).Chunk(500))
            ids.AddRange(await store.Write(async db =>
            {
                var opened = new List<string>();
                foreach (var i in chunk)
                {
                    var talk = new Conversation { Id = Ids.New("web"), ClinicId = Clinic, Channel = Channel.WebChat, UserId = "dl_seed", StartedAt = now, LastPatientAt = now };
                    db.Conversations.Add(talk);
                    Transcript.Append(db, talk, Speaker.Patient, $"Question number {i}", now);
                    var kind = i % 100 == 0 ? HandoffKind.Clinical : i % 3 == 0 ? HandoffKind.Booking : HandoffKind.Question;
                    opened.Add((await TicketBook.OpenAsync(db, NewTicket.About(talk, kind, [new("Need", $"Question number {i}", 1), new("Name", $"Visitor {i}", 1)], $"Visitor {i}"), now.AddMinutes(-i))).Id);
                }

                return opened;
            }));
        return ids;
    }

    private static async Task<string> SignInAsync(House house, HttpClient http)
    {
        var link = await house.App.Services.GetRequiredService<StaffSignIn>().CreateOneTimeLinkAsync();
        using var answer = await http.GetAsync(link.PathAndQuery);
        return answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0]))
            : throw new InvalidOperationException($"Signing in answered {(int)answer.StatusCode}.");
    }

    private sealed class Patient(HttpClient http, string id, string user, AuthenticationHeaderValue key)
    {
        public string Id => id;

        public static async Task<Patient> OpenAsync(House house, HttpClient http)
        {
            var tokens = house.App.Services.GetRequiredService<DirectLineTokens>();
            var (id, user) = (DirectLineTokens.NewConversationId(), DirectLineTokens.NewUserId());
            var patient = new Patient(http, id, user, new AuthenticationHeaderValue("Bearer", tokens.Issue(id, user, new Dictionary<string, string> { ["clinic"] = Clinic })));
            (await patient.SendAsync(HttpMethod.Post, "conversations", null)).Dispose();
            await patient.AnsweredAsync("911", Stopwatch.GetTimestamp());
            return patient;
        }

        public async Task SayAsync(string text) =>
            (await SendAsync(HttpMethod.Post, $"conversations/{id}/activities", new { type = "message", from = new { id = user }, text })).EnsureSuccessStatusCode().Dispose();

        public async Task<double> AnsweredAsync(string words, long since)
        {
            while (Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1))
            {
                using var answer = await SendAsync(HttpMethod.Get, $"conversations/{id}/activities", null);
                if ((await answer.Content.ReadAsStringAsync()).Contains(words, StringComparison.Ordinal)) return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
                await Task.Delay(5);
            }

            throw new TimeoutException($"The patient never read {words}.");
        }

        private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body)
        {
            using var request = new HttpRequestMessage(method, "/v3/directline/" + path) { Headers = { Authorization = key }, Content = body is null ? null : JsonContent.Create(body) };
            return await http.SendAsync(request);
        }
    }
}
