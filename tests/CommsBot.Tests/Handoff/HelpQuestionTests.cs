using System.Text.Json.Nodes;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Staff.Figures;
using CommsBot.Staff.Talk;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

/// <summary>Was this helpful?, asked after a person closed a request.</summary>
[Collection(SharedDesk.Name)]
public sealed class HelpQuestionTests
{
    private const string OnPhone =
        "Mind Balance: You are back with the automated assistant. Ask me anything, or ask for a person again at any time. Did our team help you? Reply 1 for yes, 2 for no.";

    private const string BackOnPhone = "Mind Balance: You are back with the automated assistant. Ask me anything, or ask for a person again at any time.";

    private readonly TestService service;

    public HelpQuestionTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("That helped", true, "Thank you for telling us. It helps our team.")]
    [InlineData("That did not help", false, "I'm sorry this did not help. Would you like a person to answer? " + The.Numbers)]
    public async Task On_the_website_it_is_two_taps_and_shown_in_figures_and_file(string tap, bool helped, string reply)
    {
        var before = await TodayAsync();
        var web = await service.Web();
        await web.Say("I want to talk to a person");
        var ticket = await service.Staff.Ticket(web.ConversationId);
        await ServeAsync(ticket);
        var said = (await web.Read()).TakeLast(2).ToList();
        Assert.Equal([service.Words("handoff/handed-back"), "Did our team help you?"], said.Select(message => message.Text));
        Assert.Equal(["That helped", "That did not help"], said[1].Taps);

        Assert.Equal(reply, (await web.Tap(tap)).Text);
        Assert.Equal(helped, (bool)(await service.Staff.Get($"/api/handoffs/{ticket["id"]}"))["helped"]!);
        var today = await TodayAsync();
        Assert.Equal((helped ? 1 : 0, helped ? 0 : 1), (today.TeamHelped - before.TeamHelped, today.TeamNotHelped - before.TeamNotHelped));
        Assert.Contains("\"team helped\",\"team did not help\"\r\n", DayFigures.File([today]));
        Assert.EndsWith($"\"{today.TeamHelped}\",\"{today.TeamNotHelped}\"\r\n", DayFigures.File([today]));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("2", false)]
    public async Task By_text_one_digit_answers_it_once(string digit, bool helped)
    {
        var patient = service.Phone();
        var ticket = await ServedAsync(patient);
        Assert.Equal(OnPhone, patient.Texts[^1]);
        await patient.Ask(digit);
        Assert.Equal(helped, await HelpedAsync(ticket));
        await patient.Say(helped ? "2" : "Thank you");
        Assert.Equal(helped, await HelpedAsync(ticket));
    }

    [Fact]
    public async Task A_digit_a_day_later_answers_nothing()
    {
        var patient = service.Phone();
        var ticket = await ServedAsync(patient);
        service.Later(TimeSpan.FromHours(25));
        await patient.Say("1");
        Assert.Null(await HelpedAsync(ticket));
    }

    [Fact]
    public async Task After_another_question_of_ours_the_digit_belongs_to_that_one()
    {
        var patient = service.Phone();
        var ticket = await ServedAsync(patient);
        await patient.Say("What does the moon weigh?");
        await patient.Say("2");
        Assert.Null(await HelpedAsync(ticket));
    }

    [Theory]
    [InlineData("I want to die")]
    [InlineData("I have chest pain and can't breathe")]
    public async Task Nothing_is_asked_after_a_crisis_or_an_emergency_nor_beside_one(string danger)
    {
        var web = await service.Web();
        await web.Say(danger);
        await ServeAsync(await service.Staff.Ticket(web.ConversationId));
        Assert.Equal(service.Words("handoff/handed-back"), (await web.Read())[^1].Text);

        service.Later(TimeSpan.FromDays(1));
        await web.Say("I want to talk to a person");
        await ServeAsync((await service.Staff.Tickets(web.ConversationId)).Single(ticket => (string)ticket["state"]! != "closed"));
        Assert.Equal(service.Words("handoff/handed-back"), (await web.Read())[^1].Text);
    }

    [Fact]
    public async Task Who_was_not_written_to_is_not_asked()
    {
        var web = await service.Web();
        await web.Say("I want to talk to a person");
        var ticket = await service.Staff.Ticket(web.ConversationId);
        await service.Staff.Claim(ticket);
        await service.Staff.Close(ticket);
        Assert.Equal(service.Words("handoff/handed-back"), (await web.Read())[^1].Text);
    }

    [Fact]
    public async Task Once_a_day_is_enough()
    {
        var patient = service.Phone();
        await ServedAsync(patient);
        await ServedAsync(patient);
        Assert.Equal(BackOnPhone, patient.Texts[^1]);
    }

    [Fact]
    public async Task Nobody_is_asked_in_the_night()
    {
        service.At("2027-03-08T22:30-06:00");
        var patient = service.Phone();
        await ServedAsync(patient);
        Assert.Equal(BackOnPhone, patient.Texts[^1]);
    }

    [Fact]
    public async Task Nothing_is_asked_while_a_preparation_text_waits_for_a_digit_and_a_later_one_makes_the_digit_unclear()
    {
        var phone = Some.Phone();
        var patient = service.Phone(phone);
        var ticket = await ServedAsync(patient);
        Assert.Equal(OnPhone, patient.Texts[^1]);
        var visit = $"help-{phone[^7..]}";
        await service.Appointments.Put($"/api/appointments/{visit}", Soon(phone));
        service.Later(TimeSpan.FromHours(1));
        await service.Settled();
        Assert.Contains(patient.Texts, text => text.Contains("Reply 1", StringComparison.Ordinal) && text != OnPhone);

        Assert.Contains("Reply 1", await patient.Ask("1"), StringComparison.Ordinal);
        Assert.Null(await HelpedAsync(ticket));
        await using var db = service.Store.Read();
        Assert.DoesNotContain(await db.Outbound.Where(m => m.AppointmentId == visit).ToListAsync(), m => m.Answer is not null);

        service.Later(TimeSpan.FromHours(24));
        var thread = await patient.ConversationId();
        await service.Get<StepIn>().TakeAsync(new DeskPerson(The.StaffMember, [The.Clinic]), thread);
        await ServeAsync((await service.Staff.Tickets(thread)).Single(open => (string)open["state"]! == "claimed"));
        Assert.Equal(BackOnPhone, patient.Texts[^1]);
    }

    private async Task<JsonNode> ServedAsync(SmsPatient patient)
    {
        await patient.Say("I want to talk to a person");
        var ticket = (await service.Staff.Tickets(await patient.ConversationId())).Single(open => (string)open["state"]! != "closed");
        await ServeAsync(ticket);
        return ticket;
    }

    private async Task ServeAsync(JsonNode ticket)
    {
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "Hello, this is Dana. Your papers are here." });
        await service.Settled();
        await service.Staff.Close(ticket);
        await service.Settled();
    }

    private async Task<bool?> HelpedAsync(JsonNode ticket) => (bool?)(await service.Staff.Get($"/api/handoffs/{ticket["id"]}"))["helped"];

    private async Task<DayFigures> TodayAsync() =>
        (await service.Get<FigureReader>().ReadAsync(new DeskPerson(The.StaffMember, [The.Clinic]), default)).Single(day => day.Day == new DateOnly(2027, 3, 8));

    private static object Soon(string phone) => new
    {
        patient = new { id = $"soon-{phone[^7..]}", firstName = "Ana", lastName = "Gomez", phone, language = "en" },
        startsAt = "2027-03-12T09:00:00-06:00",
        status = "booked",
        consent = new { text = "You may text me about my visits.", at = "2027-03-01T10:00:00-06:00", method = "paper" },
    };
}
