using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommsBot.Conversations;
using CommsBot.Tests.Appointments;

namespace CommsBot.Tests.Preparation.Execution;

/// <summary>What patients tell of their health unasked holds the fast as a 3 to the health questions does. Each test has a phone of its own.</summary>
public sealed partial class HealthToldTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    private const string NurseCalls = "Mind Balance: Thank you for telling us. A nurse will call you before your visit. Please don't change your medicines on your own. "
        + "If you use insulin or diabetes medicine, call us before you start to fast: (281) 555-0120.";

    [Theory]
    [InlineData("I am pregnant", "+17135550301")]
    [InlineData("fyi i started ozempic", "+17135550302")]
    [InlineData("I have diabetes", "+17135550303")]
    [InlineData("I take a blood pressure pill", "+17135550304")]
    [InlineData("I take xanax to sleep", "+17135550305")]
    [InlineData("I have a fever", "+17135550306")]
    [InlineData("estoy embarazada", "+17135550307")]
    [InlineData("tomo pastillas para dormir", "+17135550308")]
    public async Task Told_before_the_health_questions_were_sent_it_holds_the_fast_for_a_nurse(string words, string phone)
    {
        await Booked(phone, phone);
        var said = await service.Said(phone, words);
        Assert.NotEmpty(said);
        Assert.All(said, text => Assert.DoesNotContain(" stop ", Notice().Replace(text, ""), StringComparison.OrdinalIgnoreCase));

        var view = await service.Read(phone);
        Assert.Equal("held", view.GetProperty("healthScreen").Word("state"));
        Assert.Equal("held", view.Message("fasting").Word("status"));
        Assert.DoesNotContain("health-screen", view.Steps("planned").Select(step => step.Split(' ')[0]));
        Assert.Contains("screen-held", view.Reasons());
        Assert.Equal("needs-call", view.Readiness());
    }

    [Theory]
    [InlineData("1 but I take insulin", "+17135550311")]
    [InlineData("1 and I am 12 weeks pregnant", "+17135550312")]
    public async Task Beside_a_digit_it_is_what_counts(string words, string phone)
    {
        await Asked(phone, phone);
        Assert.Equal("held", (await Held(phone, phone, words)).Word("state"));
        await service.Text(phone, "1 none");
        Assert.Equal("held", (await service.Read(phone)).GetProperty("healthScreen").Word("state"));
    }

    [Fact]
    public async Task A_statement_that_asks_nothing_is_thanked_for_and_a_nurse_calls()
    {
        const string phone = "+17135550313";
        await Booked("stated", phone);
        Assert.StartsWith(NurseCalls, Assert.Single(await service.Said(phone, "on mounjaro")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_after_a_one_it_takes_the_one_back()
    {
        const string phone = "+17135550314";
        await Asked("later", phone);
        await service.Text(phone, "1");
        Assert.Equal("cleared", (await service.Read("later")).GetProperty("healthScreen").Word("state"));
        Assert.Equal("held", (await Held("later", phone, "I started metformin")).Word("state"));
        Assert.Equal("held", (await service.Read("later")).Message("fasting").Word("status"));
    }

    [Fact]
    public async Task What_a_clinician_released_stays_released_and_is_called_about()
    {
        const string phone = "+17135550315";
        service.GoTo("2027-03-08 09:00");
        await service.Put("released", AppointmentService.Ana(phone: phone));
        await service.Release("released");
        Assert.Equal("cleared", (await Held("released", phone, "I have a fever")).Word("state"));
        var view = await service.Read("released");
        Assert.Equal("planned", view.Message("fasting").Word("status"));
        Assert.Contains("screen-held", view.Reasons());
    }

    [Fact]
    public async Task What_another_system_cleared_yields_to_the_patient_and_stays_held_until_a_clinician_lets_it_go()
    {
        const string phone = "+17135550318";
        service.GoTo("2027-03-08 09:00");
        var body = AppointmentService.Ana(phone: phone);
        body["healthScreen"] = new JsonObject { ["state"] = "cleared", ["setBy"] = "Dana Example RN" };
        await service.Put("yields", body);
        Assert.Equal("held", (await Held("yields", phone, "I take insulin")).Word("state"));

        body["durationMinutes"] = 200;
        var (status, refused) = await service.Put("yields", body);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(
            "The appointment was not changed: healthScreen.state: cannot be cleared from another system: the patient told us that one of these is so. A clinician releases the fast in the console",
            refused.Word("detail"));
        body["healthScreen"] = new JsonObject { ["state"] = "held", ["setBy"] = "Dana Example RN" };
        Assert.Equal(HttpStatusCode.OK, (await service.Put("yields", body)).Status);
        Assert.Equal("patient", (await service.Read("yields")).GetProperty("healthScreen").Word("setBy"));
        await service.Release("yields");
        Assert.Equal("planned", (await service.Read("yields")).Message("fasting").Word("status"));
        body["healthScreen"]!["state"] = "cleared";
        Assert.Equal(HttpStatusCode.OK, (await service.Put("yields", body)).Status);
        Assert.Equal("Nora Clinician", (await service.Read("yields")).GetProperty("healthScreen").Word("setBy"));
    }

    [Fact]
    public async Task The_next_visit_is_held_and_every_one_whose_questions_were_asked()
    {
        const string phone = "+17135550316";
        await Asked("first", phone);
        await service.Text(phone, "1");
        await service.Put("far", AppointmentService.Ana("2027-05-04T09:00:00-05:00", phone));
        await service.Text(phone, "I am on insulin");
        Assert.Equal("held", (await service.Read("first")).GetProperty("healthScreen").Word("state"));
        Assert.Equal("unknown", (await service.Read("far")).GetProperty("healthScreen").Word("state"));
    }

    [Fact]
    public async Task A_danger_beside_it_is_answered_and_the_fast_is_held_all_the_same()
    {
        const string phone = "+17135550317";
        await Booked("danger", phone);
        Assert.Contains("911", (await service.Text(phone, "I'm pregnant and I have chest pain and can't breathe")).Text, StringComparison.Ordinal);
        var view = await service.Read("danger");
        Assert.Equal("held", view.GetProperty("healthScreen").Word("state"));
        Assert.Contains("screen-held", view.Reasons());
    }

    [Theory]
    // An answer of the clinic that names a nurse.
    [InlineData("I have a port", "+17135550341")]
    [InlineData("tuve un derrame", "+17135550342")]
    // Whatever it is, no clear "none of these".
    [InlineData("I have high cholesterol", "+17135550343")]
    [InlineData("I have anxiety", "+17135550344")]
    [InlineData("getting over a cold", "+17135550345")]
    [InlineData("my stomach hurts", "+17135550346")]
    // A rule, a net or a danger that is a nurse's.
    [InlineData("I weigh 320 pounds", "+17135550347")]
    [InlineData("I'm 8 months postpartum", "+17135550348")]
    [InlineData("me operaron la semana pasada", "+17135550349")]
    [InlineData("my leg is swollen and red today", "+17135550350")]
    [InlineData("I have chest pain right now", "+17135550351")]
    public async Task Told_in_own_words_while_the_health_questions_wait_it_holds_the_fast_whatever_digit_follows(string words, string phone)
    {
        await Asked(phone, phone);
        var said = await service.Said(phone, words);
        Assert.DoesNotContain(said, text => text.Contains("Reply 1 NONE", StringComparison.Ordinal));
        Assert.Contains("screen-held", (await service.Read(phone)).Reasons());
        await service.Text(phone, "1 none");
        Assert.Equal("held", (await service.Read(phone)).GetProperty("healthScreen").Word("state"));
    }

    [Theory]
    [InlineData("I need directions to your office", "+17135550361")]
    [InlineData("I got your text", "+17135550362")]
    [InlineData("I take the bus", "+17135550363")]
    [InlineData("I have a question", "+17135550364")]
    [InlineData("my ride fell through", "+17135550365")]
    public async Task Words_about_something_else_leave_the_health_questions_open(string words, string phone)
    {
        await Asked(phone, phone);
        Assert.Equal("unknown", (await Held(phone, phone, words)).Word("state"));
        Assert.Equal("cleared", (await Held(phone, phone, "1 none")).Word("state"));
    }

    [Theory]
    [InlineData("I don't have any of these", "+17135550371")]
    [InlineData("no tengo nada de eso", "+17135550372")]
    public async Task None_of_these_in_a_sentence_clears(string words, string phone)
    {
        await Asked(phone, phone);
        Assert.Equal("cleared", (await Held(phone, phone, words)).Word("state"));
    }

    [Theory]
    [InlineData("I am not pregnant", "+17135550321")]
    [InlineData("My hand is cold", "+17135550322")]
    [InlineData("I don't take insulin or anything", "+17135550323")]
    [InlineData("my driver is sick", "+17135550324")]
    [InlineData("my wife is pregnant so she can't drive me", "+17135550325")]
    [InlineData("What if I get sick before my visit?", "+17135550326")]
    [InlineData("ill be there", "+17135550327")]
    [InlineData("I am sick of waiting", "+17135550328")]
    public async Task What_says_no_or_is_about_somebody_else_holds_nothing(string words, string phone)
    {
        await Booked(phone, phone);
        Assert.Equal("unknown", (await Held(phone, phone, words)).Word("state"));
    }

    [Theory]
    [InlineData("yes I'm diabetic")]
    [InlineData("diabetic type 2")]
    [InlineData("type 2 diabetes")]
    [InlineData("Should I take my lisinopril that morning?")]
    [InlineData("I might be pregnant")]
    [InlineData("not sure if I am pregnant")]
    [InlineData("I use a weekly shot for weight loss")]
    [InlineData("my blood pressure is 180 over 110")]
    [InlineData("woke up with a fever 101")]
    [InlineData("I've got the flu")]
    [InlineData("i think im coming down with something")]
    [InlineData("I have been throwing up all night")]
    [InlineData("I tested positive for covid")]
    [InlineData("tengo fiebre y tos")]
    [InlineData("soy diabetica")]
    [InlineData("me inyecto insulina")]
    [InlineData("uso ozempic")]
    [InlineData("tomo clonazepam para los nervios")]
    [InlineData("tengo la presion alta")]
    [InlineData("amaneci enferma")]
    public void It_is_heard_in_many_words(string words) => Assert.True(service.Get<HealthWords>().TellIn(words, forAnother: false), words);

    [Theory]
    [InlineData("she takes insulin")]
    [InlineData("my mom has a fever")]
    [InlineData("mi mama toma pastillas para la presion")]
    public void Of_somebody_else_only_who_speaks_for_the_patient_tells(string words)
    {
        Assert.True(service.Get<HealthWords>().TellIn(words, forAnother: true), words);
        Assert.False(service.Get<HealthWords>().TellIn(words, forAnother: false), words);
    }

    [Theory]
    [InlineData("no fever")]
    [InlineData("none of these, no diabetes, no insulin")]
    [InlineData("I do not have a fever")]
    [InlineData("Can diabetics get infusions?")]
    [InlineData("do you check my blood pressure there?")]
    [InlineData("no estoy embarazada")]
    [InlineData("no tomo insulina")]
    [InlineData("Can I bring a blanket, I get cold")]
    [InlineData("see you tomorrow")]
    public void Other_words_tell_nothing(string words) => Assert.False(service.Get<HealthWords>().TellIn(words, forAnother: false), words);

    /// <summary>How to end texts, the one lawful use of the word.</summary>
    [GeneratedRegex("(Reply|Responda) STOP .+$")]
    private static partial Regex Notice();

    private async Task Booked(string id, string phone)
    {
        service.GoTo("2027-03-06 11:00");
        await service.Put(id, AppointmentService.Ana(phone: phone));
        service.GoTo("2027-03-08 09:00");
    }

    private async Task Asked(string id, string phone)
    {
        await Booked(id, phone);
        await service.Deliver(id, "health-screen", "2027-03-08 10:00");
        service.GoTo("2027-03-08 10:05");
    }

    private async Task<System.Text.Json.JsonElement> Held(string id, string phone, string words)
    {
        await service.Text(phone, words);
        return (await service.Read(id)).GetProperty("healthScreen");
    }
}
