using System.Text.Json.Nodes;
using CommsBot.Handoff;
using CommsBot.Staff.Search;
using CommsBot.Staff.Talk;
using CommsBot.Staff.Visits;
using CommsBot.Tests.Booking;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

/// <summary>The front desk sees that somebody was in danger, never what they wrote: not while it lasts, and not when it is over (clinic-day 40).</summary>
public sealed class DangerWordsTests(TestService service) : IClassFixture<TestService>
{
    private const string Words = "I want to die";
    private const string Hidden = "Only clinicians read this.";

    private static readonly DeskPerson Desk = new(The.StaffMember, [The.Clinic]);
    private static readonly DeskPerson Nurse = new("Kim Cole", [The.Clinic]) { Role = "clinician" };

    [Fact]
    public async Task Today_sheet_conversation_live_page_and_search_keep_a_crisis_from_the_front_desk_when_it_is_over()
    {
        service.At(The.OpenHour);
        var phone = service.Phone("+17135550171");
        await service.Appointments.Put("/api/appointments/danger", new
        {
            patient = new { firstName = "Ana", lastName = "Gomez", phone = phone.Phone, language = "en" }, startsAt = "2027-03-08T15:00:00-06:00", protocol = "infusion", status = "booked",
        });
        await phone.Say("See you this afternoon");
        service.Later(TimeSpan.FromMinutes(10));
        await phone.Say(Words);
        var talk = await phone.ConversationId();
        Assert.Contains("Only clinicians read what this person wrote.", await PageAsync<ConversationPage>(Desk, talk));
        await NothingOfItAsync(talk);

        service.Later(TimeSpan.FromMinutes(5));
        await service.Staff.Close((await service.Staff.Tickets(talk)).Single(ticket => ticket.Kind() == "crisis"));
        await NothingOfItAsync(talk);
        Assert.Contains(Hidden, await PageAsync<TodayPage>(Desk));

        service.Later(TimeSpan.FromMinutes(5));
        await phone.Say("I want to talk to a person");
        await NothingOfItAsync(talk);
        Assert.Contains("I want to talk to a person", await PageAsync<TodayPage>(Desk));
        Assert.Contains("I want to talk to a person", await PageAsync<LiveChatsPage>(Desk));
        var read = await PageAsync<ConversationPage>(Desk, talk);
        Assert.Contains("See you this afternoon", read);
        Assert.Contains(Hidden, read);
        Assert.Contains("I want to talk to a person", read);

        Assert.Contains(Words, await PageAsync<ConversationPage>(Nurse, talk));
        Assert.Contains(await service.Get<SearchReader>().FindAsync(Nurse, Words, default), found => (found.Where, found.Text) == ("Message", Words));
    }

    [Fact]
    public async Task A_booking_asked_for_after_the_crisis_is_the_front_desks_work_without_its_words()
    {
        service.At(The.OpenHour);
        var patient = await service.Web();
        await patient.Say(Words);
        service.Later(TimeSpan.FromMinutes(5));
        await service.Staff.Close(await service.Staff.Ticket(patient.ConversationId));
        service.Later(TimeSpan.FromMinutes(15));
        await patient.ToTheSummary(phone: "(713) 555-0172");
        await patient.Tap("Send it, and text me");
        var booking = (await service.Staff.Tickets(patient.ConversationId)).Single(ticket => ticket.Kind() == "booking");
        // Who has the talk now is not who was in it then.
        await service.Staff.Claim(booking);

        var sheet = await SheetAsync(Desk, booking);
        Assert.True(sheet.CanAct);
        Assert.DoesNotContain(sheet.Lines, line => line.Text.Contains(Words, StringComparison.Ordinal));
        Assert.DoesNotContain(sheet.Packet, field => field.Value?.Contains(Words, StringComparison.Ordinal) == true);
        Assert.Equal("crisis", sheet.Packet.Single(field => field.Name == "Red flags").Value);
        Assert.Equal((Hidden, "Ann Lee"), (sheet.Lines.First(line => line.From == "patient").Text, sheet.Packet.Single(field => field.Name == "Name").Value));
        Assert.DoesNotContain(Words, await PageAsync<ConversationPage>(Desk, patient.ConversationId));

        var nurse = await SheetAsync(Nurse, booking);
        Assert.Equal(Words, nurse.Lines.First(line => line.From == "patient").Text);
        Assert.StartsWith("crisis: ", nurse.Packet.Single(field => field.Name == "Red flags").Value);
    }

    [Fact]
    public async Task Who_is_in_a_talk_already_stays_when_it_turns_into_a_crisis()
    {
        service.At(The.OpenHour);
        var patient = await service.Web();
        await patient.Say("I want to talk to a person");
        var asked = await service.Staff.Ticket(patient.ConversationId);
        await service.Staff.Claim(asked);
        await patient.Say(Words);
        Assert.Contains((await SheetAsync(Desk, asked)).Lines, line => line.Text == Words);
        Assert.True((await SheetAsync(new DeskPerson("Lee Park", [The.Clinic]), asked)).IsHidden);
    }

    private async Task NothingOfItAsync(string talk)
    {
        Assert.DoesNotContain(Words, await PageAsync<TodayPage>(Desk));
        Assert.DoesNotContain(Words, await PageAsync<LiveChatsPage>(Desk));
        Assert.DoesNotContain(Words, await PageAsync<ConversationPage>(Desk, talk));
        Assert.DoesNotContain(await service.Get<SearchReader>().FindAsync(Desk, Words, default), found => found.Text.Contains(Words, StringComparison.Ordinal) || found.Where == "Ticket");
    }

    private Task<string> PageAsync<TPage>(DeskPerson person, string? id = null) where TPage : Microsoft.AspNetCore.Components.IComponent => ConsolePages.ShowAsync<TPage>(service.App.Services, person, id);

    private async Task<TicketSheet> SheetAsync(DeskPerson person, JsonNode ticket) => (await service.Get<TicketReader>().ReadAsync(person, (string)ticket["id"]!, TicketReader.Newest, default))!;
}
