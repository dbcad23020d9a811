using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.Builder;

/// <summary>A bot with one method per kind of activity. What it does not override does nothing.</summary>
public abstract class ActivityHandler : IBot
{
    public virtual Task OnTurnAsync(ITurnContext turnContext, CancellationToken cancellationToken = default) => turnContext.Activity.Type switch
    {
        ActivityTypes.Message => OnMessageActivityAsync(turnContext, cancellationToken),
        ActivityTypes.ConversationUpdate => OnConversationUpdateActivityAsync(turnContext, cancellationToken),
        ActivityTypes.Event => OnEventActivityAsync(turnContext, cancellationToken),
        ActivityTypes.Invoke => InvokeAsync(turnContext, cancellationToken),
        ActivityTypes.Typing => OnTypingActivityAsync(turnContext, cancellationToken),
        ActivityTypes.MessageReaction => OnMessageReactionActivityAsync(turnContext, cancellationToken),
        ActivityTypes.EndOfConversation => OnEndOfConversationActivityAsync(turnContext, cancellationToken),
        _ => OnUnrecognizedActivityTypeAsync(turnContext, cancellationToken),
    };

    protected virtual Task OnMessageActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Calls the two below with everybody but the bot itself; neither is called when nobody else came or went.</summary>
    protected virtual async Task OnConversationUpdateActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken)
    {
        var added = OthersThanTheBot(turnContext.Activity.MembersAdded, turnContext);
        if (added.Count > 0) await OnMembersAddedAsync(added, turnContext, cancellationToken);
        var removed = OthersThanTheBot(turnContext.Activity.MembersRemoved, turnContext);
        if (removed.Count > 0) await OnMembersRemovedAsync(removed, turnContext, cancellationToken);
    }

    protected virtual Task OnMembersAddedAsync(
        IList<ChannelAccount> membersAdded, ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnMembersRemovedAsync(
        IList<ChannelAccount> membersRemoved, ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnEventActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Its answer stands in the turn's state as <see cref="InvokeResponse"/>; whoever runs the turn writes it into the HTTP response.</summary>
    protected virtual Task<InvokeResponse> OnInvokeActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.FromResult(InvokeResponse.NotImplemented);

    protected virtual Task OnTypingActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnMessageReactionActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnEndOfConversationActivityAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnUnrecognizedActivityTypeAsync(ITurnContext turnContext, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task InvokeAsync(ITurnContext turnContext, CancellationToken cancellationToken) =>
        turnContext.TurnState.Set(await OnInvokeActivityAsync(turnContext, cancellationToken));

    private static List<ChannelAccount> OthersThanTheBot(IList<ChannelAccount>? members, ITurnContext turnContext) =>
        [.. (members ?? []).Where(member => member.Id != turnContext.Activity.Recipient?.Id)];
}
