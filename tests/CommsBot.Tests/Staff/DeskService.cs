using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Staff;

/// <summary>A whole service on a port of its own with a database of its own, and the keys that the tests call with.</summary>
public class DeskService : IAsyncLifetime
{
    internal const string Clinic = "mind-balance";
    internal const string StaffKey = "staff-key-of-the-tests-1";
    internal const string ColleagueKey = "staff-key-of-the-tests-2";
    internal const string ReadKey = "read-key-of-the-tests-00";
    internal const string WideKey = "read-key-of-two-clinics0";
    internal const string ForeignKey = "staff-key-other-clinic-0";
    internal const string AppointmentsKey = "appointments-key-tests-0";
    internal const string WebChatKey = "webchat-key-of-the-tests";
    internal const string ExpiredKey = "read-key-that-has-expired";

    private static readonly (string Name, string Secret, string Role, string[] Clinics, string? ActsAs)[] Keys =
    [
        ("desk", StaffKey, "staff", [Clinic], "Dana Reed"),
        ("colleague", ColleagueKey, "staff", [Clinic], "Lee Park"),
        ("reader", ReadKey, "read", [Clinic], null),
        ("wide", WideKey, "read", [Clinic, "elsewhere"], null),
        ("foreign", ForeignKey, "staff", ["elsewhere"], "Kim Cole"),
        ("booking", AppointmentsKey, "appointments", [Clinic], null),
        ("site", WebChatKey, "webchat", [Clinic], null),
        ("old", ExpiredKey, "read", [Clinic], null),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("commsbot-desk-").FullName;
    private int people;

    internal WebApplication App { get; private set; } = null!;

    internal ClinicStore Store => App.Services.GetRequiredService<ClinicStore>();

    internal T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        App = await CommsBotHost.CreateAsync([
            "--environment=Development", "--urls=http://127.0.0.1:0", $"--contentRoot={AppContext.BaseDirectory}",
            $"--ConnectionStrings:CommsBot=Data Source={Path.Combine(folder, "desk.db")}",
            $"--Security:DevelopmentKeyFile={Path.Combine(folder, "keys", "key")}", .. KeyArguments()], Adjust);
        await App.StartAsync();
    }

    private protected virtual void Adjust(WebApplicationBuilder builder)
    {
        SharedContent.AddTo(builder);
        SharedKeys.AddTo(builder);
    }

    public async Task DisposeAsync()
    {
        await TestFolder.EndAsync(App);
        TestFolder.Delete(folder);
    }

    internal HttpClient Client(string? key = null, bool redirects = false, System.Net.CookieContainer? cookies = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = redirects, CookieContainer = cookies ?? new() }) { BaseAddress = new Uri(App.Urls.First()) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    internal Task<HttpResponseMessage> Post(string key, string path, object body) => Client(key).PostAsJsonAsync(path, body);

    internal async Task<JsonElement> Read(string key, string path) => await Client(key).GetFromJsonAsync<JsonElement>(path);

    internal Task<string> WebTicket(HandoffKind kind = HandoffKind.Question, string? conversationId = null) =>
        Store.Write(async db =>
        {
            var conversation = conversationId is null ? NewWeb(db) : await db.Conversations.AsTracking().SingleAsync(c => c.Id == conversationId);
            return (await TicketBook.OpenAsync(db, NewTicket.About(conversation, kind, [new SummaryField("Message", "Hello", 1), new SummaryField("Phone", null)]), Now)).Id;
        });

    internal Task<string> SmsTicket(string phone) =>
        Store.Write(async db =>
        {
            var conversation = await Transcript.SmsThread(db, Clinic, PhoneNumber.Parse(phone), Language.English, Now);
            return (await TicketBook.OpenAsync(db, NewTicket.About(conversation, HandoffKind.Call, []), Now)).Id;
        });

    internal async Task<HandoffTicket> Ticket(string id)
    {
        await using var db = Store.Read();
        return await db.Handoffs.SingleAsync(h => h.Id == id);
    }

    internal async Task<Conversation> ConversationOf(string ticketId)
    {
        var ticket = await Ticket(ticketId);
        await using var db = Store.Read();
        return await db.Conversations.SingleAsync(c => c.Id == ticket.ConversationId);
    }

    internal async Task<List<TranscriptEntry>> Transcripts(string conversationId)
    {
        await using var db = Store.Read();
        return await db.Transcript.Where(t => t.ConversationId == conversationId).OrderBy(t => t.Sequence).ToListAsync();
    }

    /// <summary>A phone number nobody else in this run has.</summary>
    internal string NewPhone() => $"+1281555{Interlocked.Increment(ref people):0000}";

    private DateTimeOffset Now => Get<CommsBot.Clinics.ClinicClock>().UtcNow;

    private Conversation NewWeb(ClinicDb db)
    {
        var conversation = new Conversation
        {
            Id = Ids.New("web"), ClinicId = Clinic, Channel = Channel.WebChat, UserId = "dl_visitor", StartedAt = Now, LastPatientAt = Now, State = "{}",
        };
        db.Conversations.Add(conversation);
        Transcript.Append(db, conversation, Speaker.Patient, "Hello", Now);
        return conversation;
    }

    private static IEnumerable<string> KeyArguments()
    {
        foreach (var (key, at) in Keys.Select((key, index) => (key, $"--Api:Keys:{index}")))
        {
            yield return $"{at}:Name={key.Name}";
            yield return $"{at}:Secret={key.Secret}";
            yield return $"{at}:Role={key.Role}";
            for (var i = 0; i < key.Clinics.Length; i++) yield return $"{at}:Clinics:{i}={key.Clinics[i]}";
            if (key.ActsAs is not null) yield return $"{at}:ActsAs={key.ActsAs}";
            if (key.Name == "old") yield return $"{at}:Expires=2020-01-01T00:00:00Z";
        }
    }
}
