using System.Text.Json.Nodes;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Tests.Booking;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Handoff;

[Collection(SharedDesk.Name)]
public sealed class PacketTests
{
    private static readonly string[] Everything =
        ["Need", "Name", "Identity", "Phone", "Reach", "Best times", "Consent to texts", "Language", "Red flags", "Answers given", "Transcript"];

    private static readonly string[] NotSaid = ["Name", "Phone", "Reach", "Best times", "Consent to texts", "Answers given"];
    private static readonly string[] Given = ["Need", "Name", "Phone", "Best times", "Consent to texts"];
    private static readonly string[] OnlyBookings = ["New or returning", "Reason"];

    private readonly TestService service;

    public PacketTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("question", "I want to talk to a person", null)]
    [InlineData("call", "I need to reschedule my appointment", null)]
    [InlineData("clinical", "Can I take 50 mg of my medicine today?", null)]
    [InlineData("emergency", "I have chest pain and can't breathe", "emergency")]
    [InlineData("crisis", "I want to die", "crisis")]
    public async Task Every_kind_tells_the_same_things_in_the_same_order(string kind, string text, string? flag)
    {
        var patient = await service.Web();
        await patient.Say(text);
        var ticket = await service.Staff.Ticket(patient.ConversationId);

        Assert.Equal(kind, ticket.Kind());
        Assert.Equal(Everything, Names(ticket));
        Assert.Equal((text, 2), (ticket.Field("Need"), ticket.From("Need")));
        Assert.Equal(("unverified", "English"), (ticket.Field("Identity"), ticket.Field("Language")));
        Assert.Equal(("3 messages", 1), (ticket.Field("Transcript"), ticket.From("Transcript")));
        Assert.All(NotSaid, name => Assert.Null(ticket.Field(name)));
        Assert.Equal(flag, ticket.Field("Red flags")?.Split(':')[0]);
        Assert.Equal(flag is null ? null : 2, ticket.From("Red flags"));
    }

    [Fact]
    public async Task A_booking_tells_what_was_given_with_the_message_that_gave_it()
    {
        var patient = await service.Web();
        await patient.ToTheSummary(phone: "(713) 555-0177");
        await patient.Tap("Send it, and text me");
        var ticket = await service.Staff.Ticket(patient.ConversationId);

        Assert.Equal("booking", ticket.Kind());
        Assert.Equal(Everything, Names(ticket).Except(OnlyBookings));
        Assert.Equal("I'd like to book an appointment", ticket.Field("Need"));
        Assert.All(Given, name => Assert.NotNull(ticket.From(name)));
        var said = await service.Reader.Activities(patient.ConversationId);
        Assert.Equal(ticket.Field("Name"), (string)said.Single(one => (long)one["id"]! == ticket.From("Name"))["text"]!);
    }

    [Fact]
    public async Task A_number_and_a_time_typed_in_words_are_found_with_their_messages()
    {
        var patient = await service.Web();
        await patient.Say("My number is 713-555-0188");
        await patient.Say("Please have a nurse call me after 5 pm");
        var ticket = (await service.Staff.Tickets(patient.ConversationId))[0];

        Assert.Equal(("(713) 555-0188", 2), (ticket.Field("Phone"), ticket.From("Phone")));
        Assert.Equal("Please have a nurse call me after 5 pm", ticket.Field("Best times"));
        Assert.Equal(ticket.From("Need"), ticket.From("Best times"));
    }

    [Fact]
    public async Task Answers_already_given_stand_with_their_sources()
    {
        var patient = await service.Web();
        var answer = await patient.Ask("What is CRPS?");
        await patient.Say("I want to talk to a person");
        var ticket = await service.Staff.Ticket(patient.ConversationId);

        var library = service.Get<ContentLibrary>();
        var quoted = library.AnswerOrFallback(answer.Answers[0], Language.English)!;
        Assert.StartsWith($"\"{quoted.Title}\", from {quoted.Sources[0].Name}", ticket.Field("Answers given"));
        Assert.Equal(3, ticket.From("Answers given"));
    }

    [Fact]
    public async Task Two_wishes_that_join_one_ticket_keep_both()
    {
        var patient = await service.Web();
        await patient.Say("I want to talk to a person");
        await patient.Say("Please let a nurse call me tomorrow morning");
        var ticket = await service.Staff.Ticket(patient.ConversationId);

        var needs = ticket["summary"]!.AsArray().Where(field => (string)field!["name"]! == "Need").Select(field => ((string)field!["value"]!, (long)field["message"]!));
        Assert.Equal([("I want to talk to a person", 2), ("Please let a nurse call me tomorrow morning", 4)], needs);
    }

    [Fact]
    public async Task A_crisis_in_the_middle_of_a_booking_tells_whom_to_reach_and_a_question_beside_it_shows_the_flag()
    {
        var patient = await service.Web();
        await patient.Say("I'd like to book an appointment");
        await patient.Say("Ann Lee");
        await patient.Say("713-555-0199");
        await patient.Say("I want to die");
        await patient.Say("I want to talk to a person");
        var tickets = await service.Staff.Tickets(patient.ConversationId);

        var crisis = tickets.Single(ticket => ticket.Kind() == "crisis");
        Assert.Equal(("Ann Lee", 4, "(713) 555-0199", 6), (crisis.Field("Name"), crisis.From("Name"), crisis.Field("Phone"), crisis.From("Phone")));
        var other = tickets.Single(ticket => ticket.Kind() != "crisis");
        Assert.Equal((crisis.Field("Red flags"), crisis.From("Red flags")), (other.Field("Red flags"), other.From("Red flags")));
        Assert.NotNull(other.From("Red flags"));
    }

    [Fact]
    public async Task On_the_phone_the_number_the_file_and_the_ledger_speak()
    {
        var phone = Some.Phone();
        await service.Appointments.Put($"/api/appointments/packet-{phone[^4..]}", Visit(phone));
        var patient = service.Phone(phone);
        await patient.Say("I want to talk to a person");
        var ticket = await service.Staff.Ticket(await patient.ConversationId());

        Assert.Equal(("Ana Gomez", "number on file", "yes: visits"), (ticket.Field("Name"), ticket.Field("Identity"), ticket.Field("Consent to texts")));
        Assert.Equal(Patients.PhoneNumber.Parse(phone).National, ticket.Field("Phone"));

        var stranger = service.Phone();
        await stranger.Say("I want to talk to a person");
        var unknown = await service.Staff.Ticket(await stranger.ConversationId());
        Assert.Equal((null, "number not on file", null), (unknown.Field("Name"), unknown.Field("Identity"), unknown.Field("Consent to texts")));
    }

    [Fact]
    public async Task A_nurses_task_says_how_the_patient_is_reached()
    {
        var patient = service.Phone();
        await service.Appointments.Put("/api/appointments/packet-reach", new
        {
            patient = new { firstName = "Ana", phone = patient.Phone, contactMode = "relay", interpreter = true }, startsAt = "2027-03-16T09:00:00-05:00", status = "booked",
            healthScreen = new { state = "held", setBy = "Dana Example RN" },
        });
        var task = (await service.Appointments.Get("/api/appointments/packet-reach"))["tasks"]!.AsArray().Single()!;
        Assert.Equal("phone by relay, dial 711, interpreter needed", (await service.Staff.Get($"/api/handoffs/{task["id"]}")).Field("Reach"));

        await patient.Say("Can I take 50 mg of my medicine today?");
        var asked = await service.Staff.Ticket(await patient.ConversationId());
        Assert.Equal(("clinical", "phone by relay, dial 711, interpreter needed"), (asked.Kind(), asked.Field("Reach")));
    }

    [Fact]
    public void As_many_values_of_one_name_as_a_page_can_show_are_kept_the_first_and_the_newest()
    {
        IReadOnlyList<SummaryField> known = [];
        for (var i = 1; i <= 100; i++) known = Packet.Join(known, [new SummaryField("Need", $"wish {i}", i)]);
        Assert.Equal(20, known.Count);
        Assert.Equal(("wish 1", "wish 82", "wish 100"), (known[0].Value, known[1].Value, known[^1].Value));
    }

    internal static object Visit(string phone, string firstName = "Ana", string? id = null) => new
    {
        patient = new { id = id ?? $"patient-{phone[^6..]}", firstName, lastName = "Gomez", phone, language = "en" },
        startsAt = "2027-04-20T09:00:00-05:00",
        status = "booked",
        consent = new { text = "You may text me about my visits.", at = "2027-03-01T10:00:00-06:00", method = "paper" },
    };

    private static string[] Names(JsonNode ticket) => [.. ticket["summary"]!.AsArray().Select(field => (string)field!["name"]!)];
}
