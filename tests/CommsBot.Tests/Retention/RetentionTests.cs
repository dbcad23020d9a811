using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Handoff.Identity;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Retention;
using CommsBot.Storage;
using CommsBot.Tests.Appointments;
using CommsBot.Tests.Outbox;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Retention;

/// <summary>The demonstration clinic keeps anonymous chats 30 days, closed leads 365 and patient conversations 2,555.</summary>
public sealed class RetentionTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    [Fact]
    public async Task What_was_kept_long_enough_goes_the_rest_stays_and_the_counts_are_audited()
    {
        var clinic = service.Get<ClinicDirectory>().Find(AppointmentService.Clinic)!;
        await service.Put("keep-1", AppointmentService.Ana(phone: "(713) 555-0181"));
        await service.Store.Write(async db =>
        {
            Chat(db, "web-old", days: 31);
            Chat(db, "web-young", days: 29);
            Chat(db, "web-asked", days: 400);
            Ticket(db, "t-open", "web-asked", closedDays: null);
            Chat(db, "web-lead", days: 400);
            Ticket(db, "t-closed", "web-lead", closedDays: 366);
            Chat(db, "web-hold", days: 400);
            await PhoneAsync(db, "(713) 555-0181", days: 2600, sid: "SMold", inbound: "SMin-old");
            await PhoneAsync(db, "(713) 555-0181", days: 10, sid: "SMnew", inbound: "SMin-new");
        });
        await CarerAsync("carer-old", "+17135550182", endedDays: 2600);
        await CarerAsync("carer-young", "+17135550183", endedDays: 10);
        await CarerAsync("carer-standing", "+17135550184", endedDays: null);
        var holds = service.Get<LegalHolds>();
        var nora = await service.Nora();
        Assert.NotNull((await holds.PlaceAsync(nora, AppointmentService.Clinic, "web-hold", null, " ")).Refusal);
        var (hold, refusal) = await holds.PlaceAsync(nora, AppointmentService.Clinic, "web-hold", null, "A lawyer asked for it.");
        Assert.Null(refusal);

        var counts = await service.Get<RetentionJob>().RunAsync(clinic, default);

        Assert.Equal("chats=1 leads=1 entries=2 texts=2 caregivers=1", counts.ToString());
        await using var db = service.Store.Read();
        Assert.Equal(["web-asked", "web-hold", "web-young"], await db.Conversations.Where(c => c.Id.StartsWith("web-")).Select(c => c.Id).Order().ToListAsync());
        Assert.False(await db.Transcript.AnyAsync(t => t.ConversationId == "web-old" || t.ConversationId == "web-lead"));
        Assert.Equal(["t-open"], await db.Handoffs.Where(h => h.Id.StartsWith("t-")).Select(h => h.Id).ToListAsync());
        Assert.Equal(["SMin-old", "SMold"], await db.OwedDeletions.Select(d => d.Sid).Order().ToListAsync());
        Assert.Equal(["SMnew"], await db.Outbound.Where(m => m.ProviderSid!.StartsWith("SM")).Select(m => m.ProviderSid).ToListAsync());
        Assert.Equal(["SMin-new"], await db.Inbound.Where(i => i.ProviderId.StartsWith("SM")).Select(i => i.ProviderId).ToListAsync());
        Assert.Contains("chats=1 leads=1 entries=2 texts=2 caregivers=1", await db.Audit.Where(e => e.Action == "retention.delete").Select(e => e.Subject).ToListAsync());

        Assert.Equal(["carer-standing", "carer-young"], await db.Caregivers.Where(c => c.Id.StartsWith("carer-")).Select(c => c.Id).Order().ToListAsync());
        Assert.Equal(RetentionCounts.Nothing, await service.Get<RetentionJob>().RunAsync(clinic, default));
        Assert.Null(await holds.LiftAsync(nora, AppointmentService.Clinic, hold!));
        Assert.NotNull(await holds.LiftAsync(nora, AppointmentService.Clinic, hold!));
        Assert.Equal(1, (await service.Get<RetentionJob>().RunAsync(clinic, default)).Chats);
    }

    [Fact]
    public async Task What_nobody_on_file_wrote_goes_after_a_month_on_every_channel_and_a_patients_stays()
    {
        await service.Put("keep-2", AppointmentService.Ana(phone: "(713) 555-0185"));
        await CarerAsync("kept-carer", "+17135550186", endedDays: null, of: "keep-2");
        await service.Store.Write(async db =>
        {
            Chat(db, "month-web", days: 31);
            Chat(db, "month-teams", days: 31, Channel.BotService);
            await PhoneAsync(db, "(713) 555-0187", days: 31, sid: "TXstranger", inbound: "TXin-stranger");
            await PhoneAsync(db, "(713) 555-0188", days: 29, sid: "TXyoung", inbound: "TXin-young");
            await PhoneAsync(db, "(713) 555-0185", days: 31, sid: "TXpatient", inbound: "TXin-patient");
            await PhoneAsync(db, "(713) 555-0186", days: 31, sid: "TXcarer", inbound: "TXin-carer");
            await PhoneAsync(db, "(713) 555-0189", days: 31, sid: "TXformer", inbound: "TXin-former", visit: "keep-2");
        });

        await service.Get<RetentionJob>().RunAsync(service.Get<ClinicDirectory>().Find(AppointmentService.Clinic)!, default);

        await using var db = service.Store.Read();
        Assert.False(await db.Conversations.AnyAsync(c => c.Id.StartsWith("month-")));
        var kept = (await db.Conversations.Where(c => c.Channel == Channel.Sms).ToListAsync()).Select(c => c.Phone).ToHashSet();
        Assert.DoesNotContain("+17135550187", kept);
        Assert.Superset(new HashSet<string?> { "+17135550185", "+17135550186", "+17135550188", "+17135550189" }, kept);
        Assert.Equal(["TXin-stranger", "TXstranger"], await db.OwedDeletions.Where(d => d.Sid.EndsWith("stranger")).Select(d => d.Sid).Order().ToListAsync());
        Assert.True(await db.Inbound.AnyAsync(i => i.ProviderId == "TXin-patient"));
        await service.Store.Write(rows => rows.OwedDeletions.Where(d => d.Sid.EndsWith("stranger")).ExecuteDeleteAsync());
    }

    [Fact]
    public async Task A_website_chat_proven_to_be_a_patients_is_kept_as_long_as_the_patients_texts_and_a_hold_on_the_patient_keeps_it()
    {
        await service.Put("keep-3", AppointmentService.Ana(phone: "(713) 555-0191"));
        await service.Put("keep-4", AppointmentService.Ana(phone: "(713) 555-0192"));
        await service.Store.Write(async db =>
        {
            Chat(db, "proven-young", days: 400);
            Ticket(db, "p-young", "proven-young", closedDays: 399);
            await ProvenAsync(db, "proven-young", "keep-3");
            Chat(db, "proven-old", days: 2600);
            await ProvenAsync(db, "proven-old", "keep-3");
            Chat(db, "proven-held", days: 2600);
            await ProvenAsync(db, "proven-held", "keep-4");
            Chat(db, "proven-undone", days: 400);
            await ProvenAsync(db, "proven-undone", "keep-4", undone: true);
            Ticket(db, "p-nobody", null, closedDays: 2600);
        });
        Assert.Null((await service.Get<LegalHolds>().PlaceAsync(await service.Nora(), AppointmentService.Clinic, null, PhoneNumber.Parse("(713) 555-0192"), "A lawyer asked for it.")).Refusal);

        await service.Get<RetentionJob>().RunAsync(service.Get<ClinicDirectory>().Find(AppointmentService.Clinic)!, default);

        await using var db = service.Store.Read();
        Assert.Equal(["proven-held", "proven-young"], await db.Conversations.Where(c => c.Id.StartsWith("proven-")).Select(c => c.Id).Order().ToListAsync());
        Assert.Equal(["p-nobody", "p-young"], await db.Handoffs.Where(h => h.Id.StartsWith("p-")).Select(h => h.Id).Order().ToListAsync());
    }

    [Fact]
    public async Task What_is_owed_to_the_provider_is_deleted_there_and_tried_again_when_it_does_not_answer()
    {
        await using var house = await TextHouse.OpenAsync();
        await house.Store.Write(db =>
        {
            db.OwedDeletions.Add(new OwedDeletion { Sid = "SMgone", ClinicId = house.Clinic.Id, Since = house.Machine.GetUtcNow(), NotBefore = house.Machine.GetUtcNow() });
            return Task.CompletedTask;
        });
        var deletions = new ProviderDeletions(house.Store, new ProviderRecords(house.Carrier), house.Clock, house.Machine);
        house.StandIn.UpdateIsDown = true;
        await deletions.LookAsync(default);
        await deletions.LookAsync(default);
        Assert.Single(house.StandIn.Calls);
        house.Pass(TimeSpan.FromDays(3));
        await deletions.LookAsync(default);
        Assert.Equal("not-deleted-at-provider", Assert.Single(await house.TasksAsync(HandoffKind.Technical)).Reason);

        house.StandIn.UpdateIsDown = false;
        house.Pass(TimeSpan.FromHours(2));
        await deletions.LookAsync(default);
        await deletions.LookAsync(default);

        Assert.Equal(3, house.StandIn.Calls.Count(call => call.StartsWith("DELETE ", StringComparison.Ordinal) && call.EndsWith("/SMgone.json", StringComparison.Ordinal)));
        await using var db = house.Store.Read();
        Assert.False(await db.OwedDeletions.AnyAsync());
    }

    private void Chat(ClinicDb db, string id, int days, Channel channel = Channel.WebChat)
    {
        var at = service.Now.AddDays(-days);
        var chat = new Conversation { Id = id, ClinicId = AppointmentService.Clinic, Channel = channel, UserId = id, StartedAt = at, LastPatientAt = at };
        db.Conversations.Add(chat);
        Transcript.Append(db, chat, Speaker.Patient, "hello", at);
    }

    private async Task ProvenAsync(ClinicDb db, string conversation, string visit, bool undone = false) => db.PatientLinks.Add(new PatientLink
    {
        Id = Ids.New("link"), ClinicId = AppointmentService.Clinic, ConversationId = conversation, Method = PatientLink.ByPhone, Checked = "name,birth date", By = "Dana Desk", At = service.Now.AddDays(-400),
        PatientId = await db.Appointments.Where(a => a.Id == visit).Select(a => a.PatientId).SingleAsync(), UndoneBy = undone ? "Dana Desk" : null, UndoneAt = undone ? service.Now : null,
    });

    private void Ticket(ClinicDb db, string id, string? conversation, int? closedDays) => db.Handoffs.Add(new HandoffTicket
    {
        Id = id, ClinicId = AppointmentService.Clinic, Kind = HandoffKind.Booking, ConversationId = conversation, Summary = "[]", WaitingSince = service.Now.AddDays(-400),
        State = closedDays is null ? HandoffState.Waiting : HandoffState.Closed, ClosedAt = closedDays is { } ago ? service.Now.AddDays(-ago) : null,
    });

    private Task CarerAsync(string id, string number, int? endedDays, string of = "keep-1") => service.Store.Write(async db => db.Caregivers.Add(new Caregiver
    {
        Id = id, ClinicId = AppointmentService.Clinic, PatientId = await db.Appointments.Where(a => a.Id == of).Select(a => a.PatientId).SingleAsync(), Name = "Rosa", Phone = number,
        PhoneHash = db.Cipher.LookUpHash(number), Relation = "mother", IsGuardian = false, GetsTexts = true, HearsFacts = true, Proof = "a letter", ConfirmedAt = service.Now, By = "Dana Desk",
        At = service.Now.AddDays(-2700), EndedBy = endedDays is null ? null : "Dana Desk", EndedAt = endedDays is { } ago ? service.Now.AddDays(-ago) : null,
    }));

    private async Task PhoneAsync(ClinicDb db, string number, int days, string sid, string inbound, string? visit = null)
    {
        var (phone, at) = (PhoneNumber.Parse(number), service.Now.AddDays(-days));
        var thread = await Transcript.SmsThread(db, AppointmentService.Clinic, phone, Language.English, at);
        var text = OutboxQueue.Add(db, new NewText(AppointmentService.Clinic, MessageClass.Staff, phone, "Mind Balance: hello", Language.English, sid, at) { AppointmentId = visit });
        (text.State, text.ProviderSid, text.SentAt) = (MessageState.Delivered, sid, at);
        Transcript.Append(db, thread, Speaker.Staff, "Mind Balance: hello", at, new EntryDetails(OutboundId: text.Id));
        var said = Transcript.Append(db, thread, Speaker.Patient, "hello", at);
        db.Inbound.Add(new InboundMessage
        {
            ClinicId = AppointmentService.Clinic, ConversationId = thread.Id, Kind = InboundKind.Message, Provider = "twilio", ProviderId = inbound, Text = "hello",
            Sequence = said.Sequence, ReceivedAt = at, State = InboundState.Done,
        });
    }
}
