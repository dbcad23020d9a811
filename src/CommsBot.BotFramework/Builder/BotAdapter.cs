using CommsBot.BotFramework.Schema;

namespace CommsBot.BotFramework.Builder;

/// <summary>Middleware in the order it was added; the first is the outermost.</summary>
public sealed class MiddlewareSet : IMiddleware
{
    private readonly List<IMiddleware> middleware = [];

    public MiddlewareSet Use(IMiddleware next)
    {
        middleware.Add(next);
        return this;
    }

    public Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default) =>
        RunFrom(0, turnContext, next, cancellationToken);

    private Task RunFrom(int index, ITurnContext turnContext, NextDelegate last, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return index == middleware.Count
            ? last(cancellationToken)
            : middleware[index].OnTurnAsync(turnContext, token => RunFrom(index + 1, turnContext, last, token), cancellationToken);
    }
}

/// <summary>Joins a channel and a bot: runs turns through the middleware and carries the bot's activities out.</summary>
public abstract class BotAdapter
{
    private readonly MiddlewareSet middleware = new();

    /// <summary>
    /// Gets whatever a turn throws, once. Null: the caller of the turn gets it. A turn that was cancelled is no error and never comes here.
    /// </summary>
    public Func<ITurnContext, Exception, Task>? OnTurnError { get; set; }

    public BotAdapter Use(IMiddleware next)
    {
        middleware.Use(next);
        return this;
    }

    /// <returns>One answer per activity, in order, also for those the channel does not show.</returns>
    public abstract Task<ResourceResponse[]> SendActivitiesAsync(
        ITurnContext turnContext, Activity[] activities, CancellationToken cancellationToken);

    protected async Task RunPipelineAsync(ITurnContext turnContext, BotCallbackHandler callback, CancellationToken cancellationToken)
    {
        try
        {
            await middleware.OnTurnAsync(turnContext, token => callback(turnContext, token), cancellationToken);
        }
        catch (Exception exception) when (OnTurnError is not null && !cancellationToken.IsCancellationRequested)
        {
            await OnTurnError(turnContext, exception);
        }
    }
}
