using CommsBot.Engine;

namespace CommsBot.Conversations;

/// <summary>Ends a wait for the model as soon as the conversation moves on: a newer message, which may be a cry for help, or staff who take over.</summary>
internal sealed class Overtaking(TurnReader reader, Changes changes)
{
    public async Task<TurnFacts> UntilOvertaken(TurnFacts facts, Func<TurnFacts, CancellationToken, Task<TurnFacts>> ask)
    {
        using var overtaken = new CancellationTokenSource();
        using var listening = changes.Subscribe(change =>
        {
            if (change.ConversationId == facts.Conversation.Id) _ = EndIfOvertaken(facts, overtaken);
        });
        await EndIfOvertaken(facts, overtaken);
        return overtaken.IsCancellationRequested ? facts : await ask(facts, overtaken.Token);
    }

    private async Task EndIfOvertaken(TurnFacts facts, CancellationTokenSource overtaken)
    {
        try
        {
            if (await reader.IsOvertakenAsync(facts, default)) await overtaken.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The answer came first.
        }
    }
}
