using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Handoff.Identity;
using CommsBot.Staff.Queue;
using CommsBot.Tests.Drivers;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

/// <summary>Rule 32 of the clinic's day: who writes on the website is proven or unverified.</summary>
[Collection(SharedDesk.Name)]
public sealed partial class ProvenIdentityTests
{
    private static readonly DeskPerson Dana = new(The.StaffMember, [The.Clinic]) { Role = "clinician" };

    private readonly TestService service;

    public ProvenIdentityTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Fact]
    public async Task A_code_to_the_number_on_file_proves_who_writes_and_the_chat_shows_no_more_than_before()
    {
        var (web, ticket, patient) = await ChatAsync();
        await SendCodeAsync(ticket, patient);
        Assert.Equal(service.Words("handoff/identity-code-asked", values: ("minutes", "10")), (await web.Read())[^1].Text);

        var text = patient.Texts[^1];
        var code = Code(text);
        Assert.StartsWith($"Mind Balance: {service.Words("handoff/identity-code", form: MessageForm.Sms, values: [("code", code), ("minutes", "10")])}", text);
        Assert.Equal("unverified", (await Ticket(ticket)).Field("Identity"));
        Assert.Equal(service.Words("handoff/identity-proven"), (await web.Ask($"{code[..3]} {code[3..]}")).Text);

        var proven = await Ticket(ticket);
        Assert.Equal("Ana Gomez, proven by a code (Dana Reed)", proven.Field("Identity"));
        Assert.Equal("Ana Gomez", proven.Field("Name"));
        Assert.Equal((service.Words("handoff/identity-unverified"), "preparation"), Said(await web.Ask("When is my appointment?")));
        Assert.DoesNotContain(web.Seen, message => message.Text.Contains("April", StringComparison.Ordinal) || message.Text.Contains(code[..3] + "***", StringComparison.Ordinal));
        using var other = await web.Send(HttpMethod.Get, $"conversations/{await patient.ConversationId()}/activities");
        Assert.False(other.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Proven_they_are_one_row_of_the_queue_and_undone_they_are_two_again()
    {
        var (web, ticket, patient) = await ChatAsync();
        await patient.Say("I want to talk to a person");
        Assert.Equal(2, (await RowsAsync(web, patient)).Count);

        await PhoneAsync(ticket, patient, "birth date", "address");
        var row = Assert.Single(await RowsAsync(web, patient));
        Assert.Equal(("Ana Gomez", false), (row.Patient, row.Unverified));
        Assert.Equal("Ana Gomez, proven by phone: birth date, address (Dana Reed)", (await Ticket(ticket)).Field("Identity"));

        using var empty = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{ticket}/identity/undo", new { reason = " " });
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        await service.Staff.Post($"/api/handoffs/{ticket}/identity/undo", new { reason = "It was her sister." });
        Assert.Equal("unverified", (await Ticket(ticket)).Field("Identity"));
        Assert.Equal(2, (await RowsAsync(web, patient)).Count);
        Assert.Equal(["identity.proven-by-phone", "identity.undone"], await AuditedAsync(ticket, web.ConversationId));
        using var again = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{ticket}/identity/undo", new { reason = "Twice." });
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Five_wrong_tries_end_a_code_even_for_the_right_one()
    {
        var (web, ticket, patient) = await ChatAsync();
        await SendCodeAsync(ticket, patient);
        var code = Code(patient.Texts[^1]);
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 1; i < IdentityCodes.WrongTries; i++) Assert.Equal(service.Words("handoff/identity-code-wrong"), (await web.Ask(wrong)).Text);
        Assert.Equal(service.Words("handoff/identity-code-over"), (await web.Ask(wrong)).Text);
        Assert.Equal(service.Words("handoff/identity-code-over"), (await web.Ask(code)).Text);
        Assert.Equal("unverified", (await Ticket(ticket)).Field("Identity"));
    }

    [Fact]
    public async Task After_ten_minutes_a_code_is_over_and_its_text_is_emptied()
    {
        var (web, ticket, patient) = await ChatAsync();
        await SendCodeAsync(ticket, patient);
        var code = Code(patient.Texts[^1]);
        service.Later(TimeSpan.FromMinutes(10));
        await service.Settled();
        Assert.Equal(service.Words("handoff/identity-code-over"), (await web.Ask(code)).Text);

        await using var db = service.Store.Read();
        var row = await db.IdentityCodes.SingleAsync(c => c.ConversationId == web.ConversationId);
        Assert.Equal(CodeState.Expired, row.State);
        Assert.DoesNotContain(code, (await db.Outbound.SingleAsync(m => m.Id == row.OutboundId)).Body);
        Assert.DoesNotContain(code, row.Hash);
        Assert.All(await service.Reader.Activities(await patient.ConversationId()), said => Assert.DoesNotContain(code, (string)said["text"]!));
    }

    [Fact]
    public async Task A_newer_code_replaces_the_older_one()
    {
        var (web, ticket, patient) = await ChatAsync();
        await SendCodeAsync(ticket, patient);
        var first = Code(patient.Texts[^1]);
        service.Later(TimeSpan.FromMinutes(1));
        await SendCodeAsync(ticket, patient);
        var second = Code(patient.Texts[^1]);
        if (first != second) Assert.Equal(service.Words("handoff/identity-code-wrong"), (await web.Ask(first)).Text);
        Assert.Equal(service.Words("handoff/identity-proven"), (await web.Ask(second)).Text);
    }

    [Fact]
    public async Task Three_codes_a_day_are_enough_for_one_chat()
    {
        var (_, ticket, patient) = await ChatAsync();
        for (var i = 0; i < 3; i++) await SendCodeAsync(ticket, patient);
        using var fourth = await TryCodeAsync(ticket, IdOf(patient));
        Assert.Equal(HttpStatusCode.BadRequest, fourth.StatusCode);
        Assert.Contains("Enough codes were sent today.", await fourth.Content.ReadAsStringAsync());
        Assert.Equal(3, patient.Texts.Count);
    }

    [Fact]
    public async Task Who_opted_out_is_not_texted_and_staff_are_told()
    {
        var (_, ticket, patient) = await ChatAsync();
        await patient.Say("STOP", optOutType: "STOP");
        var before = patient.Texts.Count;
        using var answer = await TryCodeAsync(ticket, IdOf(patient));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("This number has opted out of texts. Nothing was sent; check two identifiers by phone.", await answer.Content.ReadAsStringAsync());
        Assert.Equal(before, patient.Texts.Count);
    }

    [Theory]
    [InlineData("birth date")]
    [InlineData("birth date", "birth date")]
    [InlineData("birth date", "favourite colour")]
    [InlineData]
    public async Task One_identifier_or_an_unknown_one_proves_nothing(params string[] agreed)
    {
        var (_, ticket, patient) = await ChatAsync();
        using var answer = await service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{ticket}/identity/phone", new { patientId = IdOf(patient), agreed });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("unverified", (await Ticket(ticket)).Field("Identity"));
    }

    [Fact]
    public async Task A_patient_nobody_knows_a_text_thread_and_a_colleagues_ticket_are_refused()
    {
        var (_, ticket, patient) = await ChatAsync();
        using var unknown = await TryCodeAsync(ticket, "nobody");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        await service.Colleague.Post($"/api/handoffs/{ticket}/claim");
        using var foreign = await TryCodeAsync(ticket, IdOf(patient));
        Assert.Equal(HttpStatusCode.Conflict, foreign.StatusCode);
        using var reader = await service.Reader.Send(HttpMethod.Post, $"/api/handoffs/{ticket}/identity/code", new { patientId = IdOf(patient) });
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);

        await patient.Say("I want to talk to a person");
        var thread = (string)(await service.Staff.Ticket(await patient.ConversationId()))["id"]!;
        using var texted = await TryCodeAsync(thread, IdOf(patient));
        Assert.Equal(HttpStatusCode.BadRequest, texted.StatusCode);
    }

    [Fact]
    public async Task Six_digits_without_a_code_are_an_ordinary_message() =>
        Assert.NotEqual(service.Words("handoff/identity-code-over"), (await (await service.Web()).Ask("123456")).Text);

    [Fact]
    public async Task Staff_own_the_chat_and_a_code_typed_there_still_counts()
    {
        var (web, ticket, patient) = await ChatAsync();
        await service.Staff.Post($"/api/handoffs/{ticket}/claim");
        await SendCodeAsync(ticket, patient);
        await web.Read();
        Assert.Equal(service.Words("handoff/identity-proven"), (await web.Ask(Code(patient.Texts[^1]))).Text);
        Assert.Equal(["handoff.claim", "identity.code-sent", "identity.proven-by-code"], await AuditedAsync(ticket, web.ConversationId));
    }

    private async Task<(WebPatient Web, string Ticket, SmsPatient Patient)> ChatAsync()
    {
        var patient = service.Phone();
        await service.Appointments.Put($"/api/appointments/{IdOf(patient)}", PacketTests.Visit(patient.Phone, id: IdOf(patient)));
        var web = await service.Web();
        await web.Say("I want to talk to a person");
        return (web, (string)(await service.Staff.Ticket(web.ConversationId))["id"]!, patient);
    }

    private static string IdOf(SmsPatient patient) => $"patient-{patient.Phone[^7..]}";

    private async Task<JsonNode> Ticket(string id) => await service.Staff.Get($"/api/handoffs/{id}");

    private async Task SendCodeAsync(string ticket, SmsPatient patient)
    {
        await service.Staff.Post($"/api/handoffs/{ticket}/identity/code", new { patientId = IdOf(patient) });
        await service.Settled();
    }

    private Task<JsonNode> PhoneAsync(string ticket, SmsPatient patient, params string[] agreed) =>
        service.Staff.Post($"/api/handoffs/{ticket}/identity/phone", new { patientId = IdOf(patient), agreed });

    private Task<HttpResponseMessage> TryCodeAsync(string ticket, string patientId) =>
        service.Staff.Send(HttpMethod.Post, $"/api/handoffs/{ticket}/identity/code", new { patientId });

    private async Task<List<QueueRow>> RowsAsync(WebPatient web, SmsPatient patient)
    {
        var thread = await patient.ConversationId();
        var bands = (await service.Get<QueueReader>().QueueAsync(Dana, default)).Bands;
        return [.. bands.SelectMany(band => band.Rows).Where(row => row.ConversationId == web.ConversationId || row.ConversationId == thread)];
    }

    private async Task<List<string>> AuditedAsync(string ticket, string conversation)
    {
        await using var db = service.Store.Read();
        return await db.Audit.Where(e => (e.Subject == ticket || e.Subject == conversation) && (e.Action.StartsWith("identity.") || e.Action == "handoff.claim"))
            .OrderBy(e => e.Number).Select(e => e.Action).ToListAsync();
    }

    private static (string, string?) Said(WebMessage message) => (message.Text, message.Outcome);

    private static string Code(string text) => SixDigits().Match(text).Value;

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex SixDigits();
}
