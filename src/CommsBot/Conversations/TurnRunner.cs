using CommsBot.Content;

namespace CommsBot.Conversations;

/// <summary>Works off a conversation's waiting messages, oldest first. Called by the engine, one call per conversation at a time.</summary>
internal sealed partial class TurnRunner(
    TurnReader reader, SecondLook second, TurnAdapter adapter, TurnCommit commit, FailedTurns failed, ContentLibrary library, ILogger<TurnRunner> log)
{
    /// <summary>How often a turn is decided anew because the conversation moved under it.</summary>
    private const int Tries = 5;

    public async Task DrainAsync(string conversationId)
    {
        while (await reader.NextAsync(conversationId, default) is { } facts) await RunAsync(facts);
    }

    private async Task RunAsync(TurnFacts facts)
    {
        try
        {
            facts = await second.AddAsync(facts, default);
            for (var attempt = 1; attempt <= Tries; attempt++)
            {
                var turn = new Turn(facts, library.Wording);
                var activities = await adapter.RunAsync(turn, default);
                if (await commit.TryAsync(turn, activities, default)) return;
                if (await reader.NextAsync(facts.Conversation.Id, default) is not { } moved || moved.Message.Id != facts.Message.Id) return;
                facts = moved with { Model = facts.Model };
            }

            throw new InvalidOperationException($"The conversation moved under the turn {Tries} times.");
        }
        catch (Exception fault)
        {
            Log.TurnFailed(log, facts.Message.Id, facts.Conversation.Id, fault.GetType().Name, fault.StackTrace);
            await failed.RecordAsync(facts);
        }
    }

    private static partial class Log
    {
        // The exception's message could quote the patient; its type and stack cannot.
        [LoggerMessage(LogLevel.Error, "Turn {Turn} of conversation {Conversation} failed with {Fault}. {Stack}")]
        public static partial void TurnFailed(ILogger logger, long turn, string conversation, string fault, string? stack);
    }
}
