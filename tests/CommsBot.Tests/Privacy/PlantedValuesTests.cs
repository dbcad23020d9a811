using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CommsBot.Tests.Drivers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CommsBot.Tests.Privacy;

/// <summary>
/// What patients entrust to every door is searched for in the raw database file, its WAL, a dump of every table, and everything that was logged
/// or traced (clinic-day 35, 38).
/// </summary>
public sealed class PlantedValuesTests
{
    private const string Name = "Zebediah Quillfeather";
    private const string Words = "purple marmalade zeppelin";
    private const string Days = "only on crinkly Wednesdays";
    private const string Need = "my umbrella elbow tingles";
    private const string Note = "remembers the turquoise accordion";
    private const string BirthDate = "1961-07-23";
    private const string WebPhone = "7137994321";
    private const string TextPhone = "7137998765";
    private const string CarerName = "Philomena Thistlewood";
    private const string CarerPhone = "7137995432";
    private const string Proof = "letter with a saffron seal";
    private const string Method = "told in a tartan bathrobe";
    private const string Outcome = "wears a sombrero now";
    private const string WebUser = "dl_zebediah.quillfeather.7137996543";
    private const string ChannelUser = "whatsapp:+17137992222";

    private static readonly string[] Scope = ["texts", "facts"];

    private static readonly string[] Planted =
        [Name, "Quillfeather", BirthDate, Words, "marmalade", Days, "crinkly", Need, "umbrella", Note, "accordion", WebPhone, TextPhone, "799-4321", "799-8765", "(713) 799", CarerName, "Thistlewood", "godmother", CarerPhone, "saffron", Method, "bathrobe", Outcome, "sombrero", "quillfeather.7137996543", "7137996543", ChannelUser, "+17137992222"];

    [Fact]
    public async Task Nothing_a_patient_said_stands_readable_in_files_or_logs()
    {
        await using var service = await TestService.StartAsync(new TestSetup { Spans = true, Kestrel = true, Args = ["--Logging:LogLevel:Default=Debug", .. AzureChannel.Settings] });
        await EveryDoorAsync(service);

        // The lock file is held by the service and has no content.
        var files = Directory.EnumerateFiles(service.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, file => file.EndsWith(".db-wal", StringComparison.Ordinal));
        Assert.All(files, file => SawNothing(File.ReadAllBytes(file), Path.GetFileName(file)));
        SawNothing(Encoding.UTF8.GetBytes(await DumpAsync(service.DatabaseFile)), "dump");
        service.Watchman.SawNothingOf(Planted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_service_of_the_suite_is_watched_for_what_its_patients_wrote_and_where_they_are_reached(bool number)
    {
        var service = await TestService.StartAsync();
        var patient = service.Phone();
        await patient.Say($"is {Words} on the list?");
        service.Get<ILogger<PlantedValuesTests>>().LogWarning("Heard: {What}", number ? patient.Phone : $"Is {Words} on the list? and more");
        Assert.Contains("Something a driver planted stands in: Warning", (await Assert.ThrowsAnyAsync<Exception>(service.DisposeAsync)).Message);
    }

    [Fact]
    public async Task The_search_itself_finds_what_is_there()
    {
        await using var service = await TestService.StartAsync();
        await service.Store.Write(db =>
        {
            db.Values.Add(new CommsBot.Storage.StoredValue { Key = "test", Value = Words });
            return Task.CompletedTask;
        });
        Assert.Contains(Words, await DumpAsync(service.DatabaseFile));
        Assert.Contains(
            new[] { service.DatabaseFile, service.DatabaseFile + "-wal" }, file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Words)) >= 0);
    }

