using System.Text.Json.Nodes;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Conversations;

/// <summary>Records, complaints, reports of harm and outsiders: each goes to its own desk, however it is said, on the web and by text, in both languages.</summary>
public sealed class OtherKindsTests : IClassFixture<TestService>
{
    private static readonly Dictionary<string, (string English, string Spanish)> Ways = new()
    {
        ["records"] = (
            """
            I need a copy of my records
            can you fax my chart to my new doctor
            how do I get my medical records
            please send my file to my insurance
            I want a release form for my records
            send my visit notes to Dr. Lee
            my disability application needs my records
            request for medical records
            I'd like all my infusion notes emailed to me
            """,
            """
            necesito una copia de mi expediente
            quiero mis registros médicos
            me pueden mandar mi historial médico
            envíen mi expediente a mi doctor por favor
            ¿cómo pido mis records?
            necesito mi historia clínica
            quiero copias de mis notas médicas
            """),
        ["complaint"] = (
            """
            I want to make a complaint
            the nurse was very rude to me
            I'm really unhappy with how I was treated
            you charged me twice and nobody will fix it
            this is the worst clinic ever
            I waited two hours and nobody apologized
            who do I complain to
            I want to talk to your manager about how I was treated
            your staff ignored me the whole time
            nobody ever returns my calls
            """,
            """
            quiero poner una queja
            la enfermera fue muy grosera conmigo
            estoy muy molesta con el trato que recibí
            me cobraron dos veces y nadie lo arregla
            pésimo servicio
            esperé dos horas y nadie se disculpó
            quiero presentar un reclamo
            """),
        ["adverse"] = (
            """
            I had a bad reaction to my infusion last week
            I want to report a side effect
            the infusion hurt me
            the nurse blew my vein and bruised my arm
            the infusion made me worse
            """,
            """
            tuve una mala reacción a la infusión la semana pasada
            la infusión me hizo mucho daño
            quiero reportar un efecto secundario
            me lastimaron el brazo con la aguja
            """),
        ["outside"] = (
            """
            I am a reporter writing about ketamine clinics
            this is Detective Hall with the sheriff's office
            I represent one of your patients
            I'm calling from a law firm about your client
            we have a subpoena for you
            is John Miller a patient of yours? I'm his attorney
            channel 8 news would like an interview
            police department here, we need to confirm a patient
            my lawyer will be contacting you
            I'm going to sue you
            I work for a newspaper and want a comment
            """,
            """
            soy periodista y escribo sobre las clínicas
            soy el detective Ruiz de la policía
            represento a uno de sus pacientes, soy su abogado
            los voy a demandar
            mi abogada se va a comunicar con ustedes
            trabajo para un periódico y quiero una entrevista
            tenemos una orden judicial
            """),
    };

    private readonly TestService service;

