using CommsBot.BotFramework.Builder;
using CommsBot.BotFramework.Schema;

namespace CommsBot.Conversations;

/// <summary>The bot as Bot Framework sees it: an activity comes in, activities go out. What to say is decided by <see cref="Decisions"/>.</summary>
internal sealed class ClinicBot(Decisions decisions) : ActivityHandler
{
    protected override Task OnMessageActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => AnswerAsync(turnContext, cancellationToken);

    protected override Task OnMembersAddedAsync(IList<ChannelAccount> membersAdded, ITurnContext turnContext, CancellationToken cancellationToken) =>
        AnswerAsync(turnContext, cancellationToken);

    private async Task AnswerAsync(ITurnContext context, CancellationToken ct)
    {
        var turn = TurnAdapter.TurnOf(context);
        decisions.Decide(turn);
        if (turn.Replies.Count == 0) return;
        await context.SendActivitiesAsync([.. turn.Replies.Select(reply => ReplyActivity.Of(reply, turn))], ct);
    }
}
