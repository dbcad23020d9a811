using System.Diagnostics;
using System.Text.Json;
using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Staff.Search;
using CommsBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Conversation = CommsBot.Conversations.Conversation;

namespace CommsBot.Benchmarks;

/// <summary>
/// A staff member's search over 50,000 messages, whose words are encrypted and therefore read and compared one by one: what many wrote, what one wrote
/// long ago, and what nobody wrote, for a clinician and for the front desk, who may not read what people in danger wrote.
/// </summary>
internal static class StaffSearch
{
    private const int Talks = 5_000;
    private const int Tickets = 1_000;
    private const int Rounds = 3;

    /// <summary>Searches that are not counted: code that runs often is compiled again, better, only after a while.</summary>
    private const int Before = 4;
    private const string Clinic = "mind-balance";
    private const string Rare = "trombone";

    public static async Task RunAsync()
    {
        await using var house = await House.OpenAsync();
        await SeedAsync(house);
        var search = house.App.Services.GetRequiredService<SearchReader>();
        foreach (var (who, role) in ((string, string)[])[("a clinician", "clinician"), ("the front desk", "staff")])
            foreach (var (what, asked) in ((string, string)[])[("what many wrote", "visit"), ("what one wrote long ago", Rare), ("what nobody wrote", "xylophone orchestra")])
            {
                var times = new Times();
                var found = 0;
                var processor = TimeSpan.Zero;
                for (var round = 0; round < Before + Rounds; round++)
                {
                    if (round == Before) processor = Environment.CpuUsage.TotalTime;
                    var since = Stopwatch.GetTimestamp();
                    found = (await search.FindAsync(new DeskPerson("Dana Reed", [Clinic]) { Role = role }, asked, default)).Count(one => one.Where == "Message");
                    if (round >= Before) times.Add(since);
                }

                Console.WriteLine($"{who}, {what}: {found} messages found, {times}; {(Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / Rounds:0} ms of processor each");
            }

        var began = Stopwatch.GetTimestamp();
        var rotation = await house.App.Services.GetRequiredService<KeyRotation>().RunAsync();
        Console.WriteLine($"sealed anew with another column key: {rotation.Renewed} values in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
    }

    /// <summary>Ten messages in each talk, as a patient, the assistant and now and then a person write them.</summary>
    private static async Task SeedAsync(House house)
    {
        var store = house.App.Services.GetRequiredService<ClinicStore>();
        var now = house.App.Services.GetRequiredService<ClinicClock>().UtcNow;
        foreach (var chunk in Enumerable.Range(0, Talks).Chunk(250))
            await store.Write(async db =>
            {
                foreach (var number in chunk)
                {
                    var at = now.AddMinutes(-10 * number);
                    var talk = new Conversation { Id = Ids.New("web"), ClinicId = Clinic, Channel = Channel.WebChat, UserId = "dl_seed", StartedAt = at, LastPatientAt = at };
                    db.Conversations.Add(talk);
                    for (var message = 0; message < 10; message++) Say(db, talk, number, message, at.AddSeconds(20 * message));
                    if (number < Tickets)
                        await TicketBook.OpenAsync(db, NewTicket.About(talk, number % 50 == 0 ? HandoffKind.Crisis : HandoffKind.Question, [new("Need", $"Question number {number}", 1)], $"Visitor {number}"), at);
                }
            });
    }

    private static void Say(ClinicDb db, Conversation talk, int number, int message, DateTimeOffset at)
    {
        if (message % 2 == 0) Transcript.Append(db, talk, Speaker.Patient, $"Question {number}.{message}: may I drink {(number == Talks - 1 ? Rare : "coffee")} before my visit, and who drives me home afterwards?", at);
        else if (message == 9) Transcript.Append(db, talk, Speaker.Staff, "Hello, this is Dana. Please call us so that we can talk about your visit.", at, new EntryDetails { Author = "Dana Reed" });
        else Transcript.Append(db, talk, Speaker.Bot, Answer, at, new EntryDetails { Outcome = "answered", Answers = ["drinks-before"], Activity = Shown });
    }

    private static readonly string Answer = string.Join(' ', Enumerable.Repeat("Clear drinks are fine until two hours before your visit.", 7));
    private static readonly string Shown = JsonSerializer.Serialize(new
    {
        type = "message",
        text = Answer,
        suggestedActions = new { actions = Enumerable.Range(1, 4).Select(n => new { type = "imBack", title = $"Another question {n}", value = $"Another question {n}" }) },
        entities = new[] { new { type = "https://schema.org/Message", citation = new[] { new { position = 1, appearance = new { name = "ASA fasting guideline update, 2023" } } } } },
    });
}
