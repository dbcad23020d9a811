using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Preparation;
using CommsBot.Staff;
using CommsBot.Storage;
using CommsBot.Tests.Clinics;
using CommsBot.Tests.Drivers;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommsBot.Tests.Appointments;

/// <summary>A whole service with a database of its own whose clinic time stands still at Monday, March 8, 2027, 9:00 AM in Chicago until a test moves it.</summary>
public sealed class AppointmentService : IAsyncLifetime
{
    internal const string Clinic = "mind-balance";
    internal const string Key = "appointments-key-tests-0";
    internal const string ReadKey = "read-key-of-the-tests-00";
    internal const string ForeignKey = "appointments-elsewhere-0";
    internal const string WideKey = "appointments-of-two-00-0";

    internal const string StaffKey = "staff-key-of-the-tests-0";

    private static readonly (string Name, string Secret, string Role, string[] Clinics)[] Keys =
        [("desk", StaffKey, "staff", [Clinic]), ("ehr", Key, "appointments", [Clinic]), ("reader", ReadKey, "read", [Clinic]), ("foreign", ForeignKey, "appointments", ["elsewhere"]), ("wide", WideKey, "appointments", [Clinic, "elsewhere"])];

    private readonly string folder = Directory.CreateTempSubdirectory("commsbot-appointments-").FullName;
    private readonly FakeTimeProvider time = new(TheClinic.Chicago("2027-03-08 09:00"));

    internal WebApplication App { get; private set; } = null!;

    internal ClinicStore Store => Get<ClinicStore>();

    internal DateTimeOffset Now => time.GetUtcNow();

