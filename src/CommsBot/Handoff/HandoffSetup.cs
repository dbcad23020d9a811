using CommsBot.Engine;
using CommsBot.Conversations;

namespace CommsBot.Handoff;

internal static class HandoffSetup
{
    public static void AddHandoff(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PatientLine>();
        builder.Services.AddSingleton<HandoffDesk>();
        builder.Services.AddSingleton<HandoffQueue>();
        builder.Services.AddSingleton<HandoffActs>();
        builder.Services.AddSingleton<ConversationReader>();
        builder.Services.AddSingleton<Pager>();
        builder.Services.AddSingleton<PolledWork>(services => services.GetRequiredService<Pager>().LookAsync);
    }
}
