using System.Reflection;
using CommsBot.BotFramework.Schema;
using CommsBot.Channels.Sms;
using CommsBot.Consent;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Engine;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Patients;
using CommsBot.Staff;
using CommsBot.Tests.Clinics;
using CommsBot.Tests.House;
using CommsBot.Tests.Outbox;
using Microsoft.EntityFrameworkCore;
using Transcript = CommsBot.Conversations.Transcript;

namespace CommsBot.Tests.Handoff;

/// <summary>
/// One patient's text thread between the bot, two colleagues and the outbox, on the real commits, gate and fences over one database, taken apart into
/// steps that a test may order as it likes. What passes the last fence is noted with who owned the conversation at that moment.
/// </summary>
internal sealed class OwnershipHouse(TextHouse texts)
{
    public static readonly DeskPerson Dana = new("Dana Reed", [TheClinic.MindBalance.Id]);
    public static readonly DeskPerson Lee = new("Lee Park", [TheClinic.MindBalance.Id]);

    private static readonly SmallTalk Talk = SmallTalk.Load(Path.Combine(Repository.Root, "dialogs"), []);
    private static readonly ContentLibrary Library = ContentLibrary.Read(new ContentRoot(Repository.Root)).Library;

    private readonly PatientTexts words = new(Library);
    private readonly List<Claim> inHand = [];
    private TurnFacts? read;
    private string ticket = "";
    private string? beside;
    private int said;
    private bool planned;

    public string Conversation { get; private init; } = "";

    /// <summary>The texts that passed the last fence, and the owner the conversation had.</summary>
    public List<(MessageClass Class, string? Owner)> Left { get; } = [];

    public int Excepted { get; private set; }

    private PatientLine Line => new(Library, TheClinic.Both, words);
    private DeskRoom Room => new(texts.Store, Line, TheClinic.Both, texts.Clock, texts.Machine, new Changes(), new Hints(Proxy.Of<IGrainFactory>()));
    private HandoffDesk Desk => new(Room, Line, new HelpQuestion(Line, Library, TheClinic.Both), []);
    private HandoffMoves Moves => new(Room, TheClinic.Both);

    /// <summary>So many patients, each of whom asked for a person; all in one transaction, because this beginning is not what the tests are about.</summary>
    public static async Task<IReadOnlyList<OwnershipHouse>> BeginAsync(TextHouse texts, int patients)
    {
        var (clinic, now) = (texts.Clinic.Id, texts.Clock.UtcNow);
        var phones = Enumerable.Range(0, patients).Select(patient => PhoneNumber.Parse($"+1281{5550000 + patient:0000000}"));
        return await texts.Store.Write(async db =>
        {
            db.Users.AddRange(new[] { Dana, Lee }.Select(person => StaffPeople.New(person.Name, person.Clinics, "staff")));
            var threads = await Transcript.SmsThreads(db, clinic, phones.Select(phone => (phone, Language.English)), now);
            await db.SaveChangesAsync();
            var houses = new List<OwnershipHouse>();
            foreach (var thread in threads.Values)
            {
                thread.StopNoticeAt = now;
                await ConsentLedger.Record(db, clinic, PhoneNumber.Parse(thread.Phone!), ConsentPurpose.Preparation, true, "words", "api", "test", now);
                var ticket = await TicketBook.OpenAsync(db, NewTicket.About(thread, HandoffKind.Question, []), now);
                houses.Add(new OwnershipHouse(texts) { Conversation = thread.Id, ticket = ticket.Id });
            }

            return houses;
        });
    }

    /// <summary>The patient asks for a person, when no ticket is open.</summary>
    public async Task AskAsync() =>
        ticket = await texts.Store.Write(async db =>
        {
            var thread = await db.Conversations.AsTracking().SingleAsync(c => c.Id == Conversation);
            return (await TicketBook.OpenAsync(db, NewTicket.About(thread, HandoffKind.Question, []), texts.Clock.UtcNow)).Id;
        });