    internal T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        App = await CommsBotHost.CreateAsync(
            [
                "--environment=Development", "--urls=http://127.0.0.1:0", $"--contentRoot={AppContext.BaseDirectory}", "--Simulator:Enabled=false",
                $"--ConnectionStrings:CommsBot=Data Source={Path.Combine(folder, "clinic.db")}",
                $"--Security:DevelopmentKeyFile={Path.Combine(folder, "keys", "key")}", .. KeyArguments(),
            ],
            builder =>
            {
                SharedContent.AddTo(builder);
                SharedKeys.AddTo(builder);
                builder.Services.AddSingleton(new ClinicClock(time));
                // The provider is played by the tests; an outbox that ran beside them would give up the texts that a moved clock passed.
                builder.Host.UseServiceProviderFactory(new PatchedServices(services => services.AddSingleton<ClinicOutboxWork>(_ => _ => Task.CompletedTask)));
            });
        await App.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await TestFolder.EndAsync(App);
        TestFolder.Delete(folder);
    }

    /// <summary>Moves clinic time, forward or back; nothing else happens by itself until the test asks.</summary>
    internal void GoTo(string local) => time.AdjustTime(TheClinic.Chicago(local));

    internal static JsonObject Ana(string startsAt = "2027-03-16T09:00:00-05:00", string phone = "(713) 555-0100") => new()
    {
        ["patient"] = new JsonObject { ["id"] = "P" + phone[^4..], ["firstName"] = "Ana", ["lastName"] = "Gomez", ["phone"] = phone, ["language"] = "en" },
        ["startsAt"] = startsAt,
        ["status"] = "booked",
        ["consent"] = new JsonObject { ["text"] = "You may text me about my visits.", ["at"] = "2027-03-01T10:00:00-06:00", ["method"] = "paper" },
    };

    internal async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? key, HttpContent? body = null)
    {
        using var client = new HttpClient { BaseAddress = new Uri(App.Urls.First()) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await client.SendAsync(new HttpRequestMessage(method, path) { Content = body });
    }

    internal async Task<(HttpStatusCode Status, JsonElement Body)> Put(string id, JsonNode body, string? key = Key)
    {
        using var answer = await Send(HttpMethod.Put, $"/api/appointments/{id}", key, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));
        return (answer.StatusCode, await Json(answer));
    }

    /// <summary>The person behind the staff key, on file.</summary>
    internal async Task<DeskPerson> Dana()
    {
        await Store.Write(async db =>
        {
            if (await StaffPeople.FindAsync(db, "Dana Desk") is null) db.Users.Add(StaffPeople.New("Dana Desk", [Clinic], "staff"));
        });
        return new DeskPerson("Dana Desk", [Clinic]);
    }

    /// <summary>A clinician, on file.</summary>
    internal async Task<DeskPerson> Nora()
    {
        await Store.Write(async db =>
        {
            if (await StaffPeople.FindAsync(db, "Nora Clinician") is null) db.Users.Add(StaffPeople.New("Nora Clinician", [Clinic], "clinician"));
        });
        return new DeskPerson("Nora Clinician", [Clinic]) { Role = "clinician" };
    }

    /// <summary>A clinician signed in to the console lets the fast go.</summary>
    internal async Task Release(string id) => Assert.Null(await Get<VisitRecords>().RecordAsync(await Nora(), Clinic, id, CallOutcomes.Released, null));

    /// <summary>An act of the person behind the staff key.</summary>
    internal async Task<(HttpStatusCode Status, JsonElement Body)> Act(string path, object body, string? key = StaffKey)
    {
        using var answer = await Send(HttpMethod.Post, path, key, new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"));
        return (answer.StatusCode, await Json(answer));
    }

    internal async Task<JsonElement> Read(string id) => await Json(await Send(HttpMethod.Get, $"/api/appointments/{id}", Key));

    internal async Task<JsonElement> Import(string csv, string query = "") => await Json(await ImportRaw(Encoding.UTF8.GetBytes(csv), query));

    internal Task<HttpResponseMessage> ImportRaw(byte[] csv, string query = "", string? key = Key) =>
        Send(HttpMethod.Post, $"/api/appointments/import{query}", key, new ByteArrayContent(csv) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } });

    /// <summary>Plays the provider: the step's text of the present plan left at this moment and was delivered.</summary>
    internal Task Deliver(string id, string step, string local) => Store.Write(async db =>
    {
        var visit = await db.Appointments.SingleAsync(a => a.Id == id);
        var row = await db.Outbound.AsTracking().SingleAsync(m => m.AppointmentId == id && m.Step == step && m.PlanVersion == visit.PlanVersion);
        if (row.State != MessageState.Planned) throw new InvalidOperationException($"{step} is {row.State}");
        row.State = MessageState.Delivered;
        row.SentAt = TheClinic.Chicago(local);
    });

    /// <summary>Ana's visit of March 16 with every text delivered, and the clock at noon of the day before: she may answer the fasting text.</summary>
    internal async Task WaitingForTheFast(string id, string phone)
    {
        GoTo("2027-03-08 09:00");
        var body = Ana(phone: phone);
        body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
        await Put(id, body);
        await DeliverAll(id);
        GoTo("2027-03-15 12:05");
    }

    /// <summary>Every text that is planned for the visit leaves when it is due and is delivered.</summary>
    internal Task DeliverAll(string id) => Store.Write(async db =>
    {
        foreach (var row in await db.Outbound.AsTracking().Where(m => m.AppointmentId == id && m.Step != null && m.State == MessageState.Planned).ToListAsync())
            (row.State, row.SentAt) = (MessageState.Delivered, row.DueAt);
    });

    internal Task OpenDueCalls() => Get<PlannedCalls>().OpenDueAsync(Now);

    /// <summary>Lets the patient text, decides the turn and makes its effects and tickets true. Returns what the bot says and how it names it.</summary>
    internal async Task<(string Outcome, string Text)> Text(string phone, string words)
    {
        var all = await Replies(phone, words);
        return all.Count == 0 ? ("", "") : (all[^1].Outcome ?? "", all[^1].Text);
    }

    /// <summary>Everything the bot says to that one message.</summary>
    internal async Task<IReadOnlyList<string>> Said(string phone, string words)
    {
        var before = (await Replies(phone, null)).Count;
        return [.. (await Replies(phone, words)).Skip(before).Select(entry => entry.Text)];
    }

    /// <summary>What a visitor of the website reads first.</summary>
    internal async Task<TranscriptEntry> Greeting()
    {
        var id = await Store.Write(async db =>
        {
            var chat = new Conversation { Id = $"web-{Guid.NewGuid():N}", ClinicId = Clinic, Channel = Channel.WebChat, UserId = "visitor", StartedAt = Now, LastPatientAt = Now };
            db.Conversations.Add(chat);
            await db.SaveChangesAsync();
            db.Inbound.Add(new InboundMessage
            {
                ClinicId = Clinic, ConversationId = chat.Id, Kind = InboundKind.Opened, Provider = "webchat", ProviderId = chat.Id, Text = "", Sequence = 0, ReceivedAt = Now,
            });
            return chat.Id;
        });
        await Get<TurnRunner>().DrainAsync(id);
        await using var db = Store.Read();
        return await db.Transcript.Where(t => t.ConversationId == id && t.From == Speaker.Bot).SingleAsync();
    }

    private async Task<IReadOnlyList<TranscriptEntry>> Replies(string phone, string? words)
    {
        var number = CommsBot.Patients.PhoneNumber.Parse(phone);
        var thread = await Store.Write(async db =>
        {
            var conversation = await Transcript.SmsThread(db, Clinic, number, CommsBot.Content.Language.English, Now);
            if (words is null) return conversation.Id;
            var entry = Transcript.Append(db, conversation, Speaker.Patient, words, Now);
            db.Inbound.Add(new InboundMessage
            {
                ClinicId = Clinic, ConversationId = conversation.Id, Kind = InboundKind.Message, Provider = "twilio", ProviderId = Guid.NewGuid().ToString(),
                Text = words, Sequence = entry.Sequence, ReceivedAt = Now,
            });
            return conversation.Id;
        });
        if (words is not null) await Get<TurnRunner>().DrainAsync(thread);
        await using var db = Store.Read();
        return await db.Transcript.Where(t => t.ConversationId == thread && t.From == Speaker.Bot && t.OutboundId != null).OrderBy(t => t.Sequence).ToListAsync();
    }

    internal static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private static IEnumerable<string> KeyArguments() => Keys.SelectMany((key, at) => (string[])
    [
        $"--Api:Keys:{at}:Name={key.Name}", $"--Api:Keys:{at}:Secret={key.Secret}", $"--Api:Keys:{at}:Role={key.Role}",
        .. key.Role == "staff" ? [$"--Api:Keys:{at}:ActsAs=Dana Desk"] : Array.Empty<string>(),
        .. key.Clinics.Select((clinic, i) => $"--Api:Keys:{at}:Clinics:{i}={clinic}"),
    ]);
}

internal static class AppointmentReading
{
    public static string[] Steps(this JsonElement view, string? status = null) =>
        [.. view.GetProperty("messages").EnumerateArray().Where(m => status is null || m.GetProperty("status").GetString() == status)
            .Select(m => $"{m.GetProperty("step").GetString()} {m.GetProperty("dueAt").GetDateTimeOffset():yyyy-MM-dd HH:mm zzz}")];

    public static JsonElement Message(this JsonElement view, string step, int? version = null) => view.GetProperty("messages").EnumerateArray()
        .Single(m => m.GetProperty("step").GetString() == step && m.GetProperty("planVersion").GetInt32() == (version ?? view.GetProperty("planVersion").GetInt32()));

    public static string[] Tasks(this JsonElement view, string state = "waiting") =>
        [.. view.GetProperty("tasks").EnumerateArray().Where(t => t.GetProperty("state").GetString() == state).Select(t => t.GetProperty("reason").GetString()!)];

    public static string Readiness(this JsonElement view) => view.GetProperty("readiness").GetProperty("state").GetString()!;

    public static string[] Reasons(this JsonElement view) => [.. view.GetProperty("readiness").GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!)];

    public static string Word(this JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
