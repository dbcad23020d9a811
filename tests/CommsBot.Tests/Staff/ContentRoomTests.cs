using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using CommsBot.Appointments.Stopping;
using CommsBot.Content;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Handoff.Notices;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Staff.Room;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

/// <summary>What a clinician's signature, its end and its recall do to what patients read; every text is signed at the beginning, until March 13, 2028.</summary>
public sealed class ContentRoomTests : IAsyncLifetime
{
    private const string Hooks = "https://hooks.test";
    private static readonly DeskPerson Kim = new("Kim Cole", [The.Clinic]) { Role = "clinician" };

    private readonly ConcurrentQueue<string> notices = [];
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync(new TestSetup
        {
            Args =
            [
                "--Content:RequireReview=true", "--Notices:Routes:0:Name=program", $"--Notices:Routes:0:Clinic={The.Clinic}", "--Notices:Routes:0:Kind=webhook",
                $"--Notices:Routes:0:Address={Hooks}/in", "--Notices:Routes:0:Secret=a secret of sixteen",
            ],
        });
        service.Outside.Register(Hooks, async (request, ct) =>
        {
            notices.Enqueue(await request.Content!.ReadAsStringAsync(ct));
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        service.At("2027-03-13T09:00-06:00");
        await SignAllAsync();
        service.At("2027-03-15T10:00-05:00");
        await service.Store.Write(async db =>
        {
            foreach (var (name, role) in ((string, string)[])[("Kim Cole", "clinician"), ("Dana Desk", "staff")])
                if (await StaffPeople.FindAsync(db, name) is null) db.Users.Add(StaffPeople.New(name, [The.Clinic], role));
        });
    }

    public Task DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task A_recalled_protocol_stops_lists_who_read_it_by_the_next_visit_and_asks_for_a_correction_of_each()
    {
        var near = await BookAsync("near", "Ana", "+17135550101", "2027-03-24T09:00:00-05:00");
        var far = await BookAsync("far", "Bo", "+17135550102", "2027-03-30T09:00:00-05:00");
        await BookAsync("spanish", "Luz", "+17135550103", "2027-03-24T11:00:00-05:00", "es");
        Assert.Equal("sent", near["messages"]![0]!["status"]!.ToString());
        Assert.All(far["messages"]!.AsArray(), message => Assert.Contains((string?)message!["status"], (string?[])["planned", "held"]));

        var item = (await service.Get<RoomReader>().FindAsync(Language.English, "preparation/infusion", default))!;
        Assert.Equal("Only a clinician may do this.", await service.Get<RoomDesk>().RecallAsync(new DeskPerson("Dana Desk", [The.Clinic]), item, "The street is wrong."));
        Assert.Equal("Say why.", await service.Get<RoomDesk>().RecallAsync(Kim, item, " "));
        Assert.Null(await service.Get<RoomDesk>().RecallAsync(Kim, item, "The street is wrong."));

        foreach (var id in (string[])["near", "far"])
            Assert.DoesNotContain((await service.Appointments.Get($"/api/appointments/{id}"))["messages"]!.AsArray(), message => (string?)message!["status"] is "planned" or "held");
        Assert.Contains((await service.Appointments.Get("/api/appointments/spanish"))["messages"]!.AsArray(), message => (string?)message!["status"] is "planned" or "held");

        var read = await service.Get<RecallList>().OfAsync(item, [The.Clinic], default);
        Assert.Equal(["Ana Gomez"], read.Select(one => one.Name));
        Assert.NotNull(read[0].ConversationId);
        var calls = await CallsAsync();
        var correction = Assert.Single(calls, call => Asks(call) == "Correct what the patient read: Infusion visit. The street is wrong.");
        Assert.Equal("near", (string?)correction["appointmentId"]);
        Assert.StartsWith("2027-03-24T01:00:00", (string?)correction["deadline"]);
        foreach (var id in (string[])["near", "far"])
            Assert.Single(calls, call => (string?)call["appointmentId"] == id && call.Field("Why")!.Contains("recalled") && !call["summary"]!.AsArray().Any(field => (string?)field!["name"] == "Text not received"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_death_nobody_is_called_to_correct_what_was_read_though_the_list_says_who_read_it(bool isAnswer)
    {
        string[] numbers = ["+17135550104", "+17135550105"];
        await BookAsync("died", "Ray", numbers[0], "2027-03-24T09:00:00-05:00");
        await BookAsync("lives", "Sue", numbers[1], "2027-03-24T11:00:00-05:00");
        foreach (var number in numbers) await service.Phone(number).Say("What is CRPS?");
        Assert.Null((await service.Get<ContactStops>().StopPatientAsync(Kim, The.Clinic, "died", BlockReason.Deceased)).Refusal);
        var said = await service.Reader.Activities(await service.Phone(numbers[0]).ConversationId());
        var id = isAnswer ? (string)said.Select(one => one["answers"]).OfType<JsonArray>().Last()[0]! : "preparation/infusion";
        var item = (await service.Get<RoomReader>().FindAsync(Language.English, id, default))!;

        Assert.Null(await service.Get<RoomDesk>().RecallAsync(Kim, item, "It named the wrong door."));

        Assert.Equal(["Ray Gomez", "Sue Gomez"], (await service.Get<RecallList>().OfAsync(item, [The.Clinic], default)).Select(one => one.Name).Order());
        Assert.Equal(["lives"], (await CallsAsync()).Where(call => Asks(call)?.Contains("wrong door", StringComparison.Ordinal) == true).Select(call => (string?)call["appointmentId"]));
    }

    [Fact]
    public async Task Those_with_the_nearest_visit_stand_first_and_a_text_booked_after_the_recall_waits()
    {
        await BookAsync("second", "Bo", "+17135550112", "2027-03-24T13:00:00-05:00");
        await BookAsync("first", "Ana", "+17135550111", "2027-03-24T09:00:00-05:00");
        var item = (await service.Get<RoomReader>().FindAsync(Language.English, "preparation/infusion", default))!;
        Assert.Null(await service.Get<RoomDesk>().RecallAsync(Kim, item, "The street is wrong."));
        Assert.Equal(["Ana Gomez", "Bo Gomez"], (await service.Get<RecallList>().OfAsync(item, [The.Clinic], default)).Select(one => one.Name));

        var late = await BookAsync("late", "Cy", "+17135550113", "2027-03-25T09:00:00-05:00");
        Assert.All(late["messages"]!.AsArray(), message => Assert.Equal("held", (string?)message!["status"]));
        Assert.DoesNotContain(service.Twilio.Sent, text => text.To == "+17135550113");
        Assert.Contains(await CallsAsync(), call => (string?)call["appointmentId"] == "late");

        // The number it went to is the one to call, whoever reads there now.
        await BookAsync("second", "Bo", "+17135550119", "2027-03-24T13:00:00-05:00");
        Assert.Contains(await service.Get<RecallList>().OfAsync(item, [The.Clinic], default), one => (one.Name, one.Phone) == ("Bo Gomez (another number)", "(713) 555-0112"));
    }

    [Fact]
    public async Task Who_read_an_answer_in_English_and_went_on_in_Spanish_read_the_English_one()
    {
        var (web, phone, spanish) = (await service.Web(), service.Phone(), await service.Web("es"));
        var quoted = Assert.Single((await web.Ask("What is CRPS?")).Answers);
        await phone.Ask("What is CRPS?");
        await spanish.Ask("¿Qué es el SDRC?");
        await web.Say("Quiero hablar con una persona, por favor");
        await phone.Say("Quiero hablar con una persona, por favor");
        foreach (var talk in (string[])[web.ConversationId, await phone.ConversationId()]) Assert.Equal("Spanish", (await service.Staff.Ticket(talk)).Field("Language"));

        var english = (await service.Get<RoomReader>().FindAsync(Language.English, quoted, default))!;
        var list = service.Get<RecallList>();
        Assert.Equal([.. new[] { web.ConversationId, await phone.ConversationId() }.Order()], (await list.OfAsync(english, [The.Clinic], default)).Select(one => one.ConversationId).Order());
        Assert.Equal([spanish.ConversationId], (await list.OfAsync((await service.Get<RoomReader>().FindAsync(Language.Spanish, quoted, default))!, [The.Clinic], default)).Select(one => one.ConversationId));
        Assert.Null(await service.Get<RoomDesk>().RecallAsync(Kim, english, "The name is wrong."));
        Assert.Equal(2, (await CallsAsync()).Count(call => Asks(call)?.EndsWith("The name is wrong.", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task A_recall_written_by_another_node_holds_here_within_five_seconds()
    {
        var patient = await service.Web();
        var quoted = Assert.Single((await patient.Ask("What is CRPS?")).Answers);
        var answer = service.Get<ContentLibrary>().Answer(quoted, Language.English)!;
        await service.Store.Write(db =>
        {
            db.Recalls.Add(new ContentRecall { ContentId = quoted, Language = "en", Form = "Web", Hash = answer.Hash(MessageForm.Web), By = "Kim Cole", Reason = "wrong", At = service.Get<CommsBot.Clinics.ClinicClock>().UtcNow });
            return Task.CompletedTask;
        });
        // Two looks fit into the five seconds, whatever this machine takes for one.
        Assert.True(2 * ApprovalWatch.Pause < TimeSpan.FromSeconds(5));
        await service.Until("stop quoting what was recalled", async () => !(await (await service.Web()).Ask("What is CRPS?")).Answers.Contains(quoted));
    }

    [Fact]
    public async Task Administrators_are_warned_thirty_fourteen_and_three_days_ahead_and_at_the_end_once_each()
    {
        Assert.Empty(await WarnedAsync("2028-02-11T09:00-06:00"));
        var first = Assert.Single(await WarnedAsync("2028-02-12T10:00-06:00"));
        Assert.Matches(@"^The approval of \d+ texts ends on Mar 13, 2028, in 30 days or less\.$", first.Field("Why"));
        Assert.Contains("more", first.Field("Texts"));
        Assert.Single(await WarnedAsync("2028-02-20T10:00-06:00"));
        Assert.Equal(2, (await WarnedAsync("2028-02-28T10:00-06:00")).Count);
        await service.Staff.Claim(first);
        await service.Staff.Close(first);
        Assert.Equal(2, (await WarnedAsync("2028-03-05T10:00-06:00")).Count);
        Assert.Equal(3, (await WarnedAsync("2028-03-10T10:00-06:00")).Count);
        var all = await WarnedAsync("2028-03-14T10:00-05:00");
        Assert.Equal(4, all.Count);
        Assert.Contains(all, ticket => ticket.Field("Why")!.EndsWith("texts ended on Mar 13, 2028."));
        for (var look = 0; look < 500 && notices.Count < 4; look++) await service.Get<NoticeSender>().SendDueAsync(default);
        Assert.Equal(4, notices.Count(notice => notice.Contains("someone is waiting for a person")));
    }

    [Fact]
    public async Task What_a_signature_in_time_keeps_is_never_warned_about()
    {
        service.At("2028-02-01T09:00-06:00");
        await SignAllAsync();
        Assert.Empty(await WarnedAsync("2028-03-10T10:00-06:00"));
    }

    [Fact]
    public async Task A_text_due_after_the_signature_ends_becomes_a_call_a_staffed_day_before_and_leaves_after_all_when_signed()
    {
        service.At("2028-03-02T09:00-06:00");
        await BookAsync("lapse", "Ana", "+17135550121", "2028-03-22T09:00:00-05:00");
        // Due on Monday the 13th at 10 and later; the signature ends that day at 9, and the last staffed day before is Friday.
        service.At("2028-03-09T16:59-06:00");
        Assert.DoesNotContain(await LookAsync("lapse"), state => state == "approval-lapsed");
        Assert.DoesNotContain(await CallsAsync(), call => (string?)call["reason"] == "approval-lapsed");

        service.At("2028-03-10T08:00-06:00");
        Assert.Contains(await LookAsync("lapse"), state => state == "approval-lapsed");
        var call = Assert.Single(await CallsAsync(), call => (string?)call["appointmentId"] == "lapse");
        Assert.Equal("approval-lapsed", (string?)call["reason"]);
        Assert.Contains("Your visit is", call.Field("Text not received"));
        var raised = (string?)call["raisedAt"];
        await LookAsync("lapse");
        Assert.Equal(raised, (string?)Assert.Single(await CallsAsync(), call => (string?)call["appointmentId"] == "lapse")["raisedAt"]);

        await SignAllAsync();
        Assert.DoesNotContain(await LookAsync("lapse"), state => state == "approval-lapsed");
        service.At("2028-03-13T10:30-05:00");
        await LookAsync("lapse");
        Assert.Contains("Your visit is Wed, Mar 22 at 9:00 AM", Assert.Single(service.Twilio.Sent, text => text.To == "+17135550121").Body);
    }

    [Fact]
    public async Task A_text_whose_signature_ended_while_nobody_looked_does_not_leave_and_a_person_calls()
    {
        service.At("2028-03-02T09:00-06:00");
        await BookAsync("slept", "Ana", "+17135550122", "2028-03-22T09:00:00-05:00");
        service.At("2028-03-13T10:30-05:00");
        await LookAsync("slept");
        Assert.DoesNotContain(service.Twilio.Sent, text => text.To == "+17135550122");
        Assert.Equal("approval-lapsed", (string?)Assert.Single(await CallsAsync(), call => (string?)call["appointmentId"] == "slept")["reason"]);
    }

    [Fact]
    public async Task The_Spanish_fasting_texts_need_a_signature_of_their_own()
    {
        service.At("2028-05-01T10:00-05:00");
        var english = (await service.Get<RoomReader>().FindAsync(Language.English, "preparation/infusion", default))!;
        Assert.Null(await service.Get<RoomDesk>().ApproveAsync(Kim, english, new DateOnly(2029, 1, 1)));
        await service.Get<ApprovalBook>().ReloadAsync(default);
        Assert.Contains((await BookAsync("english", "Ana", "+17135550131", "2028-05-17T09:00:00-05:00"))["messages"]!.AsArray(), message => (string?)message!["status"] == "planned");
        Assert.All((await BookAsync("spanish", "Luz", "+17135550132", "2028-05-17T09:00:00-05:00", "es"))["messages"]!.AsArray(), message => Assert.Equal("held", (string?)message!["status"]));
        var spanish = (await service.Get<RoomReader>().FindAsync(Language.Spanish, "preparation/infusion", default))!;
        Assert.NotEqual(english.Hash, spanish.Hash);
        Assert.Equal("expired", spanish.State);
    }

    [Fact]
    public async Task Safety_and_opt_out_words_are_said_when_every_signature_has_ended_and_answers_are_not()
    {
        service.At("2028-05-01T10:00-05:00");
        Assert.Empty((await (await service.Web()).Ask("What is CRPS?")).Answers);
        Assert.StartsWith(service.Words("safety/crisis"), (await (await service.Web()).Say("I want to kill myself"))[0].Text);
        Assert.StartsWith(service.Words("safety/emergency", Language.Spanish), (await (await service.Web()).Say("no puedo respirar"))[0].Text);
        var phone = service.Phone();
        Assert.StartsWith("Mind Balance: You will get no more texts from us.", await phone.Ask("please stop texting"));
        Assert.EndsWith(The.Numbers, (await (await service.Web()).Ask(new string('x', 5000))).Text);
    }

    [Fact]
    public async Task A_signature_shows_what_it_changes_for_the_evaluation_questions_of_its_language()
    {
        var quoted = Assert.Single((await (await service.Web()).Ask("What is CRPS?")).Answers);
        var item = (await service.Get<RoomReader>().FindAsync(Language.English, quoted, default))!;
        var numbers = (await service.Get<RoomEvaluation>().OfAsync(item, default))!;
        Assert.InRange(numbers.Questions, 110, 400);
        Assert.Equal(numbers.Questions, numbers.Before.Values.Sum());
        Assert.Equal(numbers.Questions, numbers.After.Values.Sum());
        Assert.InRange(numbers.Changed, 1, numbers.Questions);
        Assert.True(numbers.After[CommsBot.Evaluation.Grade.Right] > numbers.Before[CommsBot.Evaluation.Grade.Right]);
    }

    [Fact]
    public async Task Protocols_replies_and_fixed_wording_are_read_with_their_sources_and_with_every_word_that_is_signed()
    {
        var room = service.Get<RoomReader>();
        var items = await room.ReadAsync(default);
        Assert.All(items, item => Assert.NotEmpty(item.Sources));
        Assert.Equal(new Source("988 Suicide and Crisis Lifeline", "https://988lifeline.org"), items.First(item => item is { Id: "safety/crisis-repeat", Language: Language.Spanish }).Sources[0]);

        var protocol = items.First(item => item is { Id: "preparation/infusion", Language: Language.English });
        Assert.Contains(new Source("ASA fasting guideline update, 2023, Anesthesiology 138", null), protocol.Sources);
        Assert.Contains("fasting text: ", protocol.Forms[0].Text);
        Assert.Contains("fasting teachBack.ask: Thank you. One check: please text back the time you must stop eating.", protocol.Forms[0].Text);
        Assert.EndsWith("notice: Reply STOP to stop texts, HELP for help", protocol.Forms[0].Text);

        service.At("2028-05-01T10:00-05:00");
        var replies = (await room.FindAsync(Language.Spanish, "preparation/replies", default))!;
        Assert.Equal(("Replies about a visit", "expired"), (replies.Title, replies.State));
        Assert.Contains("appointment-when: Su visita es el {visit.day} a {visit.time}.", replies.Forms[0].Text);
        Assert.Null(await service.Get<RoomDesk>().ApproveAsync(Kim, replies, new DateOnly(2029, 1, 1)));
        Assert.Equal("approved", (await room.FindAsync(Language.Spanish, "preparation/replies", default))!.State);
    }

    private async Task SignAllAsync()
    {
        await service.Get<ApprovalDesk>().SignAsync(ApprovalDesk.Everything, "Dr. Vega");
        await service.Get<ApprovalBook>().ReloadAsync(default);
    }

    private async Task<JsonNode> BookAsync(string id, string name, string phone, string startsAt, string language = "en")
    {
        await service.Appointments.Put($"/api/appointments/{id}", new
        {
            patient = new { firstName = name, lastName = "Gomez", phone, language },
            startsAt,
            protocol = "infusion",
            status = "booked",
            consent = new { text = "May we text you?", at = service.Get<CommsBot.Clinics.ClinicClock>().UtcNow.AddDays(-1).ToString("O"), method = "form" },
            healthScreen = new { state = "cleared", setBy = "Dana RN" },
        });
        await service.Get<Poller>().LookAsync(default);
        await service.Settled();
        return await service.Appointments.Get($"/api/appointments/{id}");
    }

    /// <summary>Why each text of the visit is where it is, once everything due was looked at.</summary>
    private async Task<IReadOnlyList<string?>> LookAsync(string id)
    {
        await service.Get<Poller>().LookAsync(default);
        await service.Settled();
        return [.. (await service.Appointments.Get($"/api/appointments/{id}"))["messages"]!.AsArray().Select(message => (string?)message!["error"])];
    }

    private static string? Asks(JsonNode call) => (string?)call["summary"]!.AsArray().FirstOrDefault(field => (string?)field!["name"] == "Ask")?["value"];

    private async Task<IReadOnlyList<JsonNode>> CallsAsync() => [.. (await service.Reader.Get("/api/handoffs?state=waiting"))["items"]!.AsArray().Where(item => (string?)item!["kind"] == "call").Select(item => item!)];

    private async Task<IReadOnlyList<JsonNode>> WarnedAsync(string at)
    {
        service.At(at);
        await service.Get<Poller>().LookAsync(default);
        await service.Get<Poller>().LookAsync(default);
        await service.Get<NoticeSender>().SendDueAsync(default);
        var all = new List<JsonNode>();
        foreach (var state in (string[])["waiting", "closed"]) all.AddRange((await service.Reader.Get($"/api/handoffs?state={state}"))["items"]!.AsArray().Select(item => item!));
        return [.. all.Where(ticket => (string?)ticket["reason"] == ApprovalWarnings.Reason)];
    }
}
