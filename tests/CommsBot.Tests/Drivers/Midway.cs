using CommsBot.BotFramework.Builder;
using CommsBot.Conversations;

namespace CommsBot.Tests.Drivers;

/// <summary>Does something between the reading of a turn and its commit, for messages with these words.</summary>
internal sealed class Midway(string words, Func<Task> happens) : IMiddleware
{
    public static void In(TestService service, string words, Func<Task> happens) => service.Get<TurnAdapter>().Use(new Midway(words, happens));

    public async Task OnTurnAsync(ITurnContext turnContext, NextDelegate next, CancellationToken cancellationToken = default)
    {
        if (turnContext.Activity.Text == words) await happens();
        await next(cancellationToken);
    }
}