    /// <summary>The patient asks for something else besides, which is a ticket of its own.</summary>
    public async Task AskBesidesAsync() =>
        beside = await texts.Store.Write(async db =>
        {
            var thread = await db.Conversations.AsTracking().SingleAsync(c => c.Id == Conversation);
            return (await TicketBook.OpenAsync(db, NewTicket.About(thread, HandoffKind.Booking, []), texts.Clock.UtcNow)).Id;
        });

    public async Task BotReadsAsync()
    {
        var id = await texts.Store.Write(async db =>
        {
            var thread = await db.Conversations.AsTracking().SingleAsync(c => c.Id == Conversation);
            var message = new InboundMessage
            {
                ClinicId = thread.ClinicId, ConversationId = thread.Id, Kind = InboundKind.Message, Provider = "test", ProviderId = $"{Conversation} {++said}",
                Text = "Hello?", Sequence = Transcript.Append(db, thread, Speaker.Patient, "Hello?", texts.Clock.UtcNow).Sequence, ReceivedAt = texts.Clock.UtcNow,
            };
            db.Inbound.Add(message);
            await db.SaveChangesAsync();
            return message.Id;
        });
        await using var db = texts.Store.Read();
        read = new TurnFacts(await db.Conversations.SingleAsync(c => c.Id == Conversation), await db.Inbound.SingleAsync(i => i.Id == id), texts.Clinic, texts.Clock.UtcNow, MessageForm.Sms);
    }

    /// <summary>The turn says what this class of message says: a reply only while the bot owns what it read, the rest always.</summary>
    public async Task BotCommitsAsync(MessageClass @class)
    {
        if (read is not { } facts || (@class == MessageClass.Reply && !facts.Conversation.BotOwns)) return;
        read = null;
        var turn = new Turn(facts, Library.Wording);
        turn.Send(new Reply("Something the bot says.", Outcome.Answered, @class));
        var commit = new TurnCommit(texts.Store, [new SmsReplies(words)], Talk, new Hints(Proxy.Of<IGrainFactory>()), new Changes());
        if (await commit.TryAsync(turn, [new Activity()], default) && @class != MessageClass.Reply) Excepted++;
    }

    /// <summary>One at most: the clinic's cap is one planned text a day.</summary>
    public async Task PlanIsDueAsync()
    {
        if (planned) return;
        planned = true;
        await texts.Store.Write(async db =>
        {
            var thread = await db.Conversations.SingleAsync(c => c.Id == Conversation);
            OutboxQueue.Add(db, new NewText(texts.Clinic.Id, MessageClass.Plan, PhoneNumber.Parse(thread.Phone!), "Mind Balance: a step", Language.English,
                $"plan {Conversation} {++said}", texts.Clock.UtcNow, texts.Clock.UtcNow.AddDays(2)) { ConversationId = Conversation });
        });
        Excepted++;
    }

    public async Task OutboxClaimsAsync() => inHand.AddRange((await texts.Store.Write(db => texts.Claims.TakeAsync(db, texts.Clinic, texts.Carrier, 8, urgentOnly: false))).Claims);

    /// <summary>What the outbox has in hand goes through the fence at the socket.</summary>
    public async Task OutboxSendsAsync()
    {
        foreach (var claim in inHand)
        {
            var fence = new SendFence(texts.Machine, texts.Clock, claim.LeaseUntil, claim.LastMoment, claim.Owner is { } owner ? () => texts.Outbox.StillSpeaksAsync(owner) : null);
            var stopped = false;
            try
            {
                await fence.PassAsync();
            }
            catch (SendStoppedException)
            {
                stopped = true;
            }

            await NoteAsync(claim, stopped);
        }

        inHand.Clear();
    }

    /// <summary>The node dies: what it had read or claimed is forgotten, and the outbox finds that nothing left.</summary>
    public Task CrashAsync()
    {
        read = null;
        inHand.Clear();
        return texts.Store.Write(db => db.Outbound.Where(m => m.ConversationId == Conversation && m.State == MessageState.Sending)
            .ExecuteUpdateAsync(m => m.SetProperty(t => t.State, MessageState.Planned)));
    }