    public OtherKindsTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("records")]
    [InlineData("complaint")]
    [InlineData("adverse")]
    [InlineData("outside")]
    public async Task However_it_is_said_it_goes_to_its_desk_with_its_fixed_words(string kind)
    {
        (Language Language, string Text)[] ways = [.. Lines(Ways[kind].English).Select(way => (Language.English, way)), .. Lines(Ways[kind].Spanish).Select(way => (Language.Spanish, way))];
        var missed = await Task.WhenAll(ways.Select(async way =>
        {
            var web = await service.Web();
            var said = (await web.Say(way.Text)).Select(message => message.Text).FirstOrDefault();
            var opened = (await service.Staff.Tickets(web.ConversationId)).Select(ticket => ticket.Kind()).FirstOrDefault();
            return opened != kind ? $"{way.Text} -> {opened ?? "no ticket"}" : said != service.Words($"handoff/{kind}", way.Language) ? $"{way.Text} -> {said}" : null;
        }));
        Assert.Empty(missed.OfType<string>());
    }

    [Theory]
    [InlineData("records")]
    [InlineData("complaint")]
    [InlineData("adverse")]
    [InlineData("outside")]
    public async Task By_text_it_is_said_in_one_short_text(string kind)
    {
        foreach (var (language, way) in ((Language, string)[])[(Language.English, Lines(Ways[kind].English)[0]), (Language.Spanish, Lines(Ways[kind].Spanish)[0])])
            Assert.Equal([$"Mind Balance: {service.Words($"handoff/{kind}", language, MessageForm.Sms)}"], await service.Phone().Say(way));
    }

    [Theory]
    [InlineData("the infusion made me very sick for three days")]
    [InlineData("I got an infection where the IV was")]
    [InlineData("my arm is still swollen from the IV")]
    [InlineData("ever since the treatment my memory is worse")]
    [InlineData("I had an allergic reaction after my last visit")]
    [InlineData("desde el tratamiento mi memoria está peor")]
    [InlineData("tuve una reacción alérgica después de mi última visita")]
    public async Task Harm_that_may_be_a_danger_now_gets_the_words_for_danger_and_a_clinician(string text)
    {
        var web = await service.Web();
        Assert.Contains("911", (await web.Say(text))[0].Text);
        Assert.Contains(await service.Staff.Tickets(web.ConversationId), ticket => ticket.Kind() is "adverse" or "clinical" or "emergency");
    }

    [Theory]
    [InlineData(Language.English, "We can't say here whether anyone is or is not a patient.")]
    [InlineData(Language.Spanish, "Aquí no podemos decir si alguien es o no es paciente.")]
    internal void To_an_outsider_nothing_is_confirmed_or_denied(Language language, string sentence) =>
        Assert.Contains(sentence, service.Words("handoff/outside", language));

    [Theory]
    [InlineData("What do people complain about most?")]
    [InlineData("Do you keep records of my visits?")]
    [InlineData("What side effects can ketamine have?")]
    [InlineData("Is ketamine legal?")]
    [InlineData("¿Qué efectos secundarios tiene?")]
    public async Task A_question_about_such_things_is_no_such_case(string text)
    {
        var web = await service.Web();
        await web.Say(text);
        Assert.DoesNotContain(await service.Staff.Tickets(web.ConversationId), ticket => ticket.Kind() is "records" or "complaint" or "adverse" or "outside");
    }

    [Theory]
    [InlineData("please send me a copy of my medical records", "2027-03-23T17:00:00-05:00")]
    [InlineData("your receptionist was rude to me, I want to file a complaint", "2027-03-18T17:00:00-05:00")]
    [InlineData("I had a bad reaction to the infusion last week", null)]
    public async Task Records_and_complaints_carry_a_due_date(string text, string? due)
    {
        var web = await service.Web();
        await web.Say(text);
        Assert.Equal(due, (string?)(await service.Staff.Ticket(web.ConversationId))["deadline"]);

        // A person is promised, and the due date stays what it was.
        service.At("2027-03-12T16:00-06:00");
        await service.Get<Poller>().LookAsync(default);
        if (due is not null) Assert.Equal(due, (string?)(await service.Staff.Ticket(web.ConversationId))["deadline"]);
    }

    [Fact]
    public async Task Trouble_on_the_day_tops_the_band_and_before_opening_pages_whoever_is_on_duty_but_never_as_a_flood_of_crises()
    {
        string[] troubles =
        [
            "I ate breakfast this morning", "my driver cancelled", "I'm running 20 minutes late", "I'm here in the parking lot", "I woke up with a fever today", "my ride is stuck in traffic",
            "desayuné hoy", "no tengo quien me lleve", "voy tarde", "ya llegué", "amanecí con fiebre hoy", "se me hizo tarde, voy en camino",
        ];
        await using var morning = await TestService.StartAsync();
        morning.At("2027-03-08T06:15-06:00");
        var question = await morning.Web();
        await question.Say("Can I talk to a person?");
        morning.At("2027-03-08T06:30-06:00");
        var patients = troubles.Select(_ => morning.Phone()).ToList();
        await Task.WhenAll(troubles.Zip(patients, (text, phone) => phone.Say(text)));
        var tickets = new List<JsonNode>();
        foreach (var phone in patients) tickets.Add(await morning.Staff.Ticket(await phone.ConversationId()));

        await LookAsync(morning);
        Assert.Equal(10, await PagedAsync(morning, tickets));
        var calm = (await morning.Reader.Get("/api/handoffs?state=waiting"))["items"]!.AsArray().Where(item => item!.Kind() is not ("crisis" or "emergency")).Select(item => (string)item!["id"]!).ToList();
        Assert.Equal(tickets.Select(ticket => (string)ticket["id"]!).Order(), calm.Take(troubles.Length).Order());

        // The phone of whoever is on duty gets the others once it is quieter.
        morning.Later(TimeSpan.FromMinutes(10));
        await LookAsync(morning);
        Assert.Equal(troubles.Length, await PagedAsync(morning, tickets));
        Assert.DoesNotContain(morning.Twilio.Sent, text => text.Body.Contains("possible flood"));
        foreach (var ticket in tickets) await morning.Staff.Close(ticket);
    }

    [Theory]
    [InlineData("2027-03-06T15:00-06:00")]
    [InlineData(The.OpenHour)]
    public async Task On_a_closed_day_and_in_office_hours_trouble_on_the_day_pages_nobody(string at)
    {
        service.At(at);
        var phone = service.Phone();
        await phone.Say("my driver cancelled");
        await LookAsync(service);
        var ticket = await service.Staff.Ticket(await phone.ConversationId());
        Assert.Equal(0, await PagedAsync(service, [ticket]));
        await service.Staff.Close(ticket);
    }

    private static string[] Lines(string ways) => ways.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static async Task LookAsync(TestService service)
    {
        await service.Get<Poller>().LookAsync(default);
        await service.Settled();
    }

    private static async Task<int> PagedAsync(TestService service, IEnumerable<JsonNode> tickets)
    {
        var keys = tickets.Select(ticket => $"page-{ticket["id"]}-0").ToList();
        await using var db = service.Store.Read();
        return await db.Outbound.CountAsync(m => keys.Contains(m.UniqueKey) && m.SentAt != null);
    }
}
