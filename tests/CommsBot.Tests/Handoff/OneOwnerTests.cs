using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Staff;
using CommsBot.Tests.Staff;
using CsCheck;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Handoff;

/// <summary>Claims, replies of a turn, writing and handing back, in any order: no reply of the bot stands in the transcript while a person owns it.</summary>
public sealed class OneOwnerTests(DeskService service) : IClassFixture<DeskService>
{
    private static readonly string[] People = ["Dana Reed", "Lee Park"];

    private enum Step
    {
        TurnReads,
        TurnCommits,
        DanaClaims,
        LeeClaims,
        DanaWrites,
        DanaCloses,
        LeeCloses,
    }

    [Fact]
    public void No_reply_commits_after_a_claim_and_every_conversation_can_return_to_the_bot() =>
        Gen.Enum<Step>().List[4, 14].Sample(steps => PlayAsync(steps).GetAwaiter().GetResult(), iter: 60, threads: 1);

    private async Task<bool> PlayAsync(List<Step> steps)
    {
        await AddPeopleAsync();
        var desk = service.Get<HandoffDesk>();
        var dana = new DeskPerson("Dana Reed", [DeskService.Clinic]);
        var lee = new DeskPerson("Lee Park", [DeskService.Clinic]);
        var ticket = await service.WebTicket();
        var id = (await service.ConversationOf(ticket)).Id;
        Conversation? read = null;
        foreach (var step in steps)
        {
            if ((await service.Ticket(ticket)).State == HandoffState.Closed) ticket = await service.WebTicket(HandoffKind.Question, id);
            switch (step)
            {
                case Step.TurnReads: read = await ConversationAsync(id); break;
                case Step.TurnCommits when read is { BotOwns: true }: await CommitAsync(read); break;
                case Step.DanaClaims: await desk.ClaimAsync(dana, ticket); break;
                case Step.LeeClaims: await desk.ClaimAsync(lee, ticket); break;
                case Step.DanaWrites: await desk.WriteAsync(dana, ticket, "staff"); break;
                case Step.DanaCloses: await desk.CloseAsync(dana, ticket, "Answered"); break;
                case Step.LeeCloses: await desk.CloseAsync(lee, ticket, "Answered"); break;
            }
        }

        var silent = BotWasSilent(await service.Transcripts(id));
        await desk.CloseAsync((await ConversationAsync(id)).Owner == lee.Name ? lee : dana, ticket, "Answered");
        return silent && (await ConversationAsync(id)).BotOwns;
    }

    private static bool BotWasSilent(List<TranscriptEntry> entries)
    {
        string? owner = null;
        foreach (var entry in entries)
        {
            if (entry.Text.EndsWith("has joined this chat.", StringComparison.Ordinal)) owner = entry.Text.Split(' ')[0];
            else if (entry.Text.StartsWith("You are back", StringComparison.Ordinal)) owner = null;
            else if (entry.Text == "bot" && owner is not null) return false;
            else if (entry.From == Speaker.Staff && entry.Author!.Split(' ')[0] != owner) return false;
        }

        return true;
    }

    /// <summary>The fence that a turn commits under: the version it read.</summary>
    private Task CommitAsync(Conversation read) => service.Store.Write(async db =>
    {
        var conversation = await db.Conversations.AsTracking().SingleAsync(c => c.Id == read.Id);
        if (conversation.Version != read.Version) return;
        Transcript.Append(db, conversation, Speaker.Bot, "bot", DateTimeOffset.UnixEpoch);
        conversation.Version++;
    });

    private async Task<Conversation> ConversationAsync(string id)
    {
        await using var db = service.Store.Read();
        return await db.Conversations.SingleAsync(c => c.Id == id);
    }

    private Task AddPeopleAsync() => service.Store.Write(async db =>
    {
        foreach (var name in People)
            if (await StaffPeople.FindAsync(db, name) is null) db.Users.Add(StaffPeople.New(name, [DeskService.Clinic], "staff"));
    });
}
