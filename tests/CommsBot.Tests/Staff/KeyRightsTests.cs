using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Staff.Queue;
using CommsBot.Staff.SignIn;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

/// <summary>A program acts with the rights of its key and its person, the lesser of both, and reads through the API what they read in the console (clinic-day 40).</summary>
public sealed class KeyRightsTests(TestService service) : IClassFixture<TestService>
{
    private const string Words = "I want to die";
    private const string Hidden = "Only clinicians read this.";
    private const string NotYours = "Only a clinician or an administrator acts where somebody is in danger. If nobody has it, call the on-call clinician now.";

    private static readonly DeskPerson Desk = new("Fay Dunn", [The.Clinic]);

    [Fact]
    public async Task A_front_desk_key_sees_that_a_crisis_exists_and_who_has_it_and_not_its_words()
    {
        var patient = await service.Web();
        await patient.Ask(Words);
        var ticket = await service.FrontDesk.Ticket(patient.ConversationId);
        Assert.Equal(("crisis", "waiting", 0), (ticket.Kind(), (string)ticket["state"]!, ticket["summary"]!.AsArray().Count));
        var one = await service.FrontDesk.Get($"/api/handoffs/{ticket["id"]}");
        Assert.Null(one["transcript"]);
        Assert.DoesNotContain("die", one.ToJsonString());
        await RefusedAsync(HttpMethod.Get, $"/api/conversations/{patient.ConversationId}/activities", Hidden);

        Assert.Contains(Words, (await service.Staff.Get($"/api/handoffs/{ticket["id"]}")).ToJsonString());
        Assert.Contains(Words, (await service.Reader.Get($"/api/handoffs/{ticket["id"]}")).ToJsonString());
        await service.Staff.Claim(ticket);
        Assert.Equal(The.StaffMember, (string)(await service.FrontDesk.Ticket(patient.ConversationId))["claimedBy"]!);
    }

    [Theory]
    [InlineData("claim", "{}")]
    [InlineData("messages", """{"text":"Hello"}""")]
    [InlineData("notes", """{"text":"Hello"}""")]
    [InlineData("close", """{"outcome":"Reached","note":"Reached."}""")]
    public async Task A_front_desk_key_acts_on_no_crisis(string act, string body)
    {
        var patient = await service.Web();
        await patient.Ask(Words);
        var ticket = await service.Staff.Ticket(patient.ConversationId);
        await RefusedAsync(HttpMethod.Post, $"/api/handoffs/{ticket["id"]}/{act}", NotYours, JsonNode.Parse(body));
        Assert.Equal("waiting", (string)(await service.Staff.Ticket(patient.ConversationId))["state"]!);
    }

    [Fact]
    public async Task Nobody_at_the_front_desk_takes_a_talk_in_which_somebody_is_in_danger_by_another_ticket_or_by_stepping_in()
    {
        var patient = await service.Web();
        await patient.Say("I want to talk to a person");
        var asked = await service.Staff.Ticket(patient.ConversationId);
        await patient.Ask(Words);
        await RefusedAsync(HttpMethod.Post, $"/api/handoffs/{asked["id"]}/claim", NotYours, new JsonObject());
        Assert.Equal(NotYours, (await service.Get<HandoffDesk>().ClaimAsync(Desk, (string)asked["id"]!)).Reason);
        Assert.Null(await service.Get<StepIn>().TakeAsync(Desk, patient.ConversationId));
    }

    [Fact]
    public async Task Whoever_at_the_front_desk_is_in_a_talk_that_turns_into_a_crisis_goes_on_and_passes_it()
    {
        await service.Get<StaffAccounts>().AddAsync("Nora Key", "clinician", [The.Clinic]);
        var patient = await service.Web();
        await patient.Say("I want to talk to a person");
        var asked = await service.FrontDesk.Ticket(patient.ConversationId);
        await service.FrontDesk.Claim(asked);
        await patient.Say(Words);
        Assert.Contains(Words, (await service.FrontDesk.Get($"/api/handoffs/{asked["id"]}")).ToJsonString());
        await service.FrontDesk.Post($"/api/handoffs/{asked["id"]}/messages", new { text = "I am here. Please call 988 now." });
        Assert.True((await service.Get<HandoffMoves>().PassAsync(Desk, (string)asked["id"]!, "Nora Key")).IsDone);
        Assert.DoesNotContain(Words, (await service.FrontDesk.Get($"/api/handoffs/{asked["id"]}")).ToJsonString());
    }

