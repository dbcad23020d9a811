using CommsBot.Conversations.Steps;
using CommsBot.Engine;
using CommsBot.Handoff;

namespace CommsBot.Conversations;

internal static class ConversationSetup
{
    public static void AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<Inbox>();
        services.AddSingleton<TurnReader>();
        services.AddSingleton<TurnAdapter>();
        services.AddSingleton<TurnCommit>();
        services.AddSingleton<TurnRunner>();
        services.AddSingleton<Candidates>();
        services.AddSingleton<SecondLook>();
        services.AddSingleton<Overtaking>();
        services.AddSingleton<UnansweredDanger>();
        services.AddSingleton<FailedTurns>();
        services.AddSingleton<ClinicBot>();
        services.AddSingleton<AnswerTalk>();
        services.AddSingleton<BookingTalk>();
        services.AddSingleton<RatedQuestions>();
        services.AddSingleton<OnCallRoute>();
        Decisions.Register(services);
        services.AddSingleton<ConversationWork>(provider =>
        {
            var runner = provider.GetRequiredService<TurnRunner>();
            return runner.DrainAsync;
        });
    }
}
