using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;

namespace CommsBot.Conversations;

/// <summary>
/// Runs a stored message through the bot and keeps what it sends until the turn commits: nothing leaves from here. The channels carry the
/// committed activities out.
/// </summary>
internal sealed class TurnAdapter(ClinicBot bot) : BotAdapter
{
    private const string BotId = "commsbot";

    public static Turn TurnOf(ITurnContext context) => context.TurnState.Get<Turn>() ?? throw new InvalidOperationException("This turn was not started by TurnAdapter.");

    /// <summary>The bot's activities, one for each of the turn's replies, in order.</summary>
    public async Task<IReadOnlyList<Activity>> RunAsync(Turn turn, CancellationToken ct)
    {
        var context = new TurnContext(this, Incoming(turn));
        context.TurnState.Set(turn);
        var sent = new List<Activity>();
        context.TurnState.Set(sent);
        await RunPipelineAsync(context, bot.OnTurnAsync, ct);
        return sent;
    }

    public override Task<ResourceResponse[]> SendActivitiesAsync(ITurnContext turnContext, Activity[] activities, CancellationToken cancellationToken)
    {
        turnContext.TurnState.Get<List<Activity>>()!.AddRange(activities);
        return Task.FromResult(activities.Select(_ => new ResourceResponse()).ToArray());
    }

    private static Activity Incoming(Turn turn)
    {
        var patient = new ChannelAccount { Id = turn.Conversation.UserId ?? turn.Conversation.Id };
        var activity = new Activity
        {
            Type = turn.Message.Kind == InboundKind.Opened ? ActivityTypes.ConversationUpdate : ActivityTypes.Message,
            Id = $"{turn.Conversation.Id}|{turn.Message.Sequence:0000000}",
            ChannelId = turn.Conversation.Channel switch { Channel.Sms => ChannelIds.Sms, Channel.WebChat => ChannelIds.Directline, _ => "botservice" },
            Conversation = new ConversationAccount { Id = turn.Conversation.Id },
            From = patient,
            Recipient = new ChannelAccount { Id = BotId, Role = RoleTypes.Bot },
            Timestamp = turn.Message.ReceivedAt,
            Text = turn.Message.Text,
        };
        if (turn.Message.Kind == InboundKind.Opened) activity.MembersAdded = [patient];
        return activity;
    }
}