    private static async Task EveryDoorAsync(TestService service)
    {
        var web = await service.Web();
        await web.Say(Words);
        await web.Say("I'd like to book an appointment");
        foreach (var answer in new[] { Name, WebPhone, "I'm new", Days, Need, "Send it, and text me" }) await web.Say(answer);
        await web.Say($"I want to kill myself, {Words}");

        var phone = service.NewPhone("+1" + TextPhone);
        await phone.Say($"this is {Name}, {Words}");
        await phone.Say($"stop texting me, {Words}");
        await phone.Say("START");
        await phone.Say($"should i skip my insulin {Words}");
        await phone.Say("", media: 1);
        await phone.Post(Words, signature: "forged");
        service.Twilio.Next(TwilioFault.NoSuchNumber);
        await phone.Say("hello");
        Midway.In(service, $"fail {Words}", () => throw new InvalidOperationException($"cannot read {Words} of {Name}"));
        await phone.Say($"fail {Words}");

        var ticket = (await service.Staff.Tickets(web.ConversationId))[0];
        await service.Staff.Claim(ticket);
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = $"Dear {Name}, {Words}" });
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/notes", new { text = Note });
        await service.Staff.Close(ticket);
        await service.Reader.Post("/api/conversations/search", new { phone = TextPhone });
        await service.Appointments.Post("/api/consents", new { phone = WebPhone, purpose = "preparation", granted = true, text = $"I, {Name}, agree", method = Method });
        await service.Appointments.Consents(WebPhone);
        await service.Appointments.Put("/api/appointments/visit-1", new
        {
            patient = new { firstName = "Zebediah", lastName = "Quillfeather", phone = TextPhone, birthDate = BirthDate },
            startsAt = "2027-03-15T13:15:00-05:00", status = "booked",
            consent = new { text = $"I, {Name}, agree", at = "2027-03-01T10:00:00-06:00", method = "paper" },
        });
        await service.Staff.Post("/api/caregivers", new
        {
            appointmentId = "visit-1", name = CarerName, phone = CarerPhone, relation = "godmother", scope = Scope, proof = Proof,
            consent = new { text = $"{CarerName} agrees", method = "phone" },
        });
        Assert.Single((await service.Staff.Post("/api/caregivers/search", new { appointmentId = "visit-1" }))["items"]!.AsArray());
        await service.NewPhone("+1" + CarerPhone).Say("when is my appointment?");
        await ChannelUsersAsync(service);
        var booking = (await service.Staff.Tickets(web.ConversationId)).First(open => (string)open["state"]! != "closed");
        await service.Staff.Close(booking, Outcome);
        Assert.Equal(Outcome, (string?)(await service.Staff.Get($"/api/handoffs/{booking["id"]}"))["outcome"]);
        using var refused = await service.Appointments.Send(HttpMethod.Put, "/api/appointments/visit-2", new { patient = new { firstName = Name, phone = "799-4321" }, startsAt = Words });
        using var unknown = await service.Http.GetAsync("/api/handoffs?state=waiting");
        await service.Settled();
    }

    /// <summary>A website may name its user, and a channel names its users by numbers and mail addresses: both can be a person's.</summary>
    private static async Task ChannelUsersAsync(TestService service)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/v3/directline/conversations") { Content = JsonContent.Create(new { user = new { id = WebUser, name = Name } }) };
        asked.Headers.Authorization = new AuthenticationHeaderValue("Bearer", The.WebChatKey);
        using var started = await service.Http.SendAsync(asked);
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        var answer = (await started.Content.ReadFromJsonAsync<JsonNode>())!;
        var visitor = new WebPatient(service, Some.Address()) { Token = (string)answer["token"]!, ConversationId = (string)answer["conversationId"]!, UserId = WebUser };
        await visitor.Ask("hello");
        Assert.Contains(visitor.Seen, message => message.From == WebUser);

        var azure = new AzureChannel();
        azure.Join(service);
        var person = await new ChannelPerson(service, azure) { UserId = ChannelUser }.Open();
        Assert.Single(await person.Say("hello"));
    }

    private static void SawNothing(byte[] bytes, string where)
    {
        foreach (var value in Planted)
            foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
                Assert.True(bytes.AsSpan().IndexOf(encoding.GetBytes(value)) < 0, $"\"{value}\" stands in {where} as {encoding.WebName}");
    }

    /// <summary>Every value of every table, as text.</summary>
    private static async Task<string> DumpAsync(string file)
    {
        var dump = new StringBuilder();
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        List<string> tables = [];
        await using (var names = connection.CreateCommand())
        {
            names.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table'";
            await using var reader = await names.ExecuteReaderAsync();
            while (await reader.ReadAsync()) tables.Add(reader.GetString(0));
        }

        foreach (var table in tables)
        {
            await using var rows = connection.CreateCommand();
            rows.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await rows.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                for (var column = 0; column < reader.FieldCount; column++)
                    dump.Append(reader.GetValue(column) is byte[] blob ? Encoding.Latin1.GetString(blob) : reader.GetValue(column)).Append('\n');
        }

        return dump.ToString();
    }
}