    [Fact]
    public async Task A_later_request_is_the_front_desks_work_without_the_words_of_the_crisis_in_api_and_queue()
    {
        service.At(The.OpenHour);
        var patient = await service.Web();
        await patient.Say("I want to talk to a person because " + Words);
        service.Later(TimeSpan.FromMinutes(1));
        var during = (await service.Staff.Tickets(patient.ConversationId)).Single(ticket => ticket.Kind() == "crisis");
        await service.Store.Write(async db =>
        {
            var chat = db.Conversations.Single(c => c.Id == patient.ConversationId);
            await TicketBook.OpenAsync(db, NewTicket.About(chat, HandoffKind.Question, [new SummaryField(PacketField.Need, "a person, " + Words, (long)during["summary"]!.AsArray().First(field => (long?)field!["message"] > 0)!["message"]!)]), service.Get<CommsBot.Clinics.ClinicClock>().UtcNow);
        });
        await service.Staff.Close(during);
        service.Later(TimeSpan.FromMinutes(1));

        var later = (await service.FrontDesk.Tickets(patient.ConversationId)).Single(ticket => ticket.Kind() == "question");
        Assert.Equal(Hidden, later.Field("Need"));
        Assert.Equal(Hidden, (await RowAsync(Desk, later)).Need);
        Assert.Contains(Words, (await RowAsync(Desk with { Role = "clinician" }, later)).Need);
        Assert.DoesNotContain(Words, (await service.FrontDesk.Claim(later)).ToJsonString());
        Assert.DoesNotContain(Words, (await service.FrontDesk.Get($"/api/conversations/{patient.ConversationId}/activities")).ToJsonString());
    }

    [Fact]
    public async Task A_key_written_without_rights_acts_and_reads_as_its_person_and_who_is_missing_in_Development_is_made_a_clinician()
    {
        (string Person, string? Role, HttpStatusCode Status)[] people = [("Cleo Vance", "clinician", HttpStatusCode.OK), ("Stan Poole", "staff", HttpStatusCode.Forbidden), ("New Hand", null, HttpStatusCode.OK)];
        await using var house = await TestService.StartAsync(new TestSetup { Args = [.. people.SelectMany((one, at) => PlainKey(7 + at, one.Person))] });
        foreach (var (person, role, status) in people)
        {
            if (role is not null) await house.Get<StaffAccounts>().AddAsync(person, role, [The.Clinic]);
            var patient = await house.Web();
            await patient.Ask(Words);
            var (ticket, program) = (await house.Reader.Ticket(patient.ConversationId), new StaffProgram(house, SecretOf(person)));
            (HttpMethod, string, object?)[] acts =
            [
                (HttpMethod.Get, $"/api/conversations/{patient.ConversationId}/activities", null),
                (HttpMethod.Post, $"/api/handoffs/{ticket["id"]}/claim", new { }),
                (HttpMethod.Post, $"/api/handoffs/{ticket["id"]}/messages", new { text = "I am here." }),
                (HttpMethod.Post, $"/api/handoffs/{ticket["id"]}/notes", new { text = "Reached." }),
                (HttpMethod.Post, $"/api/handoffs/{ticket["id"]}/close", new { outcome = "Reached", note = "Reached." }),
            ];
            foreach (var (method, path, body) in acts)
            {
                using var answer = await program.Send(method, path, body);
                Assert.True(status == answer.StatusCode || (status == HttpStatusCode.OK && answer.IsSuccessStatusCode), $"{person} {path}: {answer.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("staff", "clinician", "staff")]
    [InlineData("clinician", "staff", "staff")]
    [InlineData("administrator", "clinician", "clinician")]
    [InlineData("administrator", "administrator", "administrator")]
    [InlineData("administrator", "auditor", "auditor")]
    public void Of_two_roles_the_lesser_holds(string one, string other, string lesser) =>
        Assert.Equal((lesser, lesser), (DeskPerson.Lesser(one, other), DeskPerson.Lesser(other, one)));

    [Fact]
    public async Task Who_is_disabled_reads_nothing_by_their_key()
    {
        await using var house = await TestService.StartAsync();
        var patient = await house.Web();
        await patient.Say("I want to talk to a person");
        var ticket = await house.Colleague.Ticket(patient.ConversationId);
        await house.Get<StaffAccounts>().DisableAsync("Lee Park");
        foreach (var path in (string[])["/api/handoffs", $"/api/handoffs/{ticket["id"]}", $"/api/conversations/{patient.ConversationId}/activities"])
            Assert.Equal(HttpStatusCode.Forbidden, (await house.Colleague.Send(HttpMethod.Get, path)).StatusCode);
    }

    /// <summary>A key of role staff as the contract writes it, and no word more.</summary>
    private static IEnumerable<string> PlainKey(int place, string person) =>
    [
        $"--Api:Keys:{place}:Name=plain-{place}", $"--Api:Keys:{place}:Secret={SecretOf(person)}", $"--Api:Keys:{place}:Role=staff",
        $"--Api:Keys:{place}:Clinics:0={The.Clinic}", $"--Api:Keys:{place}:ActsAs={person}",
    ];

    private static string SecretOf(string person) => $"key-of-{person.Replace(' ', '-')}-in-tests";

    private async Task<QueueRow> RowAsync(DeskPerson person, JsonNode ticket) =>
        (await service.Get<QueueReader>().QueueAsync(person, default)).Bands.SelectMany(band => band.Rows).Single(row => row.Id == (string)ticket["id"]!);

    private async Task RefusedAsync(HttpMethod method, string path, string words, JsonNode? body = null)
    {
        using var answer = await service.FrontDesk.Send(method, path, body);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(words, (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!);
    }
}
