using CommsBot.Handoff;
using CommsBot.Content;
using CommsBot.Staff.Calls;
using CommsBot.Staff.People;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Outbox;

/// <summary>To a patient who does not phone no text says "call", in either language, and who phones for the clinic sees how each patient is reached.</summary>
public sealed class TextOnlyTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public TextOnlyTests(TestService service)
    {
        this.service = service;
        service.At("2027-03-15T10:00-05:00");
    }

    [Theory]
    [InlineData("en", "What is CRPS?", "I want to kill myself", "I'd like a person to help me", "my driver cancelled", "can I take my blood pressure medicine", "please send me my medical records")]
    [InlineData("es", "¿Qué es el SDRC?", "me quiero matar", "quiero hablar con una persona", "no tengo quien me lleve", "¿puedo tomar mi medicina de la presión?", "necesito una copia de mi expediente")]
    public async Task No_text_to_a_text_only_patient_speaks_of_a_call(string language, params string[] says)
    {
        var phone = service.Phone();
        await BookAsync($"text-only-{language}", phone.Phone, "text-only", language);
        foreach (var text in says) await phone.Say(text);
        Assert.True(phone.Texts.Count > says.Length, string.Join(Environment.NewLine, phone.Texts));
        Assert.DoesNotContain(phone.Texts, text => TextOnlyWords.CallIn(text) is not null);

        // Staff read in the transcript what the patient read.
        var shown = (await service.Reader.Activities(await phone.ConversationId())).Where(entry => (string?)entry["from"] == "bot").Select(entry => (string)entry["text"]!);
        Assert.DoesNotContain(shown, text => TextOnlyWords.CallIn(text) is not null);
        await using var db = service.Store.Read();
        var stored = (await db.Outbound.ToListAsync()).Where(text => text.To == phone.Phone && text.SentAt is not null).Select(text => text.Body).ToList();
        Assert.Equal(phone.Texts.Order(), stored.Order());
    }

    [Fact]
    public async Task The_crisis_reply_names_988_and_911_all_the_same()
    {
        var phone = service.Phone();
        await BookAsync("text-only-crisis", phone.Phone, "text-only", "en");
        var reply = (await phone.Say("I want to kill myself"))[0];
        Assert.Contains("ext 988", reply);
        Assert.Contains("911", reply);
    }

    [Theory]
    [InlineData("relay")]
    [InlineData("video")]
    [InlineData(null)]
    public async Task Other_patients_read_the_usual_words(string? mode)
    {
        var phone = service.Phone();
        await BookAsync($"usual-{mode ?? "none"}", phone.Phone, mode, "en");
        Assert.Equal($"Mind Balance: {service.Words("handoff/no-driver", form: MessageForm.Sms)}", Assert.Single(await phone.Say("my driver cancelled")));
    }

    [Fact]
    public async Task What_a_person_types_is_left_as_it_is()
    {
        var phone = service.Phone();
        await BookAsync("typed", phone.Phone, "text-only", "en");
        await phone.Say("my driver cancelled");
        var ticket = (await service.Staff.Tickets(await phone.ConversationId()))[0];
        await service.Staff.Claim(ticket);
        await service.Staff.Post($"/api/handoffs/{ticket["id"]}/messages", new { text = "May I call you through 711?" });
        await service.Settled();
        Assert.Contains(phone.Texts, text => text.EndsWith("May I call you through 711?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_call_list_says_how_a_patient_is_reached_and_staff_change_it_on_the_record()
    {
        var phone = service.Phone();
        await BookAsync("reach", phone.Phone, "relay", "en", interpreter: true);
        await phone.Say("my driver cancelled");
        var dana = new DeskPerson(The.StaffMember, [The.Clinic]);
        await service.Staff.Claim((await service.Staff.Tickets(await phone.ConversationId()))[0]);
        var row = Assert.Single(await service.Get<CallReader>().ReadAsync(dana, default), call => call.Patient.EndsWith(phone.Phone[^4..], StringComparison.Ordinal));
        Assert.Equal("phone by relay, dial 711, interpreter needed", row.Reach);

        var patient = Assert.Single(await service.Get<PatientReader>().FindAsync(dana, phone.Phone[^7..], default));
        var desk = service.Get<PatientDesk>();
        Assert.False(await desk.ReachAsync(new DeskPerson("Sam Far", ["elsewhere"]), patient.Id, Language.Spanish, null, false));
        Assert.False(await desk.ReachAsync(new DeskPerson("Nobody Known", [The.Clinic]), patient.Id, Language.Spanish, null, false));
        Assert.False(await desk.ReachAsync(dana, patient.Id, Language.Spanish, "smoke signals", false));
        Assert.True(await desk.ReachAsync(dana, patient.Id, Language.Spanish, "video", false));
        var file = (await service.Get<PatientReader>().ReadAsync(dana, patient.Id, default))!;
        Assert.Equal(("Spanish", "video call", false), (file.Language, file.ContactMode, file.Interpreter));
    }

    [Theory]
    [InlineData("interpreter", "sometimes", "must be true or false")]
    [InlineData("contactMode", "pigeon", "must be one of text, phone, text-only, relay, video")]
    public async Task An_unknown_way_to_reach_somebody_is_refused(string field, string value, string fault)
    {
        using var answer = await service.Appointments.Send(HttpMethod.Put, "/api/appointments/bad-reach", new Dictionary<string, object>
        {
            ["patient"] = new Dictionary<string, object> { ["firstName"] = "Ana", ["phone"] = "+17135550133", [field] = value },
            ["startsAt"] = "2027-03-24T09:00:00-05:00", ["status"] = "booked",
        });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(fault, await answer.Content.ReadAsStringAsync());
    }

    private Task BookAsync(string id, string phone, string? contactMode, string language, bool? interpreter = null) => service.Appointments.Put($"/api/appointments/{id}", new
    {
        patient = new { firstName = "Ana", lastName = "Gomez", phone, language, contactMode, interpreter },
        startsAt = "2027-03-24T09:00:00-05:00",
        protocol = "infusion",
        status = "booked",
        consent = new { text = "May we text you?", at = "2027-03-01T10:00:00-06:00", method = "form" },
    });
}