    public Task ClaimAsync(DeskPerson person) => Desk.ClaimAsync(person, ticket);

    public Task ClaimBesideAsync(DeskPerson person) => beside is null ? Task.CompletedTask : Desk.ClaimAsync(person, beside);

    public Task CloseBesideAsync(DeskPerson person) => beside is null ? Task.CompletedTask : Desk.CloseAsync(person, beside, "Booked");

    public Task WriteAsync(DeskPerson person) => Desk.WriteAsync(person, ticket, "A person's words.");

    public Task PassAsync(DeskPerson from, DeskPerson to) => Moves.PassAsync(from, ticket, to.Name);

    public async Task CloseAsync(DeskPerson person)
    {
        if ((await Desk.CloseAsync(person, ticket, "Answered")).IsDone) await AskAsync();
    }

    public Task SignOutAsync(DeskPerson person) => texts.Store.Write(db => Ownership.ReleaseAllOfAsync(db, person.Name, texts.Clock.UtcNow));

    public async Task LapseAsync()
    {
        await texts.Store.Write(db => db.Conversations.Where(c => c.Id == Conversation && c.OwnedUntil != null).ExecuteUpdateAsync(c => c.SetProperty(x => x.OwnedUntil, texts.Clock.UtcNow)));
        await new Leases(texts.Store, TheClinic.Both, texts.Clock, texts.Machine, new Changes()).LookAsync(default);
    }

    /// <summary>Everything that may leave leaves, and whoever holds the conversation closes all of it: nobody else holds any.</summary>
    public async Task<Conversation> EndAsync()
    {
        await OutboxSendsAsync();
        await OutboxClaimsAsync();
        await OutboxSendsAsync();
        await using var db = texts.Store.Read();
        var owner = (await db.Conversations.SingleAsync(c => c.Id == Conversation)).Owner;
        var open = await db.Handoffs.Where(h => h.ConversationId == Conversation && h.State != HandoffState.Closed).ToListAsync();
        Assert.All(open, left => Assert.True(left.ClaimedBy is null || left.ClaimedBy == owner, $"{left.ClaimedBy} has a ticket of a conversation that {owner ?? "the bot"} owns"));
        foreach (var left in open) Assert.True((await Desk.CloseAsync(owner == Lee.Name ? Lee : Dana, left.Id, "Answered")).IsDone);
        var end = await db.Conversations.SingleAsync(c => c.Id == Conversation);
        // Nothing of what it did before the person came; it may wait for the answer whether they helped.
        if (owner is not null) Assert.All(DialogState.Read(end.State).Offered, offered => Assert.NotNull(CommsBot.Conversations.Steps.Meanings.RatedHandoff(offered.Means)));
        if (owner is not null) Assert.Null(DialogState.Read(end.State).Booking ?? (object?)DialogState.Read(end.State).LastAnswer);
        return end;
    }

    private Task NoteAsync(Claim claim, bool stopped) => texts.Store.Write(async db =>
    {
        var message = await db.Outbound.AsTracking().SingleAsync(m => m.Id == claim.Id);
        message.State = stopped ? MessageState.Planned : MessageState.Sent;
        message.SentAt = stopped ? null : texts.Clock.UtcNow.AddDays(-30);
        if (!stopped) Left.Add((message.Class, (await db.Conversations.SingleAsync(c => c.Id == Conversation)).Owner));
    });

    /// <summary>Takes every call and does nothing.</summary>
#pragma warning disable CA1852 // the runtime derives from it
    private class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        public static T Of<T>() where T : class => Create<T, Proxy>();

        protected override object? Invoke(MethodInfo? method, object?[]? args)
        {
            var type = method!.ReturnType;
            if (type == typeof(Task)) return Task.CompletedTask;
            return type.IsInterface ? typeof(DispatchProxy).GetMethod(nameof(Create), 2, [])!.MakeGenericMethod(type, typeof(Proxy)).Invoke(null, null) : null;
        }
    }
}
